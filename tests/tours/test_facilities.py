"""Facilities are named in the reader's language."""

from __future__ import annotations

import pytest
from django.utils import translation

from cms.records.documents import build
from tests import factories
from tours.facilities import FACILITY_CHOICES
from tours.models.place import PlaceFacility

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_facility_has_the_name_of_the_documents_language(language: str) -> None:
    castle = factories.place(live=False)
    castle.facilities.set([PlaceFacility(code="toilet", status="unknown")])
    with translation.override(language):
        expected = str(dict(FACILITY_CHOICES)["toilet"])
    with translation.override("ja"):
        made = build(castle, language).full["facilities"][0]
    assert made["name"] == expected
