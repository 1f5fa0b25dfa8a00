"""A second start asks Django nothing, unless something has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cms.setup import prepared
from cms.setup.surroundings import Surroundings, read


@pytest.fixture
def here(tmp_path: Path) -> Surroundings:
    """Give a project with a model and a catalogue, and data that were prepared."""
    root, data = tmp_path / "project", tmp_path / "var"
    for name in (
        "tours/models/place.py",
        "locale/ja/LC_MESSAGES/django.mo",
        "cms/frontend/node_modules/three/three.js",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x")
    data.mkdir()
    for path in ("kakuzan.sqlite3", "demo-login", "secret-key"):
        (data / path).write_text("x")
    made = replace(read({}), root=root, data=data)
    prepared.remember(made)
    return made


def rename_database(here: Surroundings) -> None:
    (here.data / "old").write_bytes((here.data / "kakuzan.sqlite3").read_bytes())
    (here.data / "old").replace(here.data / "kakuzan.sqlite3")


CHANGES: dict[str, Callable[[Surroundings], object]] = {
    "a model changed": lambda here: (here.root / "tours/models/place.py").write_text("longer"),
    "a catalogue is gone": lambda here: (here.root / "locale/ja/LC_MESSAGES/django.mo").unlink(),
    "the database is another file": rename_database,
    "the database is gone": lambda here: (here.data / "kakuzan.sqlite3").unlink(),
    "the login is gone": lambda here: (here.data / "demo-login").unlink(),
}


def test_prepared_data_stay_prepared_whatever_node_installs(here: Surroundings) -> None:
    (here.root / "cms/frontend/node_modules/three/new.js").write_text("x")
    assert prepared.is_prepared(here)


@pytest.mark.parametrize("change", CHANGES)
def test_what_preparing_would_look_at_makes_it_look_again(here: Surroundings, change: str) -> None:
    CHANGES[change](here)
    assert not prepared.is_prepared(here)


def test_another_profile_or_a_database_elsewhere_is_always_prepared_anew(here: Surroundings) -> None:
    assert not prepared.is_prepared(replace(here, profile="production"))
    elsewhere = {**here.environment, "DATABASE_URL": "postgresql://kakuzan@db/kakuzan"}
    assert not prepared.is_prepared(replace(here, environment=elsewhere))
