"""What an index is like, and how indexes and aliases are called.

One index per kind and build, `kakuzan-place-20261123t012345`; searches go through the alias `kakuzan-place`, which moves from
one build to the next in one step. Writers go through an alias of the build's own and demand that it is there: a bulk
into an index that somebody removed must fail, not make a new one by guessing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any, Final

from cms.records.kinds import kinds
from cms.search.tokens.version import tokens_version
from cms.settings.search import SearchCluster

LONGEST_NAME: Final = 8_000
"""Characters of a whole name that are kept; Lucene takes 32,766 bytes of one token."""

_TOKENS: Final[dict[str, Any]] = {"type": "text", "analyzer": "whitespace", "norms": False}
_PREFIXED: Final[dict[str, Any]] = {**_TOKENS, "index_prefixes": {"min_chars": 1, "max_chars": 1}}
MAPPING: Final[dict[str, Any]] = {
    "dynamic": "strict",
    "_source": {"excludes": ["exact", "name", "keys", "text"]},
    "properties": {
        "lang": {"type": "keyword"},
        "kind": {"type": "keyword"},
        "tags": {"type": "keyword"},
        "number": {"type": "long"},
        "rank": {"type": "integer"},
        "sequence": {"type": "long"},
        "first_year": {"type": "integer"},
        "last_year": {"type": "integer"},
        "seasons": {"type": "keyword"},
        "rights": {"type": "keyword"},
        "displayed": {"type": "boolean"},
        "shown_at": {"type": "keyword"},
        "scene": {"type": "boolean"},
        "lat": {"type": "double"},
        "lon": {"type": "double"},
        "visible_from": {"type": "long"},
        "visible_until": {"type": "long"},
        "digest": {"type": "keyword", "index": False},
        "exact": {"type": "keyword", "doc_values": False, "ignore_above": LONGEST_NAME},
        "name": _PREFIXED,
        "keys": _PREFIXED,
        "text": _PREFIXED,
    },
}
"""Tokens need no store and no norms: they are made from the documents again, and no engine's own measure takes part.

A query of one character asks for all tokens that begin with it: `index_prefixes` keeps what else would be merged each time.
"""

UNSEEN: Final = {"refresh_interval": "-1"}
"""While it is built nobody searches an index: it need not be made readable every second."""

SEEN: Final = {"refresh_interval": "1s"}

SORTED: Final[dict[str, Any]] = {
    "index.sort.field": ["rank", "number"],
    "index.sort.order": ["asc", "asc"],
    "index.sort.missing": ["_last", "_last"],
}
"""Documents lie in the order in which a tier shows them, so that a page ends the walk."""


def searchable_kinds() -> tuple[str, ...]:
    """Return the kinds that search knows, sorted."""
    return tuple(sorted(kind.name for kind in kinds() if kind.search_fields))


def settings_of(cluster: SearchCluster) -> dict[str, Any]:
    """Return an index's settings; `replicas` may be a number or a span that follows the number of nodes."""
    copies = (
        {"auto_expand_replicas": cluster.replicas}
        if "-" in cluster.replicas
        else {"number_of_replicas": cluster.replicas}
    )
    return {"number_of_shards": cluster.shards, **UNSEEN, **copies, **SORTED}


def shape(cluster: SearchCluster) -> str:
    """Return a digest of everything that an index is made of; when it changes, a new one has to be built."""
    made = [MAPPING, SORTED, cluster.prefix, cluster.shards, searchable_kinds(), tokens_version(), cluster.kuromoji]
    return hashlib.sha256(json.dumps(made, sort_keys=True).encode()).hexdigest()[:16]


def alias(cluster: SearchCluster, kind: str) -> str:
    """Return the name that searches use."""
    return f"{cluster.prefix}-{kind}"


def aliases(cluster: SearchCluster, wanted: Iterable[str] = ()) -> list[str]:
    """Return the names to search for some kinds, all without any; kinds that search does not know are left out."""
    asked = set(wanted)
    return [alias(cluster, kind) for kind in searchable_kinds() if not asked or kind in asked]


def index_name(cluster: SearchCluster, kind: str, stamp: str) -> str:
    """Return the name of one build's index of a kind."""
    return f"{cluster.prefix}-{kind}-{stamp}"


def door(cluster: SearchCluster, kind: str, stamp: str) -> str:
    """Return the alias through which one build's index is written."""
    return f"{index_name(cluster, kind, stamp)}-write"
