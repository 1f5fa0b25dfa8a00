"""Starting, ending and undoing notices. A notice lapses by the clock; this makes the records below it anew."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q

from cms import clock
from cms.publishing.services import enqueue
from tours.models.notice import Notice


def tick() -> int:
    """Find notices that began or lapsed since the last round and have the records they touch made anew; return how many."""
    now = clock.now()
    current = Q(live=True, restricted=False, starts__lte=now) & (Q(expires=None) | Q(expires__gt=now))
    moved = list(Notice.objects.filter(current, shown=False)) + list(Notice.objects.filter(~current, shown=True))
    for notice in moved:
        with transaction.atomic():
            touch(notice)
    return len(moved)


def touch(notice: Notice) -> None:
    """Have the records that a notice is about made anew, and it itself; note whether it is to be seen now."""
    Notice.objects.filter(pk=notice.pk).update(shown=notice.is_current())
    enqueue(notice.uuid, *notice.touched(), reason="notice")


def publish(notice: Notice, *, user: Any) -> Notice:
    """Save and publish a notice in one step: the clerk's button. Review comes afterwards."""
    with transaction.atomic():
        notice.published_by = user
        notice.live = False
        notice.full_clean()
        notice.save()
        notice.save_revision(user=user).publish(user=user)
    notice.refresh_from_db()
    return notice


def undo(notice: Notice, *, user: Any) -> None:
    """Take a notice back from every surface."""
    with transaction.atomic():
        notice.unpublish(user=user)


def mark_reviewed(notice: Notice, *, user: Any) -> None:
    """Note that a second person has looked at a notice that was published alone."""
    Notice.objects.filter(pk=notice.pk).update(reviewed_by=user, reviewed_at=clock.now())
