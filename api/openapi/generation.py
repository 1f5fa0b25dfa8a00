"""Making the document and comparing it with the file that is served."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from django.urls import include, path
from drf_spectacular.generators import SchemaGenerator

from api.endpoint import Endpoint
from api.openapi.inspection import TAGS, component_name
from api.openapi.signage import PATHS, SECURITY
from api.schemas import schemas

FILE: Final = Path(__file__).with_name("openapi.json")
"""The document as it is served; a test compares it with what the code says, so that a breaking change is a visible diff."""

DESCRIPTION: Final = (
    "What a castle city knows about its sights and its collections, for the time before, during and after a trip. "
    "Reading needs no key. Every answer is JSON in UTF-8; every error is `application/problem+json`. "
    "Addresses answer with and without a trailing slash. Distances are metres, positions WGS84 degrees, times RFC 3339. "
    "Later versions of v1 add members and never rename one."
)


class Generator(SchemaGenerator):
    """drf-spectacular over our addresses alone; by default it would describe Wagtail's admin."""

    def __init__(self) -> None:
        super().__init__(patterns=[path("api/", include("api.urls"))], api_version="1")  # type: ignore[no-untyped-call]

    def _get_paths_and_endpoints(self) -> list[Any]:
        found_all: list[Any] = super()._get_paths_and_endpoints()  # type: ignore[no-untyped-call]
        return [found for found in found_all if isinstance(found[3], Endpoint)]


def document() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document, made from the code."""
    made: dict[str, Any] = Generator().get_schema(public=True)  # type: ignore[no-untyped-call]
    paths = {address.rstrip("/?") or "/": operations for address, operations in made["paths"].items()}
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "Kakuzan API",
            "version": "1",
            "description": DESCRIPTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/", "description": "This installation"}],
        "tags": [{"name": name} for name in (*TAGS, "Signage")],
        "paths": dict(sorted((paths | PATHS).items())),
        "components": {"schemas": _components(), "securitySchemes": SECURITY},
    }


def _components() -> dict[str, Any]:
    return {component_name(name): _inside(schema) for name, schema in schemas().items()}


def _inside(value: Any) -> Any:
    """Return a schema with its references pointing into the document instead of at files."""
    if isinstance(value, list):
        return [_inside(part) for part in value]
    if not isinstance(value, dict):
        return value
    found = {key: _inside(part) for key, part in value.items() if key not in {"$schema", "$id"}}
    if isinstance(found.get("$ref"), str) and found["$ref"].endswith(".schema.json"):
        found["$ref"] = f"#/components/schemas/{component_name(found['$ref'].removesuffix('.schema.json'))}"
    return found


def text() -> str:
    """Return the document as the file holds it."""
    return json.dumps(document(), ensure_ascii=False, indent=1) + "\n"
