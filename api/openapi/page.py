"""The documentation for people, made from the document for machines. No script, no third party."""

from __future__ import annotations

from functools import cache
from typing import Any

import orjson
from django.template.loader import render_to_string

from api.openapi.generation import FILE


@cache
def page() -> str:
    """Return the page, rendered once per process."""
    document = orjson.loads(FILE.read_bytes())
    sections: dict[str, list[dict[str, Any]]] = {tag["name"]: [] for tag in document["tags"]}
    for address, operations in document["paths"].items():
        for method, operation in operations.items():
            entry = {"address": address, "method": method.upper(), **operation, "answers": _answers(operation)}
            entry["body"] = _schema_of(operation.get("requestBody", {}))
            entry["try"] = _try(address, operation) if method == "get" and "{" not in address else ""
            sections[operation["tags"][0]].append(entry)
    schemas = [{"name": name, **_members(schema)} for name, schema in document["components"]["schemas"].items()]
    context = {"info": document["info"], "sections": sections.items(), "schemas": schemas}
    return render_to_string("api/docs.html", context)


def _answers(operation: dict[str, Any]) -> list[dict[str, str]]:
    return [
        {"status": status, "description": answer["description"], "schema": _schema_of(answer)}
        for status, answer in operation["responses"].items()
    ]


def _schema_of(part: dict[str, Any]) -> str:
    for media in part.get("content", {}).values():
        return str(media["schema"].get("$ref", "")).rpartition("/")[2]
    return ""


def _try(address: str, operation: dict[str, Any]) -> str:
    """Return an address that works as it stands: the required parameters with their examples."""
    wanted = [found for found in operation.get("parameters", ()) if found["required"] and "example" in found]
    query = "&".join(f"{found['name']}={found['example']}" for found in wanted)
    return f"{address}?{query}" if query else address


def _members(schema: dict[str, Any]) -> dict[str, Any]:
    inherited = [part["$ref"].rpartition("/")[2] for part in schema.get("allOf", ()) if "$ref" in part]
    required = set(schema.get("required", ()))
    members = [
        {
            "name": name,
            "type": _type(member),
            "required": name in required,
            "description": member.get("description", ""),
        }
        for name, member in schema.get("properties", {}).items()
    ]
    return {"description": schema.get("description", ""), "inherited": inherited, "members": members}


def _type(schema: dict[str, Any]) -> str:
    """Return a schema in a few words: `string or null`, `array of Row`, `one of yes, no`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    for joined in ("oneOf", "allOf"):
        if joined in schema:
            return " or ".join(_type(part) for part in schema[joined])
    if "enum" in schema:
        return "one of " + ", ".join(str(value) or "nothing" for value in schema["enum"])
    if "const" in schema:
        return str(schema["const"]).lower()
    kind = schema.get("type", "anything")
    if kind == "array":
        return f"array of {_type(schema.get('items', {}))}"
    words = " or ".join(kind) if isinstance(kind, list) else str(kind)
    return f"{words} ({schema['format']})" if "format" in schema else words
