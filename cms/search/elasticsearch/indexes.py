"""Indexes and aliases in the cluster: making them, counting in them, moving the aliases, removing what is retired."""

from __future__ import annotations

from typing import Any

from cms.search.elasticsearch import kuromoji
from cms.search.elasticsearch.client import Unavailable, client, said_plainly
from cms.search.elasticsearch.schema import (
    MAPPING,
    SEEN,
    alias,
    aliases,
    door,
    index_name,
    searchable_kinds,
    settings_of,
)
from cms.settings.search import SearchCluster


def create(cluster: SearchCluster, stamp: str) -> None:
    """Make the indexes of a build; those that are there from an interrupted start are kept.

    Raises Unavailable, before there is work to lose, where a foreign index has a name that searches use.
    """
    if taken := [name for name in aliases(cluster) if name in _held(cluster)]:
        raise Unavailable(f"{', '.join(taken)} is an index, not an alias: remove it or set SEARCH_PREFIX", refused=True)
    members = MAPPING["properties"] | kuromoji.field(cluster)
    mapping = MAPPING | {"_source": {"excludes": [*MAPPING["_source"]["excludes"], "prose"]}, "properties": members}
    for kind in searchable_kinds():
        name = index_name(cluster, kind, stamp)
        with said_plainly():
            if client(cluster, patient=True).indices.exists(index=name):
                continue
            client(cluster, patient=True).indices.create(
                index=name,
                settings=settings_of(cluster),
                mappings=mapping,
                aliases={door(cluster, kind, stamp): {"is_write_index": True}},
                wait_for_active_shards="1",
            )


def open_to_searches(cluster: SearchCluster, stamp: str) -> None:
    """Let searches see what is written from now on within a second, before the aliases move."""
    with said_plainly():
        client(cluster, patient=True).indices.put_settings(index=_all(cluster, stamp), settings=SEEN)


def refresh(cluster: SearchCluster, stamp: str) -> None:
    """Let searches see everything that was written."""
    with said_plainly():
        client(cluster, patient=True).indices.refresh(index=_all(cluster, stamp))


def merge(cluster: SearchCluster, stamp: str) -> None:
    """Let the cluster make one segment of each index, in its own time: a search looks every word up in each segment."""
    with said_plainly():
        client(cluster, patient=True).indices.forcemerge(
            index=_all(cluster, stamp), max_num_segments=1, wait_for_completion=False
        )


def documents(cluster: SearchCluster, stamp: str) -> dict[str, int]:
    """Return how many documents stand for public things, by kind."""
    counts = {}
    for kind in searchable_kinds():
        with said_plainly():
            answer = client(cluster, patient=True).count(
                index=index_name(cluster, kind, stamp), query={"exists": {"field": "number"}}
            )
            if answer["_shards"]["failed"]:
                raise Unavailable(f"some shards of {kind} did not count")
            counts[kind] = answer["count"]
    return counts


def swap(cluster: SearchCluster, stamp: str) -> None:
    """Move the aliases that searches use to a build, all in one step: no search falls between."""
    held = _held(cluster)
    actions: list[dict[str, Any]] = []
    for kind in searchable_kinds():
        name, new = alias(cluster, kind), index_name(cluster, kind, stamp)
        actions += [
            {"remove": {"index": index, "alias": name}} for index in held if index != new and name in held[index]
        ]
        actions.append({"add": {"index": new, "alias": name}})
    with said_plainly():
        client(cluster, patient=True).indices.update_aliases(actions=actions)


def missing(cluster: SearchCluster, stamp: str) -> list[str]:
    """Return the aliases of a build that are not there: an empty cluster, or one that lost its indexes."""
    held = _held(cluster)
    there = {(index, name) for index, names in held.items() for name in names}
    wanted = [
        (kind, name) for kind in searchable_kinds() for name in (alias(cluster, kind), door(cluster, kind, stamp))
    ]
    return [name for kind, name in wanted if (index_name(cluster, kind, stamp), name) not in there]


def astray(cluster: SearchCluster, stamp: str) -> list[str]:
    """Return the indexes that a name of ours leads to beside the build's own: what is found would be found in them too."""
    ours, names = set(_all(cluster, stamp)), set(aliases(cluster))
    return sorted(index for index, held in _held(cluster).items() if index not in ours and names & set(held))


def remove(cluster: SearchCluster, stamp: str) -> None:
    """Remove the indexes of a build, as far as they are there."""
    with said_plainly():
        client(cluster, patient=True).indices.delete(
            index=_all(cluster, stamp), ignore_unavailable=True, allow_no_indices=True
        )


def _all(cluster: SearchCluster, stamp: str) -> list[str]:
    return [index_name(cluster, kind, stamp) for kind in searchable_kinds()]


def _held(cluster: SearchCluster) -> dict[str, list[str]]:
    """Return the aliases of each index that is called like ours or has an alias that is."""
    held: dict[str, list[str]] = {}
    pattern = f"{cluster.prefix}-*"
    with said_plainly():
        asking = client(cluster, patient=True).options(ignore_status=404).indices
        for found in (asking.get_alias(index=pattern, allow_no_indices=True), asking.get_alias(name=pattern)):
            for index, described in found.items():
                if isinstance(described, dict) and "aliases" in described:
                    held.setdefault(index, []).extend(described["aliases"])
    return held
