"""contract.md 3: API v1, sentence by sentence. Details of each endpoint are tested in tests/api."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from api.schemas import schemas
from tests import factories
from tests.api.things import EVERY_RECORD

pytestmark = pytest.mark.django_db

LISTS = ["places", "items", "events", "tours", "stories"]
OTHERS = [
    "before/inspire",
    "during/alerts",
    "during/nearby?lat=35.06&lon=134.0",
    "changes?since=0",
    "languages",
    "search?q=城",
    "search/suggest?q=城",
]


@pytest.mark.parametrize("path", [*LISTS, *OTHERS])
def test_with_a_trailing_slash_the_same_answer(client: Client, path: str) -> None:
    address, _, query = path.partition("?")
    plain, slashed = client.get(f"/api/v1/{path}"), client.get(f"/api/v1/{address}/?{query}")
    assert plain.status_code == slashed.status_code == 200
    assert plain.content == slashed.content


def test_with_a_trailing_slash_the_next_page_is_the_same_too(client: Client) -> None:
    for number in range(2):
        factories.place(slug=f"castle-{number}")
    for query in ("places?limit=1", "search?q=城&lang=ja&limit=1"):
        plain, slashed = client.get(f"/api/v1/{query}"), client.get(f"/api/v1/{query.replace('?', '/?')}")
        assert plain.json()["next"]
        assert (plain.content, plain["ETag"]) == (slashed.content, slashed["ETag"])


def test_a_wrong_method_is_told_before_a_wrong_token(client: Client) -> None:
    answer = client.delete(f"/api/v1/signage/displays/{uuid4()}/manifest")
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
    assert "GET" in answer["Allow"]


@pytest.mark.parametrize("path", [*LISTS, *OTHERS])
def test_every_reading_address_has_etag_vary_and_open_cors(client: Client, path: str) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert answer["ETag"].startswith('"')
    assert "Accept-Language" in answer["Vary"]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    assert client.head(f"/api/v1/{path}").status_code == 200


@pytest.mark.parametrize("path", LISTS)
def test_list_has_next_and_results_and_maybe_a_count(client: Client, path: str) -> None:
    body = client.get(f"/api/v1/{path}").json()
    assert set(body) - {"count"} == {"next", "results"}


@pytest.mark.parametrize("path", [*LISTS, *OTHERS])
def test_unknown_parameter_is_a_400_that_names_it(client: Client, path: str) -> None:
    joint = "&" if "?" in path else "?"
    answer = client.get(f"/api/v1/{path}{joint}colour=red")
    assert answer.status_code == 400
    assert [error["parameter"] for error in answer.json()["errors"]] == ["colour"]


@pytest.mark.parametrize("path", LISTS)
def test_kind_is_for_search_and_changes_only(client: Client, path: str) -> None:
    assert client.get(f"/api/v1/{path}?kind=place").status_code == 400
    assert client.get("/api/v1/search?q=城&kind=place").status_code == 200
    assert client.get("/api/v1/changes?kind=place").status_code == 200


def test_every_record_has_the_members_of_the_contract(client: Client) -> None:
    place = factories.place()
    row = client.get("/api/v1/places").json()["results"][0]
    assert set(row) >= EVERY_RECORD
    assert EVERY_RECORD | {"media", "related"} <= set(client.get(f"/api/v1/places/{place.uuid}").json())


def test_malformed_id_is_404_and_withdrawn_410_with_the_date(client: Client) -> None:
    place = factories.place()
    place.unpublish()
    gone = client.get(f"/api/v1/places/{place.uuid}")
    assert (gone.status_code, bool(gone.json()["withdrawn_at"])) == (410, True)
    assert client.get("/api/v1/places/NO-ID").status_code == 404
    assert client.get(f"/api/v1/places/{uuid4()}").status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "nothing", 404),
        ("delete", "places", 405),
        ("post", "changes", 405),
        ("get", "places?limit=101", 400),
        ("post", "after/recap", 400),
    ],
)
def test_errors_are_problem_json_in_every_case(client: Client, method: str, path: str, status: int) -> None:
    body: dict[str, Any] = {"content_type": "application/json"} if method == "post" else {}
    answer = getattr(client, method)(f"/api/v1/{path}", **body)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert {"type", "title", "status", "detail", "errors"} <= set(answer.json())
    assert (status == 405) == ("Allow" in answer)


def test_signage_displays_are_closed_to_foreign_scripts(client: Client) -> None:
    answer = client.get(f"/api/v1/signage/displays/{uuid4()}/manifest")
    assert answer.status_code == 401
    assert "Access-Control-Allow-Origin" not in answer


def test_stored_documents_and_problems_have_schemas() -> None:
    assert {"record", "place", "event", "tour", "item", "story", "notice", "problem"} <= set(schemas())
