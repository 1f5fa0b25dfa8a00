"""The list of what is stale and missing."""

from __future__ import annotations

import pytest
from django.test import Client

from cms.pages.gaps import Row, gaps
from cms.records.services import patch
from tests import factories
from tests.cms.pages import pages

pytestmark = pytest.mark.django_db


def row(code: str) -> Row:
    return next(row for row in gaps().rows if row.code == code)


def test_counts_what_visitors_do_not_get_in_their_language() -> None:
    factories.place()
    factories.place("hidden", live=False)
    pages.in_language(pages.story(), "fr", title="Lire les murs", short="Les murs")
    assert gaps().things == 2
    assert (row("en").missing, row("fr").missing, row("ko").missing) == (1, 1, 2)


def test_names_what_its_source_left_behind() -> None:
    place = factories.place()
    patch(place, {"short": {"ja": "石垣と桜の城跡"}})
    assert row("en").stale == 1
    (stale,) = gaps().examples
    assert (stale.title, stale.languages) == ("津山城", ("en",))
    assert stale.edit_url.endswith(f"/place/edit/{place.pk}/")


def test_pages_by_a_machine_are_counted_as_such() -> None:
    pages.translate(pages.translated(pages.story(), "en"), machine=True)
    assert (row("en").machine, row("en").missing) == (1, 0)


def test_panel_stands_on_the_first_page_of_the_admin(admin_client: Client) -> None:
    factories.place()
    assert "やさしい日本語" in admin_client.get("/admin/").content.decode()


def test_machine_translator_works_without_network(admin_client: Client) -> None:
    page = pages.story()
    translation = pages.translated(page, "en")
    answer = admin_client.post(f"/admin/localize/translate/{translation.pk}/machine_translate/")
    assert answer.status_code == 302
    assert translation.get_progress() == (2, 2)
