"""JSON Schemas of answers and stored documents (draft 2020-12), and what validates against them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

FOLDER = Path(__file__).parent


@cache
def schemas() -> dict[str, dict[str, Any]]:
    """Return every schema by its name, e.g. `place`."""
    paths = sorted(FOLDER.glob("*.schema.json"))
    return {path.name.removesuffix(".schema.json"): json.loads(path.read_text(encoding="utf-8")) for path in paths}


@cache
def validator(name: str) -> Draft202012Validator:
    """Return the validator of a schema; its references are resolved among these files, formats are checked."""
    resources = [(f"{other}.schema.json", Resource.from_contents(schema)) for other, schema in schemas().items()]
    registry: Registry[Any] = Registry().with_resources(resources)
    return Draft202012Validator(schemas()[name], registry=registry, format_checker=FormatChecker())
