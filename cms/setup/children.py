"""The processes that together are a serving Kakuzan."""

from __future__ import annotations

import os
from dataclasses import dataclass

from cms.setup.surroundings import Surroundings

WORKERS = 2
THREADS = 1


@dataclass(frozen=True, slots=True)
class Child:
    """One process under the supervisor.

    `urgent` ones start at once, the others when the site answers: they would take the processor from it. `nice`
    lowers its claim for good; `port` is the one it listens on, which must be free before it starts again; `grace` is
    how many seconds it has to finish what it is doing when asked to stop.
    """

    name: str
    command: tuple[str, ...]
    urgent: bool = False
    nice: int = 0
    port: int | None = None
    grace: float = 10.0


def children(here: Surroundings) -> tuple[Child, ...]:
    """Return the web server and the workers: fast for the outbox and what is due, media for meshes and images.

    With a search cluster (SEARCH_URL) a third one feeds it: waiting for a cluster must not keep others waiting.
    """
    manage = (str(here.python), "manage.py")
    feeding = (Child("search", (*manage, "worker", "search")),) if here.environment.get("SEARCH_URL") else ()
    return (
        Child("web", web_command(here), urgent=True, port=here.port),
        Child("fast", (*manage, "worker", "fast")),
        Child("media", (*manage, "worker", "media"), nice=10),
        *feeding,
    )


def web_command(here: Surroundings) -> tuple[str, ...]:
    """Return granian's command line.

    Two workers with one thread each: measured the cheapest per request, and the smallest, because Django keeps its
    caches per thread. A worker that dies is replaced by granian itself; one that grew beyond 400 MB is replaced when
    it is idle.
    """
    number = os.environ.get("KAKUZAN_WEB_WORKERS", str(WORKERS))
    return (
        *(str(here.python), "-m", "granian", "--interface", "wsgi"),
        *("--host", here.host, "--port", str(here.port)),
        *("--workers", number, "--blocking-threads", str(THREADS)),
        *("--backlog", "1024", "--no-ws", "--respawn-failed-workers", "--respawn-interval", "0.5"),
        *("--workers-kill-timeout", "8", "--workers-max-rss", "400", "--log-level", "error"),
        "cms.wsgi:application",
    )
