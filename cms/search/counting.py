"""How many things a search would find: facets without a page, for filters that are not set, or not any more."""

from __future__ import annotations

from cms import clock
from cms.search.engine import EVERYTHING, Facets, Narrowed, Wanted
from cms.search.engines import engine
from cms.search.lexicon import lexicon
from cms.search.tokens import query_plan


def counted(
    lang: str,
    q: str,
    *,
    kinds: tuple[str, ...] = (),
    tags: tuple[str, ...] = (),
    narrowed: Narrowed = EVERYTHING,
) -> Facets:
    """Return the facets of a query as typed, in one statement."""
    plan = query_plan(q, lang, lexicon())
    now = int(clock.now().timestamp())
    return engine().count(Wanted(lang=lang, plan=plan, now=now, kinds=kinds, tags=tags, narrowed=narrowed))
