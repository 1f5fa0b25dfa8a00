"""How search stands, for people: who answers, how much is in the index, what is still to be written anew, the cluster's builds."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from cms.languages.guessing import rules
from cms.search.models import SearchBuild, SearchEntry
from cms.search.projection import embedded
from cms.search.tokens.version import tokens_version


@dataclass(frozen=True, slots=True)
class BuildSeen:
    """One build of the cluster's indexes and how far it lags behind the database."""

    build: SearchBuild
    behind: int
    waited_s: int


@dataclass(frozen=True, slots=True)
class Condition:
    """What a page about search shows. `why` says why the database answers in the cluster's place, empty when it does not."""

    answers: str
    why: str
    hosts: tuple[str, ...]
    entries: int
    stale: int
    tokens: str
    guesses: str
    builds: tuple[BuildSeen, ...]


def condition() -> Condition:
    """Return how search stands now. With a cluster it is asked, for as long as its timeout allows."""
    cluster, why = settings.SEARCH_CLUSTER, ""
    builds: tuple[BuildSeen, ...] = ()
    if cluster is not None:
        from cms.search.elasticsearch.following import behind
        from cms.search.elasticsearch.state import trouble

        why = trouble(cluster)
        rows = [(row, *behind(row)) for row in SearchBuild.objects.order_by("-begun")]
        builds = tuple(BuildSeen(row, things, int(waited.total_seconds())) for row, things, waited in rows)
    entries = SearchEntry.objects.all()
    return Condition(
        answers="elasticsearch" if cluster is not None and not why else embedded().name,
        why=why,
        hosts=tuple(cluster.hosts) if cluster is not None else (),
        entries=entries.count(),
        stale=entries.exclude(tokens=tokens_version()).count(),
        tokens=tokens_version(),
        guesses=rules(),
        builds=builds,
    )
