"""Whatever goes wrong is application/problem+json."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def problem(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    body: dict[str, Any] = answer.json()
    assert {"type", "title", "status", "detail", "errors"} <= set(body)
    assert body["status"] == status
    return body


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v1/places/a/b", "/api/nothing/", "/api/v2/places", "/api/"])
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_unknown_path(client: Client, path: str, method: str) -> None:
    body = problem(getattr(client, method)(path), 404)
    assert (body["title"], body["errors"]) == ("Not found", [])


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_method_that_is_not_there(client: Client, method: str) -> None:
    answer = getattr(client, method)("/api/v1/places?limit=nonsense")
    problem(answer, 405)
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_reading_what_is_only_posted(client: Client) -> None:
    answer = client.get("/api/v1/after/recap")
    problem(answer, 405)
    assert answer["Allow"] == "POST, OPTIONS"


@pytest.mark.parametrize(
    "accept", ["text/html", "image/png, text/*", "application/json;q=0", "*/*;q=0.1, application/json;q=0"]
)
def test_format_that_is_not_there(client: Client, accept: str) -> None:
    assert problem(client.get("/api/v1/places", headers={"Accept": accept}), 406)["available"] == ["application/json"]


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/*;q=0.5", "text/html,*/*;q=0.1", ""])
def test_formats_that_take_json(client: Client, accept: str) -> None:
    assert client.get("/api/v1/places", headers={"Accept": accept}).status_code == 200


def test_bad_parameter_says_name_value_and_what_is_accepted(client: Client) -> None:
    body = problem(client.get("/api/v1/places?limit=101"), 400)
    assert body["errors"] == [{"parameter": "limit", "received": "101", "accepted": "an integer from 1 to 100"}]
    assert "limit" in body["detail"]


@pytest.mark.parametrize(
    "key", ["0d9f1f3e", "UPPER", "x" * 200, "0d9f1f3e-5a3c-5c8e-9a55-0c6f6a0e2b1g", "津山城", "a%00b"]
)
def test_malformed_id_is_not_found(client: Client, key: str) -> None:
    body = problem(client.get(f"/api/v1/places/{key}"), 404)
    assert (body["title"], body["errors"]) == ("Not found", [])


def test_error_of_our_own_is_a_problem_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.endpoints.languages.own_texts", lambda kinds: 1 / 0)
    client.raise_request_exception = False
    assert "ZeroDivisionError" not in str(problem(client.get("/api/v1/languages"), 500))


def test_preflight_is_answered(client: Client) -> None:
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    answer = client.options("/api/v1/after/recap", headers=asked)
    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "POST" in answer["Access-Control-Allow-Methods"]
    assert "Content-Type" in answer["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer
