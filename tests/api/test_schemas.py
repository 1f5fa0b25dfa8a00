"""Answers are what the schemas say."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from api.schemas import schemas, validator
from tests import factories
from tests.api.conftest import Ask
from tests.api.things import published

LANGUAGES = ["ja", "en", "zh-hans", "zh-hant", "ko", "fr", "ja-x-easy"]


def faults(name: str, value: Any) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in validator(name).iter_errors(value)]


@pytest.mark.parametrize("name", sorted(schemas()))
def test_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(schemas()[name])
    assert schemas()[name]["$id"] == f"{name}.schema.json"


def test_schema_refuses_a_record_without_its_id() -> None:
    assert any("'id' is a required property" in fault for fault in faults("place", {}))


@pytest.fixture
def town(db: None) -> dict[str, Any]:
    """One thing of each kind, with a notice."""
    castle = factories.place(
        tags=[factories.tag()], seasons=["spring"], designations={"ja": "国指定史跡（1963）／日本100名城"}
    )
    made = {
        "place": castle,
        "event": factories.event(
            place=castle, dates=[(datetime(2026, 8, 1, 8, tzinfo=UTC), datetime(2026, 8, 1, 12, tzinfo=UTC))]
        ),
        "tour": factories.tour(stops=[castle]),
        "item": factories.item(),
    }
    factories.notice(castle, notice_kind="closed", expires=datetime(2999, 1, 1, tzinfo=UTC))
    return made


def test_details_of_all_kinds_in_all_languages(ask: Ask, town: dict[str, Any]) -> None:
    paths = [(name, f"/{name}s/{thing.uuid}?lang={lang}") for name, thing in town.items() for lang in LANGUAGES]
    assert {path: found for name, path in paths if (found := faults(name, ask(path).json()))} == {}


def test_answers(ask: Ask, town: dict[str, Any]) -> None:
    """In one test, for the town takes half a second to build."""
    paths = [
        ("list", "/places?lang=ja"),
        ("list", "/items?lang=fr"),
        ("list", "/events"),
        ("list", "/tours?limit=1"),
        ("list", "/stories"),
        ("list", "/places?near=35.06,134.0"),
        ("nearby_list", "/during/nearby?lat=35.06&lon=134.0"),
        ("alerts", "/during/alerts?lang=ko"),
        ("inspire", "/before/inspire"),
        ("changes", "/changes"),
        ("languages", "/languages"),
        ("index", "/"),
        ("index", ""),
        ("search_list", "/search?q=津山&lang=ja"),
        ("suggestions", "/search/suggest?q=津山&lang=ja"),
        ("problem", "/places?limit=0"),
        ("problem", "/nothing"),
    ]
    assert {path: found for name, path in paths if (found := faults(name, ask(path).json()))} == {}


def test_recap(client: Client, town: dict[str, Any]) -> None:
    body = {"ids": [str(thing.uuid) for thing in town.values()]}
    assert faults("recap_request", body) == []
    assert faults("recap", client.post("/api/v1/after/recap", body, content_type="application/json").json()) == []


def test_gone_thing(ask: Ask, town: dict[str, Any]) -> None:
    town["item"].unpublish()
    assert faults("problem", ask(f"/items/{town['item'].uuid}").json()) == []


@pytest.mark.django_db
def test_stored_notice() -> None:
    import orjson

    from cms.publishing.selectors import full_documents

    factories.notice(factories.place())
    (stored,) = full_documents("ja", kind="notice")
    assert faults("notice", orjson.loads(stored)) == []


@pytest.mark.django_db
def test_plain_thing_is_a_record(ask: Ask) -> None:
    published("castle")
    assert faults("row", ask("/places").json()["results"][0]) == []
