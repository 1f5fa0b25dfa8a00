"""The build runs when a source changed and its absence harms nobody."""

from __future__ import annotations

import json

import pytest

from cms.frontend import assets, build


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A front end of two files whose build only counts."""
    for name in ("package.json", "package-lock.json", "build.mjs"):
        (tmp_path / name).write_text("{}")
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "site.js").write_text("1")
    (tmp_path / "static" / "styles").mkdir(parents=True)
    monkeypatch.setattr(build, "HERE", tmp_path)
    monkeypatch.setattr(build, "OUT", tmp_path / "static" / "build")
    monkeypatch.setattr(build, "STAMP", tmp_path / "static" / "build" / "sources.sha256")
    monkeypatch.setattr(build, "find_node", lambda: ("node", ["npm"]))
    steps: list[str] = []

    def run(command, *, step):
        steps.append(step)
        (tmp_path / "node_modules").mkdir(exist_ok=True)
        build.OUT.mkdir(parents=True, exist_ok=True)
        (build.OUT / "manifest.json").write_text("{}")

    monkeypatch.setattr(build, "run", run)
    return tmp_path, steps


def test_an_unchanged_source_is_built_once(folder):
    _path, steps = folder
    build.build()
    build.build()
    assert steps == ["npm ci", "esbuild"]


def test_a_changed_script_is_built_again_without_installing_again(folder):
    path, steps = folder
    build.build()
    (path / "scripts" / "site.js").write_text("2")
    build.build()
    assert steps == ["npm ci", "esbuild", "esbuild"]


def test_a_changed_lock_file_installs_again(folder):
    path, steps = folder
    build.build()
    (path / "package-lock.json").write_text('{"lockfileVersion": 3}')
    build.build()
    assert steps == ["npm ci", "esbuild", "npm ci", "esbuild"]


def test_the_lock_file_names_no_registry():
    lock = json.loads((build.HERE / "package-lock.json").read_text(encoding="utf-8"))
    assert all("resolved" not in package for package in lock["packages"].values())
    assert lock["packages"]["node_modules/three"]["version"] == "0.183.2"
    assert lock["packages"]["node_modules/maplibre-gl"]["version"] == "6.17.0"


def test_a_failing_step_says_which_and_why(monkeypatch):
    with pytest.raises(build.FrontendBuildError, match="esbuild stopped with 3"):
        build.run(["python3", "-c", "import sys; print('no such file'); sys.exit(3)"], step="esbuild")


def test_without_a_build_the_plain_stylesheet_is_linked_and_no_script(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "MANIFEST", tmp_path / "manifest.json")
    assert assets.address("site.css") == "/static/styles/site.css"
    assert assets.address("site.js") == ""


def test_with_a_build_the_hashed_names_are_linked(tmp_path, monkeypatch):
    manifest = tmp_path / "manifest.json"
    manifest.write_text('{"site.js": "site-ABCD1234.js", "site.css": "site-EF567890.css"}')
    monkeypatch.setattr(assets, "MANIFEST", manifest)
    assert assets.address("site.js") == "/static/build/site-ABCD1234.js"
    assert assets.address("site.css") == "/static/build/site-EF567890.css"
