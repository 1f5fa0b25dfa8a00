"""Results kept by what went into them."""

from __future__ import annotations

from pathlib import Path

import pytest

from media_pipeline.engine.store import Store, key_of

COST = {"seconds": 1.0, "cpu_seconds": 1.0, "peak_rss_mb": 9, "finished": "1604-03-01T00:00:00+00:00", "offline": True}


def built(store: Store, text: str = "keep", key: str = "k"):
    with store.building("bake", key) as folder:
        (folder / "files").mkdir()
        (folder / "files" / "a.txt").write_text(text)
        return store.keep("bake", key, folder, COST | {"values": {"n": 5}})


def test_key_tells_parameters_apart_but_not_their_order():
    assert key_of("bake", {"a": 1, "b": 2}) == key_of("bake", {"b": 2, "a": 1})
    assert key_of("bake", {"a": 1}) != key_of("bake", {"a": 2})


def test_kept_result_is_found_again(tmp_path: Path):
    built(Store(tmp_path))
    found = Store(tmp_path).find("bake", "k")
    assert found.values == {"n": 5}
    assert (found.files / "a.txt").read_text() == "keep"


def test_result_that_is_there_stays_when_a_second_one_comes(tmp_path: Path):
    store = Store(tmp_path)
    built(store, "first")
    assert (built(store, "second").files / "a.txt").read_text() == "first"
    assert list((tmp_path / "building").iterdir()) == []


def test_failed_building_leaves_nothing(tmp_path: Path):
    store = Store(tmp_path)
    with pytest.raises(RuntimeError), store.building("bake", "k"):
        raise RuntimeError
    assert store.find("bake", "k") is None
    assert list((tmp_path / "building").iterdir()) == []


def test_rests_of_killed_attempts_are_cleared_away_and_living_ones_stay(tmp_path: Path):
    store = Store(tmp_path)
    (tmp_path / "building" / "bake-k-dead").mkdir()
    (tmp_path / "building" / "intake-other-dead").mkdir()
    with store.building("read", "alive") as alive:
        built(store)
        assert list((tmp_path / "building").iterdir()) == [alive]
    assert list((tmp_path / "building").iterdir()) == []
