"""New code makes anew what older code published."""

from __future__ import annotations

from pathlib import Path

import pytest

from cms.adminsearch.models import ObjectText
from cms.ops.upgrade import INDEX_STAMP, STAMP, remake_admin_search, remake_documents
from cms.publishing.services import drain, pending
from tests import factories

pytestmark = pytest.mark.django_db


def test_documents_of_other_code_are_asked_for_anew_once(tmp_path: Path) -> None:
    factories.place()
    (tmp_path / STAMP).write_text("older code", "ascii")
    assert remake_documents(tmp_path) == "1 things asked for anew"
    assert pending() == 1
    drain()
    assert remake_documents(tmp_path) == "made by this code"
    assert pending() == 0


def test_an_empty_house_has_nothing_to_make(tmp_path: Path) -> None:
    assert remake_documents(tmp_path) == "none yet"
    assert (tmp_path / STAMP).exists()


def test_search_of_the_admin_is_filled_once_by_new_code(tmp_path: Path) -> None:
    place = factories.place()
    ObjectText.objects.all().delete()
    assert remake_admin_search(tmp_path) == "filled"
    assert ObjectText.objects.filter(object_id=str(place.pk), field="name").exists()
    assert remake_admin_search(tmp_path) == "made by this code"
    (tmp_path / INDEX_STAMP).write_text("older code", "ascii")
    assert remake_admin_search(tmp_path) == "filled"
