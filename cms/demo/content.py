"""Demo content as data: files beside each app's `demo` package, stable ids, texts with their status."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from importlib.resources import files
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from cms.languages.values import MACHINE, REVIEWED, SOURCE_LANGUAGE, LocalizedValue

NAMESPACE: Final = uuid5(NAMESPACE_URL, "urn:kakuzan:demo")
"""Demo ids are the same on every installation: uuid5 of the kind and the key in the data files."""

REVIEWED_LANGUAGES: Final = frozenset({"ja", "en"})


def read(package: str, name: str) -> Any:
    """Return a data file, e.g. `read("tours.demo", "places")` for tours/demo/data/places.json."""
    return json.loads(files(package).joinpath("data", f"{name}.json").read_text(encoding="utf-8"))


def uuid_of(kind: str, key: str) -> UUID:
    """Return the id that a demo thing has on every installation."""
    return uuid5(NAMESPACE, f"{kind}/{key}")


def asset_of(name: str | None) -> UUID | None:
    """Return the id of a demo 3D model, which the media worker makes after the start; None for none."""
    from media_pipeline.demo.loading import KEEP

    return {"keep": KEEP}[name] if name else None


def localized(texts: Mapping[str, Any] | None) -> LocalizedValue:
    """Return {language: text} or {language: {text, status}} as a value.

    Plain texts are reviewed in Japanese and English and made by machine in the others.
    """
    value = LocalizedValue()
    given = texts or {}
    for code in sorted(given, key=lambda code: code != SOURCE_LANGUAGE):
        entry = given[code] if isinstance(given[code], dict) else {"text": given[code]}
        status = entry.get("status") or (REVIEWED if code in REVIEWED_LANGUAGES else MACHINE)
        value = value.with_text(code, entry["text"], status=status, by="demo")
    return value


def paragraphs(texts: Mapping[str, Any] | None) -> LocalizedValue:
    """Return {language: paragraph or list of paragraphs} as rich text."""
    return localized({code: _html(text) for code, text in (texts or {}).items()})


def told(kind: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members that things of all kinds have, from one row of data; nothing is live before it is published."""
    return {
        "uuid": uuid_of(kind, row["key"]),
        "slug": row["slug"],
        "live": False,
        "name": localized(row["names"]),
        "reading": row["reading"],
        "short": localized(row["short"]),
        "text": paragraphs(row["text"]),
    }


def _html(text: str | list[str]) -> str:
    return "".join(f"<p>{escape(part, quote=False)}</p>" for part in ([text] if isinstance(text, str) else text))
