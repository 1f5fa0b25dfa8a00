"""The controls of a search: a link for each kind, chips of what is set, the form, and what to give up where nothing fits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from cms import clock
from cms.frontend.details import list_name
from cms.frontend.filters import AHEAD, KINDS, Filters, Pair, labels
from cms.frontend.vocabulary import named
from cms.languages.year_span import PERIODS
from cms.search.engine import Facets

MOST_TAGS_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Link:
    """A chip: what it says, where it leads, how many are there, and whether it is chosen."""

    name: str
    url: str
    count: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One box to tick or one choice of a list."""

    name: str
    value: str
    label: str
    chosen: bool
    count: str = ""


def kind_links(words: str, filters: Filters, facets: Facets) -> list[Link]:
    """Return one chip for everything and one for each kind that was found; a plus behind counts that are lower bounds."""
    chosen = filters.get("kind")
    others = filters.without(("kind", chosen))
    links = [Link(_("Everything"), others.address(words), current=not chosen)]
    return links + [
        Link(
            list_name(name),
            others.address(words, kind=name),
            written(facets.kinds.get(name, 0), facets),
            chosen == name,
        )
        for name in KINDS
        if facets.kinds.get(name) or chosen == name
    ]


def written(count: int, facets: Facets) -> str:
    """Return a count; a plus behind one that is a lower bound."""
    return f"{count}+" if facets.approximate else str(count)


def chips(words: str, filters: Filters, lang: str) -> list[Link]:
    """Return one chip for each filter that is set but the kind, which has its own row; it leads to the search without it."""
    said = labels(filters, language=lang)
    return [Link(said[pair], filters.without(pair).address(words)) for pair in filters.pairs if chipped(pair)]


def chipped(pair: Pair) -> bool:
    """Return whether a pair has a chip."""
    return pair[0] not in {"kind", "sort"}


def panel(words: str, filters: Filters, facets: Facets, lang: str) -> dict[str, Any]:
    """Return what the form shows. Nothing in it is asked of the database but the names of tags."""
    now = clock.local_now()
    return {
        "active": sum(chipped(pair) for pair in filters.pairs),
        "boxes": [
            Option("open", "now", _("Open right now"), bool(filters.get("open"))),
            Option("on_display", "today", _("On display today"), bool(filters.get("on_display"))),
            Option("has_3d", "true", _("In 3D"), bool(filters.get("has_3d"))),
            Option("rights", "free", _("Free to reuse"), bool(filters.get("rights"))),
        ],
        "tags": tags(filters, facets, lang),
        "years": filters.get("years") or filters.faults.get("years", ""),
        "periods": [(f"{first}-{last}", name) for name, (first, last) in PERIODS.items()],
        "open_at": filters.get("open_at") or filters.faults.get("open_at", ""),
        "earliest": minute(now),
        "latest": minute(now + AHEAD),
        "near": filters.get("near"),
        "sorts": sorts(filters),
        "clear_url": filters.without(*(pair for pair in filters.pairs if chipped(pair))).address(words),
    }


def tags(filters: Filters, facets: Facets, lang: str) -> list[Option]:
    """Return the tags that most of what was found has, and those that are chosen, by name."""
    shown = [*filters.tags, *(slug for slug in facets.tags if slug not in filters.tags)][:MOST_TAGS_SHOWN]
    return [
        Option("tag", word.slug, word.name, word.slug in filters.tags, written(facets.tags.get(word.slug, 0), facets))
        for word in (named(shown, lang) if shown else ())
    ]


def sorts(filters: Filters) -> list[Option]:
    """Return the orders; the nearest first only where somebody said where that is."""
    said = {"": _("Best match first"), "season": _("This season first"), "open": _("Open places first")}
    if filters.get("near"):
        said["near"] = _("Nearest first")
    return [Option("sort", value, label, filters.get("sort") == value) for value, label in said.items()]


def less(words: str, filters: Filters, count: Callable[[Filters], Facets], lang: str) -> list[Link]:
    """Return, where nothing fits, which filter to take away and how many would be found then, the most first.

    One statement for each filter; where no single one helps, everything without any.
    """
    if not filters.narrowing:
        return []
    said = labels(filters, language=lang)
    found = [(pair, filters.without(pair)) for pair in filters.narrowing]
    counts = [(pair, left, facets, sum(facets.kinds.values())) for pair, left in found for facets in [count(left)]]
    links = [
        Link(_("Without “%(filter)s”") % {"filter": said[pair]}, left.address(words), written(total, facets))
        for pair, left, facets, total in sorted(counts, key=lambda row: -row[3])
        if total
    ]
    if links:
        return links
    bare = filters.without(*filters.narrowing)
    facets = count(bare)
    total = sum(facets.kinds.values())
    return [Link(_("Without any of them"), bare.address(words), written(total, facets) if total else "")]


def minute(moment: datetime) -> str:
    """Return a moment as a field for local times takes it."""
    return f"{moment:%Y-%m-%dT%H:%M}"
