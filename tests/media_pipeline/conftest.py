"""What the tests of the pipeline share."""

from __future__ import annotations

from pathlib import Path

import pytest

from media_pipeline.checks_open3d import availability
from media_pipeline.mesh import Mesh
from media_pipeline.readers import read
from media_pipeline.readers.files import Upload
from tests.media_pipeline.jobs_library import Library


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    marked = [item for item in items if item.get_closest_marker("pipeline") and "media_pipeline" in str(item.path)]
    if marked and not availability().usable:
        for item in marked:
            item.add_marker(pytest.mark.skip(reason=availability().reason))


@pytest.fixture
def reading(tmp_path: Path):
    """Return a function that writes files into an upload and reads the first of them."""

    def run(files: dict[str, bytes | str]) -> tuple[Mesh, Upload]:
        root, textures = tmp_path / "upload", tmp_path / "textures"
        textures.mkdir(exist_ok=True)
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        upload = Upload(root, textures)
        return read(next(iter(files)), upload), upload

    return run


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    """Replace the library by a fast stand-in that tests steer."""
    stand_in = Library()
    monkeypatch.setattr("media_pipeline.run", stand_in.run)
    return stand_in
