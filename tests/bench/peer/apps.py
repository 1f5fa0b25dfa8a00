"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class PeerConfig(AppConfig):
    """Stands in bench settings only."""

    name = "tests.bench.peer"
    label = "bench_peer"
