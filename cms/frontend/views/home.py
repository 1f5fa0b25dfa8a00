"""The front door: what is open, what is on, what was lost."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms import clock
from cms.frontend import linked_data, seasons, town
from cms.frontend.blocks import blocks
from cms.frontend.cards import Card, card
from cms.frontend.frame import Address, frame, origin, page
from cms.frontend.moments import short_day
from cms.frontend.rails import year_rail
from cms.frontend.states import dates_of
from cms.frontend.views.alerts import notices_now
from cms.frontend.views.arrival import in_language
from cms.frontend.views.keep import reconstruction
from cms.frontend.views.records import row_card
from cms.frontend.vocabulary import themes
from cms.languages.formats import time_text
from cms.languages.table import Language, by_code, negotiate
from cms.pages.front_door import FrontDoor, front_door
from cms.publishing.selectors import ListQuery, Near, list_things

VERTICAL = frozenset({"ja", "ja-x-easy", "zh-hans", "zh-hant"})
SOON_DAYS = 30
"""From so many days before it begins, an event stands for the season."""
ORDER = {"is-soon": 0, "is-open": 0, "is-unknown": 1, "is-closed": 2}


@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """Send a visitor without a language to the home page in theirs."""
    response = HttpResponseRedirect(f"/{negotiate(request.headers.get('Accept-Language'))}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@in_language
def home(request: HttpRequest, language: Language) -> HttpResponse:
    """Show the home page."""
    return drawn(request, language, front_door(language.code))


def preview(request: HttpRequest, door: FrontDoor, code: str) -> HttpResponse:
    """Return the home page with an editor's part that nobody published yet."""
    with translation.override(code):
        return drawn(request, by_code(code), door)


def drawn(request: HttpRequest, language: Language, door: FrontDoor) -> HttpResponse:
    """Return the home page: the editor's part first, then what finds itself."""
    now, code = clock.now(), language.code
    local = now.astimezone(clock.TOKYO)
    context = frame(
        request, language, Address("", default="/"), title="", section="home",
        description=_("Castle, old streets, railway and museums of Tsuyama: what is open now, how to get there, and the lost keep in 3D."),
    )  # fmt: skip
    near = around_station(language, at=now)
    events = coming_events(language, at=now)
    context.update(
        door=door,
        door_blocks=blocks(door.blocks, language=code, origin=origin(request)),
        events=events,
        now_year=local.year,
        hero=seasons.hero(town.season(local.month)),
        hero_class="vertical" if code in VERTICAL else "flat",
        hero_lines=hero_lines(),
        items=some(language, "item", at=now, limit=10),
        keep=keep_card(language, at=now),
        linked_data=linked_data.of_home(
            name=context["site"]["name"], url=context["canonical"], language=code, origin=origin(request)
        ),
        near=near,
        nothing_open=not any(card.state and card.state.mark in {"is-open", "is-soon"} for card in near),
        notices=notices_now(code),
        now={
            "iso": local.isoformat(timespec="minutes"),
            "clock": time_text(local, code),
            "day": short_day(local.date(), code),
            "card": first(near),
        },
        season=seasonal(language, events, at=now),
        season_name=town.season(local.month),
        stories=some(language, "story", at=now, limit=3),
        themes=themes("place", code),
        tours=some(language, "tour", at=now, limit=3),
        year=year_rail([card.document for card in events], today=local.date(), language=code),
    )
    return page(request, "home.html", context)


def seasonal(language: Language, events: list[Card], *, at: datetime) -> Card | None:
    """Return what belongs to this season: an event that is on or begins soon, else a place that has no other season.

    A place with several seasons comes last, for its picture shows it in one of them.
    """
    today = at.astimezone(clock.TOKYO).date()
    name = town.season(today.month)
    for event in events:
        rank, day = next_date(event.document, today)
        if rank == 0 and (day - today).days <= SOON_DAYS and town.season(day.month) == name and event.document["image"]:
            return event
    own = some(language, "place", at=at, limit=1, season=name, only_season=True)
    return first(own or some(language, "place", at=at, limit=1, season=name))


def hero_lines() -> list[dict[str, str]]:
    """Return the sentence over the picture; each language breaks it where it wants, at `|`."""
    lines = _("A castle without its keep.|A thousand cherry trees.").split("|")
    return [{"place": place, "text": text} for place, text in zip("abc", lines, strict=False)]


def around_station(language: Language, *, at: datetime) -> list[Card]:
    """Return six places near the station, open ones first."""
    query = ListQuery(lang=language.code, kinds=("place",), near=Near(*town.STATION, radius_m=3500), limit=40)
    cards = [row_card(row, language, at=at) for row in list_things(query).rows]
    cards = [card for card in cards if (card.document.get("category") or {}).get("slug") not in town.NO_SIGHTS]
    return sorted(cards, key=lambda card: ORDER.get(card.state.mark if card.state else "", 3))[:6]


def coming_events(language: Language, *, at: datetime) -> list[Card]:
    """Return the events that are on or still to come, soonest first; those without a date last."""
    rows = list_things(ListQuery(lang=language.code, kinds=("event",), limit=30)).rows
    cards = [row_card(row, language, at=at) for row in rows]
    today = at.astimezone(clock.TOKYO).date()
    return sorted(cards, key=lambda card: next_date(card.document, today))[:6]


def next_date(document: dict[str, Any], today: date) -> tuple[int, date]:
    """Return the key by which events are sorted: those to come by date, then those without one, then those that are over."""
    spans = dates_of(document)
    coming = sorted(start for start, end in spans if end >= today)
    return (0, coming[0]) if coming else (1, today) if not spans else (2, today)


def some(
    language: Language, kind: str, *, at: datetime, limit: int, season: str = "", only_season: bool = False
) -> list[Card]:
    """Return the first things of a kind in editorial order, of a season if wanted, or of no other than that."""
    query = ListQuery(lang=language.code, kinds=(kind,), season=season, only_season=only_season, limit=limit)
    return [row_card(row, language, at=at) for row in list_things(query).rows]


def keep_card(language: Language, *, at: datetime) -> Card | None:
    """Return the record of the lost keep, if it is public."""
    found = reconstruction(language.code)
    return card(orjson.loads(found.full), found.windows, at=at, language=language.code) if found else None


def first(cards: list[Card]) -> Card | None:
    """Return the first card, if there is one."""
    return cards[0] if cards else None
