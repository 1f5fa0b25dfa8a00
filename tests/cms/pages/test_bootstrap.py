"""The trees that every site starts with."""

from __future__ import annotations

import pytest
from wagtail.models import Locale, Page, Site

from cms.languages.table import CODES
from cms.pages.checks import no_page_takes_a_fixed_address
from cms.pages.models import HomePage
from cms.pages.services import bootstrap
from tests.cms.pages import pages

pytestmark = pytest.mark.django_db


def test_migrating_made_a_home_in_every_language() -> None:
    assert set(Locale.objects.values_list("language_code", flat=True)) == set(CODES)
    assert set(HomePage.objects.filter(live=True).values_list("locale__language_code", flat=True)) == set(CODES)
    assert Site.objects.get().root_page.specific == HomePage.objects.get(locale__language_code="ja")
    assert len({home.translation_key for home in HomePage.objects.all()}) == 1


def test_no_page_is_an_alias_and_the_welcome_page_is_gone() -> None:
    assert not Page.objects.filter(alias_of__isnull=False).exists()
    assert set(Page.objects.filter(depth=2).values_list("content_type__model", flat=True)) == {"homepage"}


def test_second_bootstrap_changes_nothing() -> None:
    before = list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id"))
    bootstrap()
    assert list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id")) == before


def test_check_names_a_page_that_stands_where_the_site_does() -> None:
    assert no_page_takes_a_fixed_address(None, databases=["default"]) == []
    page = pages.story(live=False)
    Page.objects.filter(pk=page.pk).update(slug="places")
    assert "'places'" in no_page_takes_a_fixed_address(None, databases=["default"])[0].msg
