"""Displays, the codes by which they are paired, and what they play."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from cms import clock
from cms.languages.fields import LocalizedTextField
from cms.languages.table import LANGUAGES
from cms.signage.fields import CodeListField

LATE: Final = timedelta(minutes=2)
DOWN: Final = timedelta(minutes=5)
"""A display reports every 30 s: without a word for so long it is late, then down."""

KINDS = (
    ("place", _("places")),
    ("event", _("events")),
    ("item", _("collection items")),
    ("tour", _("tours")),
    ("story", _("stories")),
)
ORIENTATIONS = [("landscape", _("landscape (1920 × 1080)")), ("portrait", _("portrait (1080 × 1920)"))]
HEALTH = {
    "new": _("not yet seen"),
    "online": _("online"),
    "late": _("late (over 2 minutes)"),
    "down": _("down (over 5 minutes)"),
    "revoked": _("revoked"),
    "unpaired": _("not paired"),
}


def default_languages() -> list[str]:
    """Return the languages that a new display takes turns in: all but easy Japanese."""
    return [language.code for language in LANGUAGES if not language.is_easy]


def default_kinds() -> list[str]:
    """Return the kinds that a new playlist rotates."""
    return ["place", "event", "item"]


class Playlist(ClusterableModel):
    """What a display plays: chosen records first, then records by kind and tag in editorial order."""

    name = models.CharField(_("name"), max_length=80)
    kinds = CodeListField(
        _("kinds"),
        codes=KINDS,
        default=default_kinds,
        blank=True,
        help_text=_("Published records of these kinds join the rotation by themselves."),
    )
    tags = ParentalManyToManyField(
        "cms_records.Tag",
        verbose_name=_("tags"),
        blank=True,
        related_name="+",
        help_text=_("Only records with one of these tags; none chosen means all."),
    )
    limit = models.PositiveSmallIntegerField(
        _("records per kind"), default=6, help_text=_("How many of each kind join by themselves.")
    )
    board = models.BooleanField(
        _("board “open now”"), default=True, help_text=_("A list of what is open now, nearest to the display first.")
    )
    turntable = models.BooleanField(
        _("turning model"), default=True, help_text=_("Records with a 3D model turn; otherwise their picture stands.")
    )
    headline = LocalizedTextField(
        _("headline"),
        max_chars=18,
        rows=3,
        blank=True,
        help_text=_("Up to three short lines over the board's picture, vertical in Japanese and Chinese."),
    )
    modified = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("playlist")
        verbose_name_plural = _("playlists")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PlaylistEntry(Orderable):
    """A record that an editor put into the rotation."""

    playlist = ParentalKey(Playlist, on_delete=models.CASCADE, related_name="entries")
    record = models.ForeignKey(
        "cms_records.Record", verbose_name=_("record"), on_delete=models.CASCADE, related_name="+"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("chosen record")


class Display(models.Model):
    """A screen that somebody paired. Its token is known to the screen alone; here is only the digest."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(
        _("name"), max_length=80, help_text=_("As your colleagues call it, e.g. Station, east gate.")
    )
    place = models.ForeignKey(
        "cms_records.Record",
        verbose_name=_("stands at"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        limit_choices_to={"kind": "place", "live": True},
        help_text=_("Walking times on the sign start here."),
    )
    orientation = models.CharField(_("orientation"), max_length=10, choices=ORIENTATIONS, default="landscape")
    languages = CodeListField(
        _("languages"),
        codes=tuple((language.code, language.native_name) for language in LANGUAGES),
        default=default_languages,
        help_text=_("The sign takes turns in these, in this order."),
    )
    in_a_row = models.PositiveSmallIntegerField(
        _("slides per language"),
        default=2,
        help_text=_("So many slides follow each other before the language changes."),
    )
    playlist = models.ForeignKey(
        Playlist,
        verbose_name=_("playlist"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="displays",
        help_text=_("Without one the display rotates places, events and items by itself."),
    )
    token_digest = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    paired_at = models.DateTimeField(_("paired"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)
    last_seen = models.DateTimeField(_("last seen"), null=True, blank=True, editable=False)
    report = models.JSONField(_("report"), default=dict, blank=True, editable=False)
    modified = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("display")
        verbose_name_plural = _("displays")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def health(self, at: datetime | None = None) -> str:
        """Return online, late (over 2 min), down (over 5 min), new, unpaired or revoked."""
        if self.revoked_at:
            return "revoked"
        if not self.token_digest:
            return "unpaired"
        if self.last_seen is None:
            return "new"
        silent = (at or clock.now()) - self.last_seen
        return "down" if silent > DOWN else "late" if silent > LATE else "online"

    def health_text(self) -> str:
        """Return the health in words, for the admin."""
        return str(HEALTH[self.health()])


class Pairing(models.Model):
    """A screen that shows a code and waits until somebody enters it; gone after ten minutes."""

    code = models.CharField(max_length=6, db_index=True)
    secret_digest = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField()
    expires = models.DateTimeField(db_index=True)
    display = models.ForeignKey(Display, null=True, blank=True, on_delete=models.CASCADE, related_name="pairings")
    claimed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("pairing")
        verbose_name_plural = _("pairings")

    def __str__(self) -> str:
        return self.code
