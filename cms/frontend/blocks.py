"""The blocks of a story as its page shows them: which template, and every value in one shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from cms.frontend.cards import Card, page_url

Value = Any
Shape = Callable[[Value], dict[str, Any]]


def blocks(document: dict[str, Any], *, language: str) -> list[dict[str, Any]]:
    """Return a story's blocks in order; a type that no template knows is left out."""
    found = []
    for stored in document.get("blocks") or []:
        name, shape = SHAPES.get(stored["type"], ("", None))
        if shape is None:
            continue
        members = shape({"html": stored["html"]} if "html" in stored else stored.get("value"))
        records = members.pop("records", [])
        members["cards"] = [
            Card(record, page_url(record, language), None, meta=(record["note"],) if record.get("note") else ())
            for record in records
            if record and record.get("url")
        ]
        found.append({"template": f"cms_frontend/blocks/{name}.html", **members})
    return found


def text(value: Value) -> dict[str, Any]:
    """A sanitised piece of text."""
    return {"html": value.get("html", "") if isinstance(value, dict) else value}


def image(value: Value) -> dict[str, Any]:
    """A picture with caption and credit."""
    picture = value.get("image") or value
    return {
        "image": picture,
        "caption": value.get("caption", ""),
        "credit": value.get("credit") or picture.get("credit", ""),
    }


def gallery(value: Value) -> dict[str, Any]:
    """Pictures side by side."""
    return {"pictures": [image(one) for one in listed(value, "images")]}


def quote(value: Value) -> dict[str, Any]:
    """Somebody's words and where they stand."""
    return {"words": value.get("text") or value.get("quote", ""), "source": value.get("source", "")}


def record(value: Value) -> dict[str, Any]:
    """One thing, as a card."""
    return {"records": [value.get("record") or value]}


def records(value: Value) -> dict[str, Any]:
    """Things that a map shows; the page lists them."""
    return {"records": listed(value, "records"), "title": value.get("title", "") if isinstance(value, dict) else ""}


def model(value: Value) -> dict[str, Any]:
    """A 3D view: the way to the record that has it."""
    return {"records": [value.get("record")], "caption": value.get("caption", "")}


def audio(value: Value) -> dict[str, Any]:
    """A recording and the same words to read."""
    return {name: value.get(name, "") for name in ("title", "url", "transcript")}


def facts(value: Value) -> dict[str, Any]:
    """Names and values."""
    return {"facts": listed(value, "facts") or listed(value, "rows")}


def action(value: Value) -> dict[str, Any]:
    """One thing to do next."""
    return {"url": value.get("url", ""), "label": value.get("label") or value.get("text", "")}


def listed(value: Value, member: str) -> list[Any]:
    """Return a value that may be a list or hold one."""
    return list(value.get(member) or []) if isinstance(value, dict) else list(value or [])


SHAPES: Final[dict[str, tuple[str, Shape]]] = {
    "text": ("text", text),
    "image": ("image", image),
    "gallery": ("gallery", gallery),
    "quote": ("quote", quote),
    "record": ("records", record),
    "map": ("records", records),
    "model": ("records", model),
    "audio": ("audio", audio),
    "facts": ("facts", facts),
    "action": ("action", action),
}
