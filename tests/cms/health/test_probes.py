"""The probes say what is wrong, and each answers its own question only."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client

from cms.health import probes
from cms.setup import records

pytestmark = pytest.mark.django_db


def test_all_three_are_well_on_a_migrated_installation() -> None:
    client = Client()
    assert client.get("/healthz/live").content == b"alive\n"
    assert client.get("/healthz/ready").json()["looks"]["migrations"] == {"well": True, "seen": "all applied"}
    assert client.get("/healthz/detail").json()["looks"]["disk"]["seen"].endswith("MiB free")


@pytest.mark.parametrize("name", ["live", "ready", "detail"])
def test_no_probe_is_cached_or_takes_a_post(name: str) -> None:
    assert Client().get(f"/healthz/{name}")["Cache-Control"] == "no-store"
    assert Client().post(f"/healthz/{name}").status_code == 405


def test_without_a_database_the_process_is_alive_but_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> probes.Look:
        raise OperationalError("disk I/O error at /secret/path")

    broken.__name__ = "database"
    monkeypatch.setattr("cms.health.views.READY", (broken,))
    answer = Client().get("/healthz/ready")
    assert answer.status_code == 503
    assert answer.json() == {"well": False, "looks": {"database": {"well": False, "seen": "OperationalError"}}}
    assert Client().get("/healthz/live").status_code == 200


def test_missing_migrations_are_named_and_looked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    class Behind:
        def __init__(self, connection: object) -> None:
            self.loader = self
            self.graph = self

        def leaf_nodes(self) -> list[object]:
            return []

        def migration_plan(self, nodes: list[object]) -> list[tuple[str, bool]]:
            return [("cms_records.0007", False), ("tours.0003", False)]

    probes.known_migrated.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(probes, "MigrationExecutor", Behind)
        assert probes.migrations() == probes.Look("migrations", False, "2 migrations to run, first cms_records.0007")
    assert probes.migrations().well


def test_a_dead_worker_shows_in_detail_and_leaves_ready_alone(tmp_path: Path, settings) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / "run").mkdir()
    records.write(tmp_path / "run", records.Record("media", 2**22 + 1, "1", "aa:media"))
    answer = Client().get("/healthz/detail")
    assert answer.status_code == 503
    assert answer.json()["looks"]["processes"] == {"well": False, "seen": "not running: media"}
    assert Client().get("/healthz/ready").status_code == 200
