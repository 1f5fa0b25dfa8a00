"""What both kinds of killed jobs are compared with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.media_pipeline.kills.line import Line, times


@pytest.fixture(scope="module")
def undisturbed(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Line:
    """The same job by the command line, left alone: nothing half built stays."""
    line = Line(source, tmp_path_factory.mktemp("undisturbed"), {})
    line.finish()
    line.usual = times(json.loads((line.out / "manifest.json").read_text("utf-8")))
    assert line.left()["building"] == []
    return line
