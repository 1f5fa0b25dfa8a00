"""A notice: what is different today, told to every surface at once."""

from __future__ import annotations

import uuid as uuids
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from cms import clock
from cms.languages.fields import LocalizedTextField
from cms.memo import children
from cms.records.facts import Facts
from cms.records.models import Record, RecordModel
from cms.records.rows import RelationRow

KINDS = [
    ("closed", _("closed")),
    ("moved", _("moved")),
    ("new_time", _("new time")),
    ("postponed", _("postponed")),
    ("cancelled", _("cancelled")),
    ("crowded", _("crowded")),
    ("other", _("other")),
]
LEVELS = [("info", _("for information")), ("important", _("important")), ("urgent", _("urgent"))]
OVERTAKES = frozenset({"closed", "moved", "new_time", "postponed", "cancelled"})
"""Kinds that make what stands in a record's own text untrue for a while."""


def new_slug() -> str:
    """Return an address for a notice; nobody types it."""
    return f"notice-{uuids.uuid4().hex[:12]}"


class Notice(RecordModel):
    """Closed, moved, new time, postponed, cancelled, crowded: the records it touches, from when until when.

    The sentence comes from reviewed templates in all languages (`tours.notices.sentences`); the free text appears only in
    languages that have it.
    """

    kind_name = "notice"

    notice_kind = models.CharField(_("what happened"), max_length=12, choices=KINDS)
    level = models.CharField(_("how urgent"), max_length=12, choices=LEVELS, default="important")
    starts = models.DateTimeField(_("from"), default=clock.now)
    expires = models.DateTimeField(
        _("until"), null=True, blank=True, help_text=_("After this moment the notice disappears by itself.")
    )
    new_time = models.DateTimeField(_("new time"), null=True, blank=True)
    new_place = models.ForeignKey(
        Record,
        verbose_name=_("new place"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": "place"},
    )
    message = LocalizedTextField(_("in your own words"), rows=3, blank=True, max_chars=140)
    shown = models.BooleanField(default=False, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    reviewed_at = models.DateTimeField(_("looked at by a second person"), null=True, blank=True, editable=False)

    class Meta(RecordModel.Meta):
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-starts"]

    def clean(self) -> None:
        """Refuse an end before the start, and kinds that lack what their sentence needs."""
        super().clean()
        if self.expires and self.expires <= self.starts:
            raise ValidationError({"expires": _("The end lies before the start.")})
        if self.notice_kind == "new_time" and self.new_time is None:
            raise ValidationError({"new_time": _("Say the new time.")})
        if self.notice_kind == "moved" and self.new_place_id is None and not self.message.text("ja"):
            raise ValidationError({"new_place": _("Say the new place, or describe it in your own words.")})
        if self.notice_kind == "other" and not self.message.text("ja"):
            raise ValidationError({"message": _("Say in Japanese what happened.")})

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Fill address and name, which nobody types, before checking."""
        self.slug = self.slug or new_slug()
        if not self.name.text("ja"):
            self.name = {"ja": {"text": str(self.get_notice_kind_display()), "status": "reviewed"}}
        super().full_clean(*args, **kwargs)

    def is_current(self, at: datetime | None = None) -> bool:
        """Tell whether it is to be seen at a moment (default: now)."""
        at = at or clock.now()
        return self.live and not self.restricted and self.starts <= at and (self.expires is None or at < self.expires)

    def is_over(self) -> bool:
        """Tell whether it has lapsed."""
        return super().is_over() or (self.expires is not None and self.expires <= clock.now())

    def facts(self) -> Facts:
        """Return its span: readers drop it by the clock, whether or not a worker runs."""
        return Facts(
            category=self.notice_kind,
            starts=self.starts,
            ends=self.expires,
            visible_from=self.starts,
            visible_until=self.expires,
        )

    @property
    def about(self) -> str:
        """The names of the records it is about, for the lists of the admin."""
        return "、".join(str(row.record) for row in self.records.select_related("record"))

    def touched(self) -> list[uuids.UUID]:
        """Return the ids of the records it is about, in the clerk's order."""
        return [row.record_id for row in children(self, "records")]


class NoticeRecord(RelationRow):
    """A record that a notice is about."""

    notice = ParentalKey(Notice, on_delete=models.CASCADE, related_name="records")


def current_notices(record: uuids.UUID, at: datetime | None = None) -> list[Notice]:
    """Return the notices to be seen at a moment that touch a record, the most urgent and newest first."""
    at = at or clock.now()
    found = Notice.objects.filter(records__record_id=record, live=True, restricted=False, starts__lte=at)
    found = found.filter(Q(expires=None) | Q(expires__gt=at)).distinct()
    order = {"urgent": 0, "important": 1, "info": 2}
    return sorted(found, key=lambda notice: (order[notice.level], -notice.starts.timestamp()))
