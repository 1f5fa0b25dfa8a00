"""Which engine answers here: that of the database, or the cluster that the operator named, with the database behind it."""

from __future__ import annotations

from django.conf import settings

from cms.search.engine import Engine
from cms.search.projection import embedded


def engine() -> Engine:
    """Return the engine that searches are to ask."""
    cluster = settings.SEARCH_CLUSTER
    if cluster is None:
        return embedded()
    from cms.search.elasticsearch.degrading import Degrading
    from cms.search.elasticsearch.engine import Elasticsearch
    from cms.search.elasticsearch.state import unfit

    return Degrading(Elasticsearch(cluster), embedded(), lambda: unfit(cluster))
