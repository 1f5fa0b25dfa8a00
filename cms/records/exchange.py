"""Texts of records for translators: out as a PO file, back in through `patch`.

An entry's `msgid` is the Japanese text, its `msgctxt` the text's address (`cms.records.addresses`), its reference the text
as people know it (`place/tsuyama-castle:fact_rows[2].value`). Fuzzy means that somebody has to look: a machine made it, it is a draft, or
the Japanese text moved on since it was made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import polib
from django.core.exceptions import ValidationError

from cms.languages.limits import limit_for
from cms.languages.table import by_code
from cms.languages.values import MACHINE, REVIEWED, SOURCE_LANGUAGE
from cms.records.addresses import Text, find_text, texts_of
from cms.records.patching import RecordError

FUZZY: Final = "fuzzy"
GENERATOR: Final = "Kakuzan"


class ExchangeError(ValueError):
    """A file that cannot be read at all; the message says what would be accepted."""


@dataclass(frozen=True, slots=True)
class Refused:
    """One entry that was not taken over: where in the file, which text, why, and what would help."""

    line: int
    text: str
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.text}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: texts taken over, texts that were so already, entries without a translation, entries refused."""

    changed: int
    same: int
    empty: int
    refused: tuple[Refused, ...]


def exported(name: str, language: str) -> polib.POFile:
    """Return all texts of a kind of record, or of tags, categories or images, with their translations into `language`."""
    code = by_code(language).code
    if code == SOURCE_LANGUAGE:
        raise ExchangeError(f"{SOURCE_LANGUAGE} is the language that is translated from; give another")
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "MIME-Version": "1.0",
        "Language": code,
        "X-Generator": GENERATOR,
        "X-Kind": name,
    }
    catalogue.extend(_entry(text, code) for text in texts_of(name) if text.value.text(SOURCE_LANGUAGE))
    return catalogue


def imported(path: str, *, status: str = REVIEWED, user: Any = None) -> Imported:
    """Take a translated file over, record by record; entries whose source moved on are refused, the others stand."""
    try:
        catalogue = polib.pofile(path, wrapwidth=0)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise ExchangeError(f"{path} is no PO file: {error}") from error
    try:
        code = by_code(catalogue.metadata.get("Language", "")).code
    except LookupError as error:
        raise ExchangeError(f"{path}: the header Language names no language of ours ({error})") from error
    if code == SOURCE_LANGUAGE:
        raise ExchangeError(f"{path}: {code} is the language that is translated from")
    changed = same = empty = 0
    refused: list[Refused] = []
    for entry in catalogue:
        if entry.obsolete:
            continue
        if not entry.msgstr.strip():
            empty += 1
            continue
        outcome = _take(entry, code, status=status, user=user)
        if isinstance(outcome, Refused):
            refused.append(outcome)
        elif outcome:
            changed += 1
        else:
            same += 1
    return Imported(changed, same, empty, tuple(refused))


def _entry(text: Text, code: str) -> polib.POEntry:
    value, field = text.value, text.field
    fuzzy = bool(value.text(code)) and (value.status(code) != REVIEWED or value.is_stale(code))
    notes = [str(field.verbose_name)]
    if field.max_chars:
        notes.append(f"at most {limit_for(code, field.max_chars)} characters")
    if field.rich:
        notes.append("HTML: keep the tags")
    return polib.POEntry(
        msgctxt=text.address,
        msgid=value.text(SOURCE_LANGUAGE),
        msgstr=value.text(code),
        occurrences=[(text.label, "")],
        comment="; ".join(notes),
        flags=[FUZZY] if fuzzy else [],
    )


def _take(entry: polib.POEntry, code: str, *, status: str, user: Any) -> bool | Refused:
    """Take one entry over; return whether it changed anything, or why it was refused."""
    label = ", ".join(path for path, _ in entry.occurrences) or str(entry.msgctxt)
    try:
        text = find_text(entry.msgctxt or "")
    except RecordError as error:
        return Refused(entry.linenum, label, str(error))
    value = text.value
    if entry.msgid != value.text(SOURCE_LANGUAGE):
        now = value.text(SOURCE_LANGUAGE) or "no text"
        return Refused(entry.linenum, label, f"the Japanese text is now “{now}”; export again and translate that")
    fuzzy = FUZZY in entry.flags
    if (
        entry.msgstr == value.text(code)
        and (fuzzy or value.status(code) == status)
        and not (value.is_stale(code) and not fuzzy)
    ):
        return False
    change = {"text": entry.msgstr, "status": MACHINE if fuzzy else status, "confirmed": not fuzzy}
    try:
        return text.take({code: change}, user=user)
    except (RecordError, ValidationError) as error:
        return Refused(entry.linenum, label, "; ".join(getattr(error, "messages", [str(error)])))
