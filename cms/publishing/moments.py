"""What the clock changes without anybody's hand: things begin, things end, the next date of an event is over."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import F

from cms import clock
from cms.publishing.building import WINDOW_DAYS
from cms.publishing.models import PublishedThing
from cms.publishing.services import announce, publish_now


def pass_moments() -> int:
    """Give each thing whose moment came since the last round its new state; return how many there were.

    Readers' statements look at the clock themselves, so nothing is shown too early or too late. This is for those who
    ask only what changed (`changes?since=N`), and for the documents that name the thing.
    """
    begun, over = _begun(), [*_ended(), *_dates_over()]
    for uuid in begun:
        announce(uuid)
    for uuid in over:
        publish_now(uuid)
    return len(begun) + len(over)


def _begun() -> list[UUID]:
    """Return the things to be seen since a moment after their last number was given."""
    begun = PublishedThing.objects.filter(
        withdrawn_at=None, visible_from__lte=clock.now(), changed__lt=F("visible_from")
    )
    return list(begun.values_list("uuid", flat=True))


def _ended() -> list[UUID]:
    """Return the things whose time is over and that have no tombstone yet."""
    ended = PublishedThing.objects.filter(withdrawn_at=None, visible_until__lte=clock.now())
    return list(ended.values_list("uuid", flat=True))


def _dates_over() -> list[UUID]:
    """Return the things that were last made before the date that stood in them was over: a next one may follow."""
    now = clock.now()
    past = PublishedThing.objects.filter(withdrawn_at=None, ends__lte=now, windows_until__gt=now)
    return [
        thing.uuid
        for thing in past.only("uuid", "ends", "windows_until")
        if thing.ends and thing.windows_until and thing.windows_until - timedelta(days=WINDOW_DAYS) < thing.ends
    ]
