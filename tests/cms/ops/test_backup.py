"""What was backed up comes back, and a backup that was touched is refused before anything changes."""

from __future__ import annotations

import json
import shutil
import stat
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection

from cms.publishing.models import PublishedDocument
from tests import factories
from tours.models import Place

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def data(tmp_path: Path, settings) -> Path:
    """Give an installation with a published place, an original and a rendition, and a secret key."""
    folder = tmp_path / "var"
    folder.mkdir()
    settings.DATA_DIR = folder
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "cms.media.storage.PrivateStorage", "OPTIONS": {"location": str(folder / "private")}},
        "public": {"BACKEND": "cms.media.storage.PublicStorage", "OPTIONS": {"location": str(folder / "public")}},
    }
    (folder / "secret-key").write_text("turret")
    factories.place()
    storages["default"].save("originals/備中櫓.jpg", ContentFile(b"original of the Bitchu turret"))
    storages["public"].save("images/castle.webp", ContentFile(b"rendition"))
    return folder


@pytest.fixture
def folder(tmp_path: Path, data: Path) -> Path:
    """Give a backup of it."""
    call_command("backup", str(tmp_path / "backup"), verbosity=0)
    return tmp_path / "backup"


def lose_everything(data: Path) -> None:
    PublishedDocument.objects.all().delete()
    Place.objects.all().delete()
    for alias in ("private", "public"):
        for path in sorted((data / alias).rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()
    (data / "secret-key").unlink()


def test_rows_documents_originals_renditions_and_the_secret_key_come_back(
    data: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(PublishedDocument.objects.values_list("lang", "etag"))
    public = [path.relative_to(data) for path in (data / "public").rglob("*.webp")]
    lose_everything(data)
    call_command("restore", str(folder), "--verify")
    assert capsys.readouterr().out.startswith("restored and verified: ")
    assert Place.objects.get(slug="tsuyama-castle").name.text("ja") == "津山城"
    assert sorted(PublishedDocument.objects.values_list("lang", "etag")) == before
    assert len(before) == 7
    assert storages["default"].open("originals/備中櫓.jpg").read() == b"original of the Bitchu turret"
    assert [path.relative_to(data) for path in (data / "public").rglob("*.webp")] == public
    assert (data / "secret-key").read_text() == "turret"
    assert stat.S_IMODE((data / "secret-key").stat().st_mode) == 0o600


def test_what_was_there_before_a_restore_is_kept_aside(data: Path, folder: Path) -> None:
    Place.objects.all().delete()
    call_command("restore", str(folder), verbosity=0)
    (aside,) = data.glob("before-restore-*")
    (kept,) = aside.glob("database.*")
    assert kept.stat().st_size > 0
    assert Place.objects.count() == 1


def test_a_backup_is_for_its_owner_only(folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["database.*", "files/default/originals/備中櫓.jpg", "secret-key"])
def test_a_backup_that_was_changed_is_refused_and_nothing_is_touched(data: Path, folder: Path, name: str) -> None:
    (path,) = folder.glob(name)
    with path.open("ab") as file:
        file.write(b"x")
    Place.objects.all().delete()
    with pytest.raises(CommandError, match="SHA-256 differs"):
        call_command("restore", str(folder), "--verify")
    assert Place.objects.count() == 0
    assert not list(data.glob("before-restore-*"))


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "files/default/originals/備中櫓.jpg").unlink()
    with pytest.raises(CommandError, match=r"備中櫓\.jpg: missing"):
        call_command("restore", str(folder), "--check")


def test_a_backup_that_was_cut_off_is_none(folder: Path) -> None:
    (folder / "manifest.json").unlink()
    with pytest.raises(CommandError, match="cut off"):
        call_command("restore", str(folder))


def test_a_manifest_that_leads_out_of_the_backup_is_refused(folder: Path) -> None:
    path = folder / "manifest.json"
    kept = json.loads(path.read_text())
    kept["files"][0]["path"] = "files/../../../outside"
    path.write_text(json.dumps(kept))
    with pytest.raises(CommandError, match="leads out of the backup"):
        call_command("restore", str(folder))


def test_a_folder_that_holds_anything_is_not_written_into(data: Path, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("keep me")
    with pytest.raises(CommandError, match="is not empty"):
        call_command("backup", str(tmp_path / "full"))
    assert (tmp_path / "full" / "letter.txt").read_text() == "keep me"


def test_verify_names_what_differs_after_the_restore(data: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cms.ops.restore.put", lambda folder, entry: None)
    lose_everything(data)
    with pytest.raises(CommandError, match="2 differences"):
        call_command("restore", str(folder), "--verify")


def test_rows_that_are_not_what_the_backup_says_are_counted_after_the_restore(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("cms.ops.databases.copy_in", lambda path: PublishedDocument.objects.all().delete())
    with pytest.raises(CommandError, match="1 differences"):
        call_command("restore", str(folder), "--verify")
    assert "table cms_publishing_publisheddocument: 0 rows instead of 7" in "".join(capsys.readouterr())


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is copied by Python itself")
@pytest.mark.parametrize(("command", "program"), [("backup", "pg_dump"), ("restore", "pg_restore")])
def test_a_machine_without_the_tools_is_told_what_to_install(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, program: str
) -> None:
    found = shutil.which
    monkeypatch.setattr("cms.ops.databases.shutil.which", lambda name: None if name == program else found(name))
    with pytest.raises(CommandError, match=f"{program} is missing: install Debian's postgresql-client"):
        call_command(command, str(tmp_path / "other" if command == "backup" else folder))


def test_check_changes_nothing(data: Path, folder: Path) -> None:
    Place.objects.all().delete()
    call_command("restore", str(folder), "--check", verbosity=0)
    assert Place.objects.count() == 0
