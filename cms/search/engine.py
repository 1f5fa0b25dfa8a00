"""What every engine can do. The embedded ones live in the database of the documents; others implement the same Protocol over the same tokens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from cms.publishing.query import Near
from cms.search.tokens import IndexRow, QueryPlan

MOST_SORTED: Final = 2_000
"""Up to so many things found, all tiers are told apart; beyond, whole names, names and texts."""

MOST_COUNTED: Final = 10_000
"""Facets count so many things; where more are found, the counts are lower bounds and say so."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which of the things found are wanted, and what lifts some of them. All of it has to hold.

    `years` are the first and last of a span that a thing's date touches; `displayed`, on display today: it has a place on
    display, in a house that is not known to be closed all day; `scene`, shown in 3D; `rights`, one of the codes; `season`,
    `open_at` and `near` as in lists: `near` sorts by distance, tiers or not.
    What is lifted comes first within its tier: by the season, by being open now, or by distance (`lift_near`), for which
    `near` then no longer sorts.
    """

    years: tuple[int, int] | None = None
    displayed: bool = False
    scene: bool = False
    rights: tuple[str, ...] = ()
    season: str = ""
    open_at: datetime | None = None
    near: Near | None = None
    lift_season: str = ""
    lift_open: bool = False
    lift_near: bool = False

    @property
    def by_distance(self) -> bool:
        """Whether distance alone sorts."""
        return self.near is not None and not self.lift_near


EVERYTHING: Final = Narrowed()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search in one language: the plan, filters, how many, and where to go on."""

    lang: str
    plan: QueryPlan
    now: int
    kinds: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    limit: int = 20
    after: tuple[float, int] | None = None
    narrowed: Narrowed = EVERYTHING
    shown: str = ""
    """The language of what is shown, where it is not `lang`, whose texts are searched."""
    typed: str = ""
    """The query as it was typed, for engines that read more than our tokens."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: what is stored of it, and its place in the order."""

    number: int
    score: float
    """The tier's place times TIER, and in it the editors' order and what lifts; squared metres where distance sorts."""
    uuid: str
    kind: str
    summary: bytes
    full: bytes
    windows: object
    etag: str
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Facets:
    """How many of the things found are of each kind and carry each tag; at least so many where `approximate`."""

    kinds: Mapping[str, int] = field(default_factory=dict)
    tags: Mapping[str, int] = field(default_factory=dict)
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Up to `limit + 1` hits, best first, and the facets over everything found; `engine` where it is not the one asked."""

    hits: tuple[Hit, ...] = ()
    facets: Facets = field(default_factory=Facets)
    engine: str = ""


class Engine(Protocol):
    """Keeps token rows and finds things by them."""

    name: str

    def write(self, entries: Mapping[int, Mapping[str, IndexRow]]) -> None:
        """Replace the token rows of entries by number, one per language, in the caller's transaction."""

    def remove(self, number: int) -> None:
        """Forget an entry in all languages."""

    def find(self, wanted: Wanted) -> Answer:
        """Return a page of hits and the facets, in at most two statements."""

    def count(self, wanted: Wanted) -> Facets:
        """Return the facets alone, in one statement."""
