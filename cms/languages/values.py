"""A text in several languages, with where each version stands."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from cms import clock
from cms.languages.table import CODES, chain

SOURCE_LANGUAGE = "ja"
DRAFT, MACHINE, REVIEWED = "draft", "machine", "reviewed"
STATUSES = (DRAFT, MACHINE, REVIEWED)
PUBLIC_STATUSES = frozenset({MACHINE, REVIEWED})


@dataclass(frozen=True, slots=True)
class Given:
    """The text that a reader gets: in `lang`, which may be a fallback of the language asked for."""

    text: str
    lang: str
    status: str
    stale: bool


NOTHING = Given(text="", lang="", status="", stale=False)


def fingerprint(text: str) -> str:
    """Return a short digest of a source text, kept with each translation made from it."""
    return hashlib.sha256(text.strip().encode()).hexdigest()[:16] if text.strip() else ""


def stamp(text: str, status: str) -> str:
    """Return a short digest of a text and where it stands; `none` for no text."""
    return hashlib.sha256(f"{status}\n{text.strip()}".encode()).hexdigest()[:16] if text.strip() else "none"


class LocalizedValue(dict[str, dict[str, str]]):
    """Language code → {text, status, source, by, at}; empty texts are not kept.

    `source` is the fingerprint of the Japanese text from which a version was made; *stale* is derived from it. A draft never
    leaves the admin. Treat a value as immutable: every change returns a new one.
    """

    @classmethod
    def of(cls, texts: Mapping[str, str] | str = "", *, status: str = REVIEWED, by: str = "") -> Self:
        """Return a value from plain texts (one string: Japanese), all with the same status and made from each other."""
        given = {SOURCE_LANGUAGE: texts} if isinstance(texts, str) else dict(texts)
        value = cls()
        for code in sorted(given, key=lambda code: code != SOURCE_LANGUAGE):
            value = value.with_text(code, given[code], status=status, by=by)
        return value

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Return a value from stored or posted JSON; unknown languages, statuses and types are a `ValueError` that names them."""
        if data in (None, ""):
            return cls()
        if not isinstance(data, Mapping):
            raise ValueError(f"a localized text is a mapping of language codes, not {type(data).__name__}")
        value = cls()
        for code, entry in data.items():
            if code not in CODES:
                raise ValueError(f"language {code!r}; accepted are {', '.join(CODES)}")
            if not isinstance(entry, Mapping) or not isinstance(entry.get("text", ""), str):
                raise ValueError(f"{code}: a text needs the members text and status")
            status = entry.get("status", REVIEWED)
            if status not in STATUSES:
                raise ValueError(f"{code}: status {status!r}; accepted are {', '.join(STATUSES)}")
            if entry.get("text"):
                kept = {key: str(entry[key]) for key in ("source", "by", "at") if entry.get(key)}
                value[code] = {"text": entry["text"], "status": status, **kept}
        return value

    def text(self, code: str) -> str:
        """Return the text in exactly this language, whatever its status, or an empty string."""
        return self.get(code, {}).get("text", "")

    def status(self, code: str) -> str:
        """Return draft, machine or reviewed, or an empty string where there is no text."""
        return self.get(code, {}).get("status", "")

    def is_public(self, code: str) -> bool:
        """Tell whether this language has a text of its own that may leave the admin."""
        return self.status(code) in PUBLIC_STATUSES

    def is_stale(self, code: str) -> bool:
        """Tell whether the source text moved on since this version was made."""
        made_from = self.get(code, {}).get("source", "")
        return code != SOURCE_LANGUAGE and bool(made_from) and made_from != fingerprint(self.text(SOURCE_LANGUAGE))

    def languages(self) -> list[str]:
        """Return the codes with a public text, in the order of the language table."""
        return [code for code in CODES if self.is_public(code)]

    def give(self, code: str, among: Iterable[str] | None = None) -> Given:
        """Return what a reader of `code` gets by the fallbacks of design.md 2; `NOTHING` when no public text exists."""
        for candidate in among or chain(code):
            if self.is_public(candidate):
                return Given(self.text(candidate), candidate, self.status(candidate), self.is_stale(candidate))
        return NOTHING

    def with_text(self, code: str, text: str, *, status: str = REVIEWED, by: str = "") -> Self:
        """Return a copy with this text, stamped with the time and the fingerprint of today's source text."""
        entries: dict[str, Any] = {**self}
        if not text.strip():
            entries.pop(code, None)
            return type(self)(entries)
        entry = {"text": text, "status": status, "at": clock.now().isoformat(timespec="seconds")}
        if by:
            entry["by"] = by
        if code != SOURCE_LANGUAGE:
            entry["source"] = fingerprint(self.text(SOURCE_LANGUAGE))
        entries[code] = {key: value for key, value in entry.items() if value}
        return type(self)(entries)

    def merged(self, changes: Mapping[str, Mapping[str, Any]], *, by: str = "") -> Self:
        """Return a copy with the given languages taken over; a language whose text and status did not move keeps its stamp.

        An entry may name its own author (`by`), and say `confirmed` where somebody found that a stale text is still right.
        """
        value = self
        for code in sorted(changes, key=lambda code: code != SOURCE_LANGUAGE):
            entry = changes[code]
            text, status = entry.get("text", ""), entry.get("status", REVIEWED)
            moved = text != self.text(code) or (text and status != self.status(code))
            if moved or (text and entry.get("confirmed") and value.is_stale(code)):
                value = value.with_text(code, text, status=status, by=entry.get("by") or by)
        return value

    def stamp(self, code: str) -> str:
        """Return a digest of text and status in a language: what a form loaded, so that it knows what it touched."""
        return stamp(self.text(code), self.status(code))

    def __str__(self) -> str:
        return self.give(SOURCE_LANGUAGE, CODES).text
