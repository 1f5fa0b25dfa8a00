"""The blocks of a page as visitors see them: which template, and every value in one shape."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from cms.frontend.cards import Card, page_url
from cms.frontend.reconstruction import Model, model_of

Value = Any
Shape = Callable[[Value], dict[str, Any]]


def blocks(stored_blocks: Iterable[dict[str, Any]], *, language: str, origin: str = "") -> list[dict[str, Any]]:
    """Return stored blocks in order as their templates read them; a type that no template knows is left out.

    `origin` is the public one, which Scene Viewer needs to fetch a model.
    """
    found = []
    for stored in stored_blocks:
        name, shape = SHAPES.get(stored["type"], ("", None))
        if shape is None:
            continue
        value = {"html": stored["html"]} if "html" in stored else stored.get("value")
        members = shape(value)
        if name == "model":
            members["model"] = model_in(value, language=language, origin=origin)
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
    """A 3D view, and the way to the record that has it."""
    return {"records": [value.get("record")], "caption": value.get("caption", "")}


def model_in(value: Value, *, language: str, origin: str) -> Model | None:
    """Return what the viewer and the AR links of a 3D view load; None while the model is being prepared."""
    record = value.get("record") or {}
    seen = {"media": value.get("media"), "name": record.get("name", "")}
    return model_of(seen, origin=origin, page=origin + page_url(record, language))


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
    "model": ("model", model),
    "audio": ("audio", audio),
    "facts": ("facts", facts),
    "action": ("action", action),
}
