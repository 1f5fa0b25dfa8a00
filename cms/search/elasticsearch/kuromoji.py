"""A last resort for Japanese, where the operator wants it and the cluster has the analysis-kuromoji plug-in.

What our tokens find is the same on every engine. Only where they find nothing are the texts asked once more, in
dictionary forms, behind all tiers: 見た finds 見る. Off unless SEARCH_KUROMOJI=on, for the database cannot do the same.
"""

from __future__ import annotations

from typing import Any, Final

from cms.search.elasticsearch.client import client, said_plainly
from cms.search.engine import Wanted
from cms.settings.search import SearchCluster

ANALYZER: Final = "kuromoji"
LANG: Final = "ja"
BEHIND_ALL: Final = 90
"""The place of what is found in this way, behind every tier."""


def field(cluster: SearchCluster) -> dict[str, Any]:
    """Return the mapping's part for it: nothing unless wanted, and a field that finds nothing where the cluster lacks it."""
    if not cluster.kuromoji:
        return {}
    if not has(cluster):
        return {"prose": {"type": "object", "enabled": False}}
    return {"prose": {"type": "text", "analyzer": ANALYZER, "norms": False, "index_options": "docs"}}


def has(cluster: SearchCluster) -> bool:
    """Return whether the cluster reports the analyzer: it takes a word apart with it. Raises Unavailable."""
    with said_plainly():
        answer = (
            client(cluster, patient=True)
            .options(ignore_status=400)
            .indices.analyze(analyzer=ANALYZER, text="津山城を見た")
        )
        return "tokens" in answer


def suits(cluster: SearchCluster, wanted: Wanted) -> bool:
    """Return whether a search that found nothing is to be asked once more."""
    return cluster.kuromoji and wanted.lang == LANG and bool(wanted.typed)


def query(wanted: Wanted) -> dict[str, Any]:
    """Return what a document has to fulfil: every word of what was typed, in its dictionary form."""
    return {"match": {"prose": {"query": wanted.typed, "operator": "and"}}}
