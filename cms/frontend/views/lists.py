"""Lists of one kind, filtered by a plain GET form and continued by a cursor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from cms import clock
from cms.frontend.details import list_name
from cms.frontend.frame import Address, frame, page
from cms.frontend.rails import year_rail
from cms.frontend.views.arrival import in_language
from cms.frontend.views.home import next_date
from cms.frontend.views.records import row_card
from cms.frontend.vocabulary import Word, categories, tags
from cms.languages.table import Language
from cms.publishing.query import BadCursor
from cms.publishing.selectors import ListQuery, list_things
from cms.records.kinds import UnknownKind, by_plural

PAGE = 24
LAYOUTS = {"story": "cards", "topic": "cards", "tour": "cards"}


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter."""

    slug: str
    name: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice box of the form."""

    name: str
    label: str
    options: tuple[Option, ...]


@in_language
def listing(request: HttpRequest, language: Language, plural: str) -> HttpResponse:
    """Show a list; a filter that nobody knows finds nothing, a stale cursor starts over."""
    try:
        kind = by_plural(plural)
    except UnknownKind as error:
        raise Http404 from error
    if not kind.has_page:
        raise Http404
    now, given = clock.now(), chosen(request)
    try:
        found = list_things(query(kind.name, given, language.code, at=now, cursor=request.GET.get("cursor", "")))
    except BadCursor:
        return HttpResponseRedirect(f"/{language.code}/{plural}/?{urlencode(given)}")
    cards = [row_card(row, language, at=now) for row in found.rows]
    context = frame(
        request, language, Address(f"{plural}/", query=urlencode(given)), title=list_name(kind.name), section="search"
    )
    context.update(
        cards=cards,
        filtered=bool(given),
        filters=filters(kind.name, given, language.code),
        layout=LAYOUTS.get(kind.name, "rows"),
        list_name=list_name(kind.name),
        list_url=f"/{language.code}/{plural}/",
        next_url=f"?{urlencode({**given, 'cursor': found.next_cursor})}" if found.next_cursor else "",
        machine_told=machine_only(cards, language.code),
        open_filter=given.get("open") == "now" if kind.name == "place" else None,
    )
    if kind.name == "event":
        context.update(calendar(cards, language, at=now))
    return page(request, "list.html", context)


def machine_only(cards: list[Any], language: str) -> bool:
    """Return whether a machine translated every row that is in the reader's language: then the list says so once."""
    own = [card.document.get("lang_status") for card in cards if card.document.get("lang") == language]
    return bool(own) and set(own) == {"machine"}


def chosen(request: HttpRequest) -> dict[str, str]:
    """Return the filters that are set, by name, without null characters, which no database compares."""
    given = {name: request.GET.get(name, "").replace("\0", "")[:60] for name in ("category", "tag", "season", "open")}
    return {name: value for name, value in given.items() if value}


def query(kind: str, given: dict[str, str], lang: str, *, at: datetime, cursor: str) -> ListQuery:
    """Return the one statement behind a list."""
    return ListQuery(
        lang=lang,
        kinds=(kind,),
        category=given.get("category", ""),
        tags=(given["tag"],) if "tag" in given else (),
        season=given.get("season", ""),
        open_at=at if given.get("open") == "now" else None,
        cursor=cursor,
        limit=PAGE,
    )


def filters(kind: str, given: dict[str, str], lang: str) -> list[Filter]:
    """Return the choice boxes that have anything to choose."""
    seasons = (
        Word("spring", _("Spring")),
        Word("summer", _("Summer")),
        Word("autumn", _("Autumn")),
        Word("winter", _("Winter")),
    )
    boxes = [("category", _("Type"), categories(kind, lang)), ("tag", _("Theme"), tags(kind, lang))]
    if kind == "place":
        boxes.append(("season", _("Season"), seasons))
    return [
        Filter(name, label, tuple(Option(w.slug, w.name, given.get(name) == w.slug) for w in words))
        for name, label, words in boxes
        if words
    ]


def calendar(cards: list[Any], language: Language, *, at: datetime) -> dict[str, Any]:
    """Return the events as the year's line and in the order in which they come."""
    today = at.astimezone(clock.TOKYO).date()
    ordered = sorted(cards, key=lambda card: next_date(card.document, today))
    return {
        "cards": [],
        "event_cards": ordered,
        "now_year": today.year,
        "year": year_rail([card.document for card in cards], today=today, language=language.code),
    }
