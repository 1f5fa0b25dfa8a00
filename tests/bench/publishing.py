"""Making things anew, and from the click on publish to new bytes."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from typing import Any

import django

from tests.bench.figures import Figure, cpu_ms

EDITS = 40
THINGS = 300


def measure() -> list[Figure]:
    """Rebuild real places, and edit some while a worker of its own process runs."""
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from cms.publishing.building import load, project
    from cms.publishing.rebuilding import rebuild, verify
    from cms.publishing.services import write

    places = _places(THINGS)
    rebuild()
    assert verify().differ == 0
    one = places[0].uuid
    unchanged = cpu_ms(lambda: write(project(load(one))), times=20)
    changed = cpu_ms(lambda: _rewrite(places[1]), times=20)
    begun = time.monotonic()
    assert rebuild() == THINGS
    all_seconds = (time.monotonic() - begun) / THINGS * 5000
    waits = _freshness(places)
    return [
        Figure("one thing in seven languages, nothing changed", unchanged, "ms", most=30),
        Figure("one thing in seven languages, all changed", changed, "ms"),
        Figure(f"5,000 things (from {THINGS} measured)", all_seconds, "s", most=180),
        Figure("click on publish to new bytes, median", statistics.median(waits), "s"),
        Figure("click on publish to new bytes, p95", sorted(waits)[int(len(waits) * 0.95)], "s", most=5),
    ]


def _places(count: int) -> list[Any]:
    from tests import factories

    tag = factories.tag()
    places = [factories.publish(_place(number), work=False) for number in range(count)]
    places[0].tags.set([tag])
    return places


def _place(number: int) -> Any:
    from tests import factories

    return factories.place(
        f"place-{number}",
        live=False,
        name={"ja": f"場所{number}", "en": f"Place {number}", "ko": f"장소 {number}"},
        text={"ja": "石垣の残る城跡。" * 12, "en": "Castle ruins with stone walls. " * 8},
        opening={"kind": "always"},
    )


def _rewrite(place: Any) -> None:
    from cms.publishing.building import project
    from cms.publishing.services import write

    place.short = place.short.with_text("ja", f"変更 {time.monotonic_ns()}")
    assert write(project(place))


def _freshness(places: list[Any]) -> list[float]:
    """Return seconds from publishing until another process's worker has written the new bytes."""
    from cms.publishing.models import PublishedDocument

    worker = subprocess.Popen(
        [sys.executable, "manage.py", "worker", "fast"],
        env={**os.environ},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    waits: list[float] = []
    try:
        _wait_for_worker(places[2])
        for number in range(EDITS):
            place = places[3 + number % 20]
            place.refresh_from_db()
            before = PublishedDocument.objects.get(thing_id=place.uuid, lang="ja").etag
            place.short = place.short.with_text("ja", f"変更 {number} {time.monotonic_ns()}")
            begun = time.monotonic()
            place.save_revision().publish()
            waits.append(_until_changed(place, before, begun))
    finally:
        worker.terminate()
        worker.wait(20)
    return waits


def _wait_for_worker(place: Any) -> None:
    from cms.publishing.models import PublishedDocument

    before = PublishedDocument.objects.get(thing_id=place.uuid, lang="ja").etag
    place.refresh_from_db()
    place.short = place.short.with_text("ja", "最初の変更")
    place.save_revision().publish()
    _until_changed(place, before, time.monotonic(), patience=60)


def _until_changed(place: Any, before: str, begun: float, patience: float = 30) -> float:
    from cms.publishing.models import PublishedDocument

    while PublishedDocument.objects.get(thing_id=place.uuid, lang="ja").etag == before:
        assert time.monotonic() - begun < patience, "the worker wrote nothing"
        time.sleep(0.02)
    return time.monotonic() - begun
