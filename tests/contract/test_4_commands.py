"""contract.md 4: commands. The supervisor's promises are in tests/crash, the pipeline's in tests/media_pipeline."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from cms.publishing.models import PublishedDocument, PublishedTag, PublishedThing
from cms.publishing.services import drain
from tests import factories

pytestmark = pytest.mark.django_db


def verified() -> tuple[int, str]:
    """Return the exit code and the words of `rebuild_documents --verify`."""
    out = StringIO()
    try:
        call_command("rebuild_documents", "--verify", stdout=out, stderr=StringIO())
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


def test_verify_counts_and_changes_nothing() -> None:
    factories.place()
    assert verified() == (0, "7 documents, 0 differ, 0 pending\n")


@pytest.mark.parametrize(
    ("spoil", "differ"),
    [
        (lambda: PublishedDocument.objects.filter(lang="ja").update(full=b"{}"), 1),
        (lambda: PublishedDocument.objects.filter(lang__in=["ja", "en"]).update(summary=b"no JSON"), 2),
        (lambda: PublishedDocument.objects.filter(lang="fr").delete(), 1),
        (lambda: PublishedThing.objects.update(lat=0.0), 1),
        (lambda: PublishedTag.objects.all().delete(), 1),
    ],
    ids=["empty", "no JSON", "absent", "moved", "untagged"],
)
def test_verify_finds_what_was_spoilt_and_rebuilding_mends_it(spoil: Callable[[], Any], differ: int) -> None:
    factories.place(tags=[factories.tag()])
    spoil()
    assert verified() == (1, f"7 documents, {differ} differ, 0 pending\n")
    assert verified()[0] == 1, "looking changes nothing"
    call_command("rebuild_documents", stdout=StringIO())
    drain()
    assert verified() == (0, "7 documents, 0 differ, 0 pending\n")


def test_rebuilding_what_is_whole_gives_it_no_new_sequence() -> None:
    place = factories.place()
    before = PublishedThing.objects.get(uuid=place.uuid).sequence
    call_command("rebuild_documents", stdout=StringIO())
    assert PublishedThing.objects.get(uuid=place.uuid).sequence == before


def test_unpublish_withdraws_at_once_and_says_what_it_does_not_know(client: Client) -> None:
    place = factories.place()
    call_command("unpublish", str(place.uuid), stdout=StringIO())
    assert client.get(f"/api/v1/places/{place.uuid}").status_code == 410
    for unknown in ("津山城", str(uuid4())):
        with pytest.raises(CommandError, match=unknown):
            call_command("unpublish", unknown)


def test_restore_refuses_what_is_no_backup(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("restore", str(tmp_path), "--verify")
