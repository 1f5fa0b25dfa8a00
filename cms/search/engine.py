"""What every engine can do. The embedded ones live in the database of the documents; others implement the same Protocol over the same tokens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from cms.search.tokens import IndexRow, QueryPlan

MOST_SORTED: Final = 2_000
"""Up to so many things found, all tiers are told apart; beyond, whole names, names and texts."""

MOST_COUNTED: Final = 10_000
"""Facets count so many things; where more are found, the counts are lower bounds and say so."""


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


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: what is stored of it, and its place in the order."""

    number: int
    score: float
    uuid: str
    kind: str
    summary: bytes
    full: bytes
    windows: object
    etag: str


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

    def write(self, number: int, rows: Mapping[str, IndexRow]) -> None:
        """Replace the token rows of an entry, one per language, in the caller's transaction."""

    def remove(self, number: int) -> None:
        """Forget an entry in all languages."""

    def find(self, wanted: Wanted) -> Answer:
        """Return a page of hits and the facets, in at most two statements."""
