"""What every address of the visitor site answers (contract.md 2)."""

from __future__ import annotations

import json
import re
from uuid import uuid4

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def castle():
    return factories.place(
        text={"ja": "森忠政が慶長9年に築いた。", "en": "Built by Mori Tadamasa."}, address={"ja": "津山市山下135"}
    )


def test_the_door_leads_to_the_visitors_language(client):
    answer = client.get("/", headers={"Accept-Language": "fr-CH, fr;q=0.9"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/fr/")
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize(
    "path",
    [
        "",
        "places/",
        "items/",
        "events/",
        "tours/",
        "stories/",
        "map/",
        "search/",
        "search/?q=城",
        "trip/",
        "places/tsuyama-castle/",
    ],
)
def test_pages_answer_in_every_language_without_cookie_or_session(client, castle, path):
    for lang in ("ja", "en", "zh-hans", "zh-hant", "ko", "fr", "ja-x-easy"):
        answer = client.get(f"/{lang}/{path}")
        assert answer.status_code == 200, (lang, path)
        assert not answer.cookies
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert f'<html lang="{lang}">' in answer.content.decode()
        assert answer.content.decode().count("<h1") == 1


def test_a_record_page_takes_two_statements(client, castle, django_assert_num_queries):
    client.get("/ja/places/tsuyama-castle/")
    with django_assert_num_queries(2):
        assert client.get("/ja/places/tsuyama-castle/").status_code == 200


def test_a_page_shows_name_and_text_and_is_silent_about_hours_that_are_none(client, castle):
    page = client.get("/ja/places/tsuyama-castle/").content.decode()
    assert "津山城" in page
    assert "森忠政が慶長9年に築いた。" in page
    assert 'class="state' not in page, "a place without hours says nothing of them"


def test_alternates_name_only_languages_with_text_of_their_own(client, castle):
    page = client.get("/ja/places/tsuyama-castle/").content.decode()
    assert re.findall(r'hreflang="([a-z-]+)" href="http://testserver', page) == ["ja", "en", "x-default"]
    assert f'hreflang="x-default" href="http://testserver/id/{castle.uuid}"' in page


def test_a_page_shown_by_fallback_has_its_canonical_at_the_language_given(client, castle):
    answer = client.get("/ko/places/tsuyama-castle/")
    page = answer.content.decode()
    assert '<link rel="canonical" href="http://testserver/en/places/tsuyama-castle/">' in page
    assert answer.headers["Content-Language"] == "en"
    assert '<h1 lang="en">' in page


def test_the_language_switch_keeps_the_place(client, castle):
    page = client.get("/ja/places/tsuyama-castle/").content.decode()
    assert '<li><a href="/fr/places/tsuyama-castle/" lang="fr" hreflang="fr">Français</a></li>' in page


def test_linked_data_cannot_break_out_of_its_script(client):
    factories.place(slug="odd", name={"ja": "</script><b>城"}, short={"ja": "x"})
    page = client.get("/ja/places/odd/").content.decode()
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert block is not None
    assert json.loads(block[1])["name"] == "</script><b>城"


def test_a_withdrawn_place_is_gone_and_a_place_that_never_was_is_missing(client, castle):
    castle.unpublish()
    gone = client.get("/ja/places/tsuyama-castle/")
    assert gone.status_code == 410
    assert '<html lang="ja">' in gone.content.decode()
    assert client.get("/ja/places/never-was/").status_code == 404
    assert client.get("/xx/places/").status_code == 404


def test_a_former_slug_answers_301(client, castle):
    castle.slug = "kakuzan-park"
    factories.publish(castle)
    answer = client.get("/en/places/tsuyama-castle/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/en/places/kakuzan-park/")


def test_lists_filter_by_category_and_forget_a_stale_cursor(client, castle):
    factories.place(
        slug="shurakuen",
        name={"ja": "衆楽園"},
        category=factories.category(slug="garden", ja="庭"),
        lat=35.0722,
        lon=134.0066,
    )
    page = client.get("/ja/places/?category=garden").content.decode()
    assert "衆楽園</a>" in page
    assert "津山城</a>" not in page
    assert (
        client.get("/ja/places/?category=garden&cursor=nonsense").headers["Location"] == "/ja/places/?category=garden"
    )


def test_only_safe_methods_are_answered(client):
    assert client.post("/ja/").status_code == 405


def test_the_permanent_address_sends_people_to_the_page_and_programs_to_the_api(client, castle):
    person = client.get(f"/id/{castle.uuid}", headers={"Accept": "text/html", "Accept-Language": "en"})
    program = client.get(f"/id/{castle.uuid}", headers={"Accept": "application/json", "Accept-Language": "ko"})
    assert (person.status_code, person.headers["Location"]) == (303, "/en/places/tsuyama-castle/")
    assert (program.status_code, program.headers["Location"]) == (303, f"/api/v1/places/{castle.uuid}?lang=ko")
    assert {"Accept", "Accept-Language"} <= {part.strip() for part in person.headers["Vary"].split(",")}


def test_the_permanent_address_refuses_a_form_that_there_is_not(client, castle):
    answer = client.get(f"/id/{castle.uuid}", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert answer.json()["accepted"] == ["text/html", "application/json"]


def test_the_permanent_address_of_nothing_is_missing_and_of_a_withdrawn_thing_gone(client, castle):
    assert client.get(f"/id/{uuid4()}").status_code == 404
    assert client.get("/id/nonsense").status_code == 404
    castle.unpublish()
    assert client.get(f"/id/{castle.uuid}").status_code == 410


def test_a_ucode_leads_to_the_page_in_any_case_of_letters(client):
    factories.place(ucode="00001c000000000000000000000000ff")
    answer = client.get("/ucode/00001C000000000000000000000000FF", headers={"Accept-Language": "ja"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/ja/places/tsuyama-castle/")
    assert client.get("/ucode/ff").status_code == 404
    assert client.get("/ucode/" + "0" * 32).status_code == 404


def test_robots_name_the_sitemap_and_the_sitemap_its_languages(client, castle):
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()
    index = client.get("/sitemap.xml").content.decode()
    assert index.count("<loc>") == 7
    english = client.get("/en/sitemap.xml").content.decode()
    assert "<loc>http://testserver/en/places/tsuyama-castle/</loc>" in english
    assert 'hreflang="ja-x-easy"' not in english
    assert "tsuyama-castle" not in client.get("/ko/sitemap.xml").content.decode()


def test_the_web_manifest_speaks_the_language_of_its_address(client):
    answer = client.get("/en/manifest.webmanifest")
    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert answer.json()["start_url"] == "/en/"


def test_an_unknown_address_is_told_in_the_visitors_language(client):
    answer = client.get("/nowhere", headers={"Accept-Language": "fr"})
    assert answer.status_code == 404
    assert '<html lang="fr">' in answer.content.decode()


def test_the_error_pages_ask_no_database(rf, django_assert_num_queries):
    from cms.frontend.views.lost import not_found, server_error

    with django_assert_num_queries(0):
        assert not_found(rf.get("/x")).status_code == 404
        assert server_error(rf.get("/ja/x")).status_code == 500
