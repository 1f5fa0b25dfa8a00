"""How the cluster's index stands: fit to answer or not, and why; for searches, for the health probe, and for operators."""

from __future__ import annotations

from django.conf import settings

from cms.health.probes import Look
from cms.search.elasticsearch import indexes
from cms.search.elasticsearch.building import serving
from cms.search.elasticsearch.client import Unavailable, client, demand_version
from cms.search.elasticsearch.following import behind, newest
from cms.search.elasticsearch.schema import shape
from cms.search.models import SearchBuild
from cms.settings.search import SearchCluster


def unfit(cluster: SearchCluster) -> str:
    """Return why the index must not answer now, empty when it may. Asks the database alone, in three statements."""
    answering = serving()
    if answering is None:
        begun = SearchBuild.objects.filter(state=SearchBuild.State.BUILDING).order_by("-begun").first()
        return f"no index has been built yet{f': {begun.error}' if begun and begun.error else ''}"
    if answering.shape != shape(cluster):
        return "the index was built for other tokens or settings"
    if answering.applied > newest():
        return "the index is ahead of the database, which was restored from an older state"
    things, waited = behind(answering)
    if things and waited.total_seconds() > cluster.lag:
        why = f": {answering.error}" if answering.error else ""
        return f"the index lacks {things} changes, the oldest for {waited.total_seconds():.0f} s{why}"
    return ""


def trouble(cluster: SearchCluster) -> str:
    """Return what is wrong with cluster or index, empty for nothing; asks both."""
    try:
        demand_version(client(cluster))
        if why := unfit(cluster):
            return why
        answering = serving()
        lost = indexes.missing(cluster, answering.stamp) if answering else []
        if lost:
            return f"the cluster lacks {', '.join(lost[:3])}"
        strays = indexes.astray(cluster, answering.stamp) if answering else []
        return f"names of ours lead to {', '.join(strays[:3])} too" if strays else ""
    except Unavailable as error:
        return str(error)


def look() -> Look:
    """Look whether the cluster answers searches; while it does not, the database does."""
    cluster = settings.SEARCH_CLUSTER
    why = trouble(cluster) if cluster is not None else ""
    return Look("search", not why, f"degraded, the database answers: {why}" if why else "elasticsearch")
