"""What a search is narrowed by on the page: read from the address, shown as chips, written back into addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from cms import clock
from cms.frontend.details import list_name
from cms.frontend.moments import day_and_time
from cms.frontend.town import season
from cms.frontend.vocabulary import named
from cms.languages.year_span import as_written
from cms.media.rights import FREE
from cms.publishing.query import Near
from cms.search.engine import Narrowed

KINDS: Final = ("place", "item", "event", "tour", "story", "topic")
SORTS: Final = ("season", "open", "near")
AHEAD: Final = timedelta(days=14)
"""How far opening hours are known."""
READING: Final = timedelta(hours=1)
"""How long somebody may read the pages of one search."""
MOST_TAGS: Final = 10
LONGEST: Final = 60

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Filters:
    """Everything that narrows or sorts a search, as pairs of an address in a fixed order; `faults` cannot be used.

    `since` is the minute that "now" means where a first page was looked at before: what is open must not change between pages.
    """

    pairs: tuple[Pair, ...] = ()
    faults: dict[str, str] = field(default_factory=dict)
    since: datetime | None = None

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a name."""
        return tuple(value for given, value in self.pairs if given == name)

    def get(self, name: str) -> str:
        """Return the value of a name, or an empty text."""
        return next(iter(self.all(name)), "")

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kind, where one is chosen."""
        return self.all("kind")

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags, all of which are wanted."""
        return self.all("tag")

    @property
    def narrowing(self) -> tuple[Pair, ...]:
        """The pairs that leave something out; sorting does not, and `near` only where it alone sorts."""
        by_distance = ("near",) if self.get("sort") == "near" else ()
        return tuple(pair for pair in self.pairs if pair[0] not in {"sort", "near"} or pair[0] in by_distance)

    def without(self, *pairs: Pair) -> Filters:
        """Return the same without some pairs; without a position nothing is sorted by it."""
        left = tuple(pair for pair in self.pairs if pair not in pairs)
        if any(name == "near" for name, _value in pairs):
            left = tuple(pair for pair in left if pair != ("sort", "near"))
        return replace(self, pairs=left)

    def narrowed(self) -> Narrowed:
        """Return them as search takes them."""
        sort, near = self.get("sort"), position(self.get("near"))
        years, at = self.get("years"), self.get("open_at")
        moment = self.now if self.get("open") else moment_of(at) if at else None
        return Narrowed(
            years=as_written(years) if years else None,
            displayed=bool(self.get("on_display")),
            scene=bool(self.get("has_3d")),
            rights=FREE if self.get("rights") else (),
            open_at=moment,
            near=near,
            lift_season=season(clock.today().month) if sort == "season" else "",
            lift_open=sort == "open",
            lift_near=near is not None and sort != "near",
        )

    @property
    def now(self) -> datetime:
        """The minute that "now" means here."""
        return self.since or clock.local_now().replace(second=0, microsecond=0)

    def following(self, words: str, cursor: str, before: int) -> str:
        """Return the address of the next page, behind `before` results."""
        since = {"since": f"{self.now:%Y-%m-%dT%H:%M}"} if self.get("open") else {}
        return self.address(words, cursor=cursor, before=str(before), **since)

    def address(self, words: str, **more: str) -> str:
        """Return the address of a search for `words` with these filters."""
        return f"?{urlencode([('q', words), *self.pairs, *more.items()])}"


def read(given: QueryDict) -> Filters:
    """Return the filters of an address; what nobody knows is passed over, a year or time that cannot be read is a fault."""
    pairs: list[Pair] = []
    faults: dict[str, str] = {}
    for name, accepts in ACCEPTED.items():
        values = dict.fromkeys(given.getlist(name)[:MOST_TAGS] if name == "tag" else given.getlist(name)[-1:])
        for value in (value.strip()[:LONGEST] for value in values):
            if value and accepts(value):
                pairs.append((name, value))
            elif value and name in {"years", "open_at"}:
                faults[name] = value
    if ("open", "now") in pairs:
        pairs = [pair for pair in pairs if pair[0] != "open_at"]
    if not any(name == "near" for name, _value in pairs):
        pairs = [pair for pair in pairs if pair != ("sort", "near")]
    since = given.get("since", "")
    return Filters(tuple(pairs), faults, moment_of(since) if _reads(moment_lately)(since) else None)


def position(text: str) -> Near | None:
    """Return the point of `lat,lon` in WGS84 degrees, None for anything else."""
    try:
        lat, lon = (float(part) for part in text.split(","))
    except ValueError:
        return None
    return Near(lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None


def moment_of(text: str) -> datetime:
    """Return the moment of a form's local time, which is Tsuyama's; raise ValueError for anything else."""
    return datetime.fromisoformat(text).replace(tzinfo=clock.TOKYO)


def moment_lately(text: str) -> datetime:
    """Return the moment at which a first page was looked at; raise ValueError where that is longer ago than READING."""
    found = moment_of(text)
    if not clock.now() - READING <= found <= clock.now() + timedelta(minutes=1):
        raise ValueError(text)
    return found


def moment_ahead(text: str) -> datetime:
    """Return the moment of a form's local time; raise ValueError outside the days for which hours are known."""
    found = moment_of(text)
    if not clock.now() - timedelta(minutes=5) <= found <= clock.now() + AHEAD:
        raise ValueError(text)
    return found


def labels(filters: Filters, *, language: str) -> dict[Pair, str]:
    """Return what each filter is called in the active language."""
    tags = {word.slug: word.name for word in named(filters.tags, language)} if filters.tags else {}
    return {pair: _label(pair, tags, language) for pair in filters.pairs if pair[0] != "sort"}


def _label(pair: Pair, tags: Mapping[str, str], language: str) -> str:
    name, value = pair
    match name:
        case "kind":
            return list_name(value)
        case "tag":
            return tags.get(value, value)
        case "open_at":
            return _("Open: %(time)s") % {"time": day_and_time(moment_of(value), now=clock.now(), language=language)}
    said = {
        "open": _("Open right now"),
        "on_display": _("On display today"),
        "has_3d": _("In 3D"),
        "rights": _("Free to reuse"),
        "near": _("Near me"),
    }
    return said.get(name, value)


def _reads(reader: Callable[[str], object]) -> Callable[[str], bool]:
    def accepts(value: str) -> bool:
        try:
            return reader(value) is not None
        except ValueError:
            return False

    return accepts


def _among(accepted: Iterable[str]) -> Callable[[str], bool]:
    return frozenset(accepted).__contains__


ACCEPTED: Final[dict[str, Callable[[str], bool]]] = {
    "kind": _among(KINDS),
    "tag": lambda slug: slug.replace("-", "").isalnum(),
    "open": _among({"now"}),
    "open_at": _reads(moment_ahead),
    "on_display": _among({"today"}),
    "years": _reads(as_written),
    "has_3d": _among({"true"}),
    "rights": _among({"free"}),
    "near": _reads(position),
    "sort": _among(SORTS),
}
"""The names of an address in the order in which chips stand, and what each takes."""
