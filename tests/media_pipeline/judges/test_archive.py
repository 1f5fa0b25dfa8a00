"""The archive package: the Library of Congress' own program opens it, and the master comes back bit for bit."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.media_pipeline.judges.conftest import Delivered

pytestmark = pytest.mark.pipeline


@pytest.fixture
def bag(delivered: Delivered, tmp_path: Path) -> Path:
    """Return the unpacked bag of the delivered job."""
    row = next(row for row in delivered.manifest["exports"] if row["kind"] == "archive")
    with zipfile.ZipFile(delivered.folder / row["uri"]) as package:
        package.extractall(tmp_path)
    return next(path for path in tmp_path.iterdir() if path.is_dir())


def test_bagit_finds_the_bag_valid(bag: Path) -> None:
    bagit = pytest.importorskip("bagit", reason="pip install bagit")
    found = bagit.Bag(str(bag))
    assert found.validate()
    assert found.version_info == (1, 0)
    assert found.algorithms == ["sha256"]


def test_bagit_finds_what_was_changed(bag: Path) -> None:
    bagit = pytest.importorskip("bagit", reason="pip install bagit")
    path = bag / "data" / "master" / "keep.mtl"
    path.write_bytes(path.read_bytes().swapcase())
    with pytest.raises(bagit.BagValidationError) as error:
        bagit.Bag(str(bag)).validate()
    assert any("keep.mtl" in str(row) for row in error.value.details)


def test_master_comes_back_bit_for_bit_with_what_was_said_of_it(bag: Path, delivered: Delivered) -> None:
    sent = {path.name: path.read_bytes() for path in delivered.master.parent.iterdir()}
    assert {path.name: path.read_bytes() for path in (bag / "data" / "master").iterdir()} == sent
    papers = {path.name for path in (bag / "data").iterdir() if path.is_file()}
    assert papers == {"manifest.json", "inspection.json", "report.ja.md", "report.en.md"}
