"""Why a thing stands where it stands, for staff: its tier, and where each word of the query was met."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import orjson

from cms import clock
from cms.publishing.models import PublishedDocument
from cms.records.models import Record
from cms.search.engine import MOST_SORTED, Wanted
from cms.search.lexicon import lexicon
from cms.search.models import SearchEntry
from cms.search.naming import named
from cms.search.narrowing import TIER, TURN
from cms.search.projection import embedded
from cms.search.selectors import SearchPage
from cms.search.tokens import IndexRow, Phrase, QueryPlan, query_plan, tiers
from cms.search.wording import token_rows


@dataclass(frozen=True, slots=True)
class Met:
    """One word of the query, and the columns that hold it: exact, name, keys, text."""

    word: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """One thing found: its place in the list from 1, the tier, the editors' order, and its words."""

    place: int
    uuid: UUID
    kind: str
    name: str
    tier: str
    rank: int
    words: tuple[Met, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a result of a page stands there: the tier (None where distance sorts), the editors' order, and its words."""

    tier: str | None
    rank: int
    words: tuple[Met, ...]


def reasons(lang: str, page: SearchPage) -> dict[UUID, Reason]:
    """Return the reasons of a page's results, by uuid, whatever they were narrowed and lifted by."""
    if page.plan is None:
        return {}
    coarse = sum(page.facets.kinds.values()) > MOST_SORTED
    names = [tier.name for tier in tiers(page.plan, coarse=coarse)]
    uuids = [row.uuid for row in page.rows]
    ranks = dict(SearchEntry.objects.filter(uuid__in=uuids).values_list("uuid", "rank"))
    found = {}
    for row in page.rows:
        held = _row(row.uuid, page.searched or lang)
        tier = None if page.by_distance else names[int(row.score) // TIER]
        found[row.uuid] = Reason(tier, ranks.get(row.uuid, 0) % TURN, tuple(_met(page.plan, held)) if held else ())
    return found


def explain(lang: str, query: str, *, limit: int = 20) -> list[Explained]:
    """Return the first things that a query finds, each with its reasons; none for a query that finds nothing as typed."""
    plan = query_plan(query, lang, lexicon())
    if plan.is_empty:
        return []
    answer = embedded().find(Wanted(lang=lang, plan=plan, now=int(clock.now().timestamp()), limit=limit))
    coarse = sum(answer.facets.kinds.values()) > MOST_SORTED
    names = [tier.name for tier in tiers(plan, coarse=coarse)]
    found = []
    for place, hit in enumerate(answer.hits[:limit], start=1):
        tier, rank = divmod(int(hit.score), TIER)
        row = _row(UUID(str(hit.uuid)), lang)
        words = tuple(_met(plan, row)) if row else ()
        name = orjson.loads(hit.full)["name"]
        found.append(Explained(place, UUID(str(hit.uuid)), hit.kind, name, names[tier], rank % TURN, words))
    return found


def _row(uuid: UUID, lang: str) -> IndexRow | None:
    documents = PublishedDocument.objects.filter(thing_id=uuid).values_list("lang", "summary", "full")
    held = {code: (orjson.loads(bytes(summary)), orjson.loads(bytes(full))) for code, summary, full in documents}
    ucode = Record.objects.filter(uuid=uuid).values_list("ucode", flat=True).first()
    return token_rows(held, named(held, ucode)).get(lang) if held else None


def _met(plan: QueryPlan, row: IndexRow) -> list[Met]:
    columns = {name: getattr(row, name).split() for name in ("exact", "name", "keys", "text")}
    whole = tuple(Phrase((token,)) for token in plan.exact)
    found = []
    for group in plan.groups:
        held = [name for name in ("name", "keys", "text") if any(_holds(columns[name], p) for p in group.phrases)]
        if any(_holds(columns["exact"], phrase) for phrase in whole):
            held.insert(0, "exact")
        found.append(Met(group.words[0], tuple(held)))
    return found


def _holds(tokens: list[str], phrase: Phrase) -> bool:
    """Whether the tokens of a phrase stand in a row; with `prefix` the last one may begin a token."""
    length = len(phrase.tokens)
    for place in range(len(tokens) - length + 1):
        *before, last = tokens[place : place + length]
        wanted = phrase.tokens[-1]
        if tuple(before) == phrase.tokens[:-1] and (last.startswith(wanted) if phrase.prefix else last == wanted):
            return True
    return False
