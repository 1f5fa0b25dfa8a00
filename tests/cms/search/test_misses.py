"""What searches that find little leave behind, and what staff do about it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import orjson
import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse

from cms import clock
from cms.search import misses
from cms.search.admin_views import TIERS
from cms.search.condition import condition
from cms.search.models import SearchEntry, SearchMiss, SearchSynonym
from cms.search.selectors import search
from cms.search.tokens import query_plan, tiers
from cms.search.tokens.version import tokens_version
from cms.users.roles import settle_roles
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def counting(settings: object) -> None:
    settings.SEARCH_MISSES = True  # type: ignore[attr-defined]
    misses._HELD.clear()


def asked(query: str, times: int, lang: str = "ja") -> None:
    for _ in range(times):
        search(lang, query)
    misses.write()


def test_words_are_kept_only_when_they_came_five_times() -> None:
    asked("銭湯", 4)
    kept = SearchMiss.objects.get()
    assert (kept.query, kept.count) == ("", 4)
    assert not misses.shown().exists()
    asked("銭湯", 1)
    assert list(misses.shown().values_list("query", "lang", "count", "found")) == [("銭湯", "ja", 5, 0)]


@pytest.mark.parametrize("query", ["taro@example.jp", "0868-22-1234", "090 1234 5678", "！？", "x" * 61])
def test_what_may_tell_of_somebody_is_not_counted(query: str) -> None:
    asked(query, 9)
    assert not SearchMiss.objects.exists()


def test_what_is_found_often_or_narrowed_or_turned_over_is_not_counted() -> None:
    for number in range(4):
        factories.place(f"castle-{number}")
    search("ja", "津山城")
    search("ja", "銭湯", kinds=("item",))
    misses.write()
    assert not SearchMiss.objects.exists()


def test_what_nobody_asks_for_any_more_lapses() -> None:
    asked("銭湯", 5)
    with time_machine.travel(clock.now() + timedelta(days=91), tick=False):
        assert misses.forget_old() == 1


def test_a_database_that_cannot_be_written_costs_a_count_and_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*given: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(misses, "_add", broken)
    asked("銭湯", 5)
    assert not SearchMiss.objects.exists()


def test_a_synonym_works_from_the_next_search_on_and_until_it_is_switched_off() -> None:
    factories.place(name={"ja": "津山温泉"}, reading="つやまおんせん", category=None)
    assert search("ja", "銭湯").rows == ()
    synonym = SearchSynonym.objects.create(term="銭湯", also="温泉")
    assert [orjson.loads(row.summary)["name"] for row in search("ja", "銭湯").rows] == ["津山温泉"]
    synonym.active = False
    synonym.save()
    assert search("ja", "銭湯").rows == ()


def test_a_shipped_synonym_can_be_switched_off() -> None:
    factories.place(name={"ja": "榕菴コーヒー"}, reading="", category=None)
    assert len(search("ja", "珈琲").rows) == 1
    SearchSynonym.objects.create(term="珈琲", also="コーヒー", active=False)
    assert search("ja", "珈琲").rows == ()


@pytest.mark.parametrize(("term", "also"), [("ほるもん", "ホルモン"), ("!?", "城"), ("城", "🏯")])
def test_a_synonym_that_widens_nothing_is_refused(term: str, also: str) -> None:
    with pytest.raises(ValidationError):
        SearchSynonym(term=term, also=also).full_clean()


def client_of(role: str) -> Client:
    settle_roles()
    user, _ = get_user_model().objects.get_or_create(username=role, defaults={"email": f"{role}@example.jp"})
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def test_from_the_report_one_click_leads_to_a_new_synonym() -> None:
    asked("銭湯", 5)
    asked("秘密", 4)
    client = client_of("approver")
    report = client.get(reverse("wagtailsnippets_cms_search_searchmiss:list")).content.decode()
    address = f"{reverse('wagtailsnippets_cms_search_searchsynonym:add')}?term=%E9%8A%AD%E6%B9%AF&amp;lang=ja"
    assert address in report
    assert "秘密" not in report
    form = client.get(address.replace("&amp;", "&")).content.decode()
    assert 'value="銭湯"' in form
    answer = client.post(address, {"term": "銭湯", "also": "温泉", "lang": "ja", "active": "on"})
    assert answer.status_code == 302
    assert SearchSynonym.objects.filter(term="銭湯", also="温泉", lang="ja").exists()


def test_counts_cannot_be_changed_and_translators_see_none() -> None:
    asked("銭湯", 5)
    miss = SearchMiss.objects.get()
    for action in ("edit", "delete"):
        address = reverse(f"wagtailsnippets_cms_search_searchmiss:{action}", args=[miss.pk])
        assert client_of("approver").get(address).status_code in {302, 403}
    assert client_of("translator").get(reverse("wagtailsnippets_cms_search_searchmiss:list")).status_code in {302, 403}


def test_staff_are_told_why_a_thing_stands_where_it_stands() -> None:
    factories.place("castle", name={"ja": "津山城"}, rank=7)
    factories.place("walk", name={"ja": "散歩道"}, reading="", category=None, short={"ja": "津山城をめぐる。"})
    client = client_of("approver")
    address = reverse("search_why")
    rows = client.get(address, {"q": "津山城", "lang": "ja", "explain": "1"}).json()["results"]
    assert [(row["name"], row["tier"], row["rank"]) for row in rows] == [
        ("津山城", "whole", 7),
        ("散歩道", "lead", 100),
    ]
    assert rows[0]["words"] == [{"word": "津山城", "columns": ["exact", "name"]}]
    assert rows[1]["words"] == [{"word": "津山城", "columns": ["text"]}]
    page = client.get(address, {"q": "津山城"}).content.decode()
    assert "散歩道" in page
    assert "<script>" not in client.get(address, {"q": "<script>"}).content.decode().split("nice-padding", 1)[1]


@pytest.mark.parametrize("query", ["", "！？", "\ud800", "x" * 10_000, "NEAR("])
def test_no_query_breaks_the_explanation(query: str) -> None:
    assert (
        client_of("approver").get(reverse("search_why"), {"q": query.encode(errors="replace").decode()}).status_code
        == 200
    )


def test_who_may_not_see_synonyms_gets_no_explanation() -> None:
    assert client_of("translator").get(reverse("search_why"), {"q": "城"}).status_code in {302, 403}


@pytest.mark.parametrize("q", ["津山城", "津山 城 桜", "京都", "tsuyama castle"])
def test_every_tier_has_a_name_in_words(q: str) -> None:
    plan = query_plan(q, "ja")
    for asked_for in (plan, replace(plan, any_word=True)):
        for coarse in (False, True):
            assert {tier.name for tier in tiers(asked_for, coarse=coarse)} <= set(TIERS)


def test_the_page_of_reasons_says_them_in_words_and_leads_on() -> None:
    factories.place("castle", name={"ja": "津山城"}, rank=7)
    client = client_of("approver")
    page = client.get(reverse("search_why"), {"q": "津山城", "lang": "ja"}).content.decode()
    assert "名称の全体; 名称" in page
    assert "/ja/search/?q=%E6%B4%A5%E5%B1%B1%E5%9F%8E" in page
    assert re.search(r'href="/admin/[^"]*edit[^"]*">津山城</a>', page)
    nothing = client.get(reverse("search_why"), {"q": "銭湯", "lang": "xx"}).content.decode()
    assert "入力されたままの語では何も見つかりません。" in nothing


def test_the_state_of_search_says_who_answers_and_what_is_still_to_be_written() -> None:
    factories.place("castle", name={"ja": "津山城"})
    SearchEntry.objects.update(tokens="old")
    page = client_of("approver").get(reverse("search_state")).content.decode()
    for text in (connection.vendor, "<td>1 ·", tokens_version()):
        assert text in page
    assert client_of("translator").get(reverse("search_state")).status_code in {302, 403}
    found = condition()
    assert (found.answers, found.why, found.entries, found.stale) == (connection.vendor, "", 1, 1)
