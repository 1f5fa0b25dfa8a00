"""Reading displays and what they show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db.models import BinaryField, BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from cms import clock
from cms.publishing.models import Counter, PublishedDocument, PublishedTag, PublishedThing
from cms.signage.models import Display, Playlist, default_kinds
from cms.signage.tokens import digest

BOARD_CANDIDATES = 60
"""Places with known hours among which the board looks for the nearest."""


@dataclass(frozen=True, slots=True)
class Programme:
    """What a display is to play: chosen records, and what joins them by kind and tag."""

    chosen: tuple[UUID, ...] = ()
    kinds: tuple[str, ...] = ("place", "event", "item")
    tags: tuple[str, ...] = ()
    limit: int = 6
    board: bool = True
    turntable: bool = True
    headline: Any = None


@dataclass(frozen=True, slots=True)
class Source:
    """One published document as a slide is made from it. `rotates`: it is to be a slide of its own."""

    uuid: UUID
    kind: str
    lang: str
    body: dict[str, Any]
    windows: list[list[int | None]] | None
    windows_until: datetime | None
    starts: datetime | None
    ends: datetime | None
    visible_from: datetime | None
    visible_until: datetime | None
    rotates: bool


def display_by_token(uuid: UUID, token: str) -> Display | None:
    """Return the display that holds this token, revoked or not; None for any other token."""
    return (
        Display.objects.select_related("playlist").filter(uuid=uuid, token_digest=digest(token)).first()
        if token
        else None
    )


def programme(playlist: Playlist | None) -> Programme:
    """Return what a playlist asks for; without one, what is on by default."""
    if playlist is None:
        return Programme(kinds=tuple(default_kinds()))
    return Programme(
        chosen=tuple(playlist.entries.values_list("record_id", flat=True)),
        kinds=tuple(playlist.kinds),
        tags=tuple(playlist.tags.values_list("slug", flat=True)),
        limit=playlist.limit,
        board=playlist.board,
        turntable=playlist.turntable,
        headline=playlist.headline,
    )


def sequence() -> int:
    """Return the number of the last change to anything published."""
    return Counter.objects.filter(name="sequence").values_list("value", flat=True).first() or 0


def sources(wanted: Programme, *, languages: tuple[str, ...], place: UUID | None, now: datetime) -> list[Source]:
    """Return the documents of everything on the programme, notices and the display's own place included, in one statement.

    In editorial order. What only stands on the board comes with its summary alone.
    """
    slides = _slides(wanted, now)
    others = Q(thing__kind="notice")
    if place is not None:
        others |= Q(thing_id=place)
    if wanted.board:
        others |= Q(
            thing_id__in=_visible(now).filter(kind="place", windows__isnull=False)[:BOARD_CANDIDATES].values("uuid")
        )
    rows = (
        PublishedDocument.objects.filter(_shown(now, "thing__"), slides | others, lang__in=languages)
        .annotate(
            body=Case(When(slides, then=F("full")), default=F("summary"), output_field=BinaryField()),
            rotates=Case(When(slides, then=Value(True)), default=Value(False), output_field=BooleanField()),
        )
        .order_by("thing__rank", "thing__slug", "lang")
        .values_list(
            *("thing_id", "thing__kind", "lang", "body", "thing__windows", "thing__windows_until", "thing__starts"),
            *("thing__ends", "thing__visible_from", "thing__visible_until", "rotates"),
        )
    )
    return [Source(row[0], row[1], row[2], orjson.loads(bytes(row[3])), *row[4:]) for row in rows]


def _slides(wanted: Programme, now: datetime) -> Q:
    condition = Q(thing_id__in=wanted.chosen)
    for kind in wanted.kinds:
        things = _visible(now).filter(kind=kind)
        if wanted.tags:
            tagged = PublishedTag.objects.filter(thing=OuterRef("pk"), tag__in=wanted.tags)
            things = things.filter(Exists(tagged))
        if kind == "event":
            things = things.filter(Q(ends=None) | Q(ends__gt=now)).order_by(F("starts").asc(nulls_last=True), "slug")
        condition |= Q(thing_id__in=things[: wanted.limit].values("uuid"))
    return condition


def _visible(now: datetime) -> QuerySet[PublishedThing]:
    return PublishedThing.objects.filter(_shown(now, "")).order_by("rank", "slug")


def _shown(now: datetime, prefix: str) -> Q:
    return (
        Q(**{f"{prefix}withdrawn_at": None})
        & (Q(**{f"{prefix}visible_from": None}) | Q(**{f"{prefix}visible_from__lte": now}))
        & (Q(**{f"{prefix}visible_until": None}) | Q(**{f"{prefix}visible_until__gt": now}))
    )


def healths(at: datetime | None = None) -> dict[str, int]:
    """Return how many displays are online, late, down and so on."""
    moment = at or clock.now()
    counted: dict[str, int] = {}
    for display in Display.objects.only("revoked_at", "token_digest", "last_seen"):
        state = display.health(moment)
        counted[state] = counted.get(state, 0) + 1
    return counted
