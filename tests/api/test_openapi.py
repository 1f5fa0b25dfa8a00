"""The OpenAPI document is what the code says, complete, and shown to people."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from drf_spectacular.validation import validate_schema

from api.endpoint import Endpoint
from api.openapi.generation import FILE, text
from api.templatetags.api_words import words
from api.urls import urlpatterns

DOCUMENT: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))


def test_file_is_what_the_code_says() -> None:
    """Run `manage.py openapi --write` and read the diff: a breaking change shows in it."""
    assert FILE.read_text(encoding="utf-8") == text()
    call_command("openapi")


def test_document_is_openapi_3_1() -> None:
    assert DOCUMENT["openapi"].startswith("3.1")
    validate_schema(DOCUMENT)


def test_every_reference_has_its_target() -> None:
    wanted = set(re.findall(r'"\$ref": "#/components/schemas/(\w+)"', FILE.read_text(encoding="utf-8")))
    assert wanted <= set(DOCUMENT["components"]["schemas"])


def test_every_endpoint_is_described_with_all_its_parameters() -> None:
    operations = {op["operationId"]: op for path in DOCUMENT["paths"].values() for op in path.values()}
    for pattern in urlpatterns:
        view = getattr(getattr(pattern, "callback", None), "cls", None)
        if view is None or not issubclass(view, Endpoint) or view.schema is None:
            continue
        operation = operations[pattern.callback.initkwargs.get("operation", view.operation)]  # type: ignore[union-attr]
        described = {parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "query"}
        assert described == set(view.parameters)
        assert {"200", "400", "406"} <= set(operation["responses"])


def test_admin_is_not_described() -> None:
    assert all(path.startswith("/api/v1") for path in DOCUMENT["paths"])


@pytest.mark.django_db
def test_document_and_page_are_served(client: Client) -> None:
    assert client.get("/api/v1/openapi.json").json() == DOCUMENT
    for address in ("/api/v1/docs/", "/api/v1/docs"):
        page = client.get(address)
        assert page.status_code == 200
        html = page.content.decode()
        assert "/api/v1/during/nearby?lat=35.0628&amp;lon=134.005" in html
        assert "<script" not in html
        assert not re.findall(r'(?:src|href)="(?:https?:)?//', html)
        assert "<code>application/problem+json</code>" in html
        assert "`" not in html


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_page_can_only_be_read(client: Client, method: str) -> None:
    answer = getattr(client, method)("/api/v1/docs/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 405


@pytest.mark.parametrize(("text", "pieces"), [("a `b` c", [False, True, False]), ("one ` alone", [False]), ("", [])])
def test_words_between_backticks_are_code(text: str, pieces: list[bool]) -> None:
    assert [code for code, _ in words(text)] == pieces


def test_revoked_display_is_described() -> None:
    for path in ("manifest", "state"):
        for operation in DOCUMENT["paths"][f"/api/v1/signage/displays/{{id}}/{path}"].values():
            assert {"401", "403", "404"} <= set(operation["responses"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", [path for path, operations in DOCUMENT["paths"].items() if "get" in operations and "{" not in path]
)
def test_every_address_without_a_key_answers(client: Client, path: str) -> None:
    wanted = [p for p in DOCUMENT["paths"][path]["get"]["parameters"] if p["required"]]
    assert client.get(path, {p["name"]: p["example"] for p in wanted}).status_code == 200
