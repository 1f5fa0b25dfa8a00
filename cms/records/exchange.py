"""Texts of records for translators: out as a PO file, back in through `patch`.

An entry's `msgid` is the Japanese text, its `msgctxt` names the field (`place:<uuid>:short`), its reference the record as
people know it (`place/tsuyama-castle:short`). Fuzzy means that somebody has to look: a machine made it, it is a draft, or
the Japanese text moved on since it was made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import polib
from django.core.exceptions import ValidationError

from cms.languages.fields import LocalizedTextField
from cms.languages.limits import limit_for
from cms.languages.table import by_code
from cms.languages.values import MACHINE, REVIEWED, SOURCE_LANGUAGE, LocalizedValue
from cms.records.kinds import Kind, UnknownKind, kind
from cms.records.services import RecordError, patch

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


def exported(found: Kind, language: str) -> polib.POFile:
    """Return all texts of a kind's records with their translations into `language`, in the order of their addresses."""
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
        "X-Kind": found.name,
    }
    for record, field, value in _texts(found):
        if source := value.text(SOURCE_LANGUAGE):
            catalogue.append(_entry(record, field, value, source=source, code=code))
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


def _texts(found: Kind) -> Iterator[tuple[Any, LocalizedTextField, LocalizedValue]]:
    model: Any = found.model()
    fields = localized_fields(model)
    for record in model._default_manager.order_by("slug").iterator():
        for field in fields:
            yield record, field, getattr(record, field.name)


def localized_fields(model: Any) -> list[LocalizedTextField]:
    """Return the localized texts of a model, in the order of its definition."""
    return [field for field in model._meta.concrete_fields if isinstance(field, LocalizedTextField)]


def _entry(record: Any, field: LocalizedTextField, value: LocalizedValue, *, source: str, code: str) -> polib.POEntry:
    fuzzy = bool(value.text(code)) and (value.status(code) != REVIEWED or value.is_stale(code))
    notes = [str(field.verbose_name)]
    if field.max_chars:
        notes.append(f"at most {limit_for(code, field.max_chars)} characters")
    if field.rich:
        notes.append("HTML: keep the tags")
    return polib.POEntry(
        msgctxt=f"{record.kind_name}:{record.uuid}:{field.name}",
        msgid=source,
        msgstr=value.text(code),
        occurrences=[(f"{record.kind_name}/{record.slug}:{field.name}", "")],
        comment="; ".join(notes),
        flags=[FUZZY] if fuzzy else [],
    )


def _take(entry: polib.POEntry, code: str, *, status: str, user: Any) -> bool | Refused:
    """Take one entry over; return whether it changed anything, or why it was refused."""
    label = ", ".join(path for path, _ in entry.occurrences) or str(entry.msgctxt)
    try:
        record, field = _target(entry.msgctxt or "")
    except RecordError as error:
        return Refused(entry.linenum, label, str(error))
    value: LocalizedValue = getattr(record, field.name)
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
        return bool(patch(record, {field.name: {code: change}}, user=user).changed)
    except (RecordError, ValidationError) as error:
        return Refused(entry.linenum, label, "; ".join(getattr(error, "messages", [str(error)])))


def _target(context: str) -> tuple[Any, LocalizedTextField]:
    """Return the record and field that an entry's context names, or raise RecordError."""
    parts = context.split(":")
    if len(parts) != 3:
        raise RecordError(f"the context {context!r} names no text; accepted is kind:uuid:field")
    name, uuid, member = parts
    try:
        record = kind(name).find(UUID(uuid))
    except (UnknownKind, ValueError) as error:
        raise RecordError(f"the context {context!r} names no record ({error})") from error
    if record is None:
        raise RecordError(f"there is no {name} {uuid} any more")
    field = next((field for field in localized_fields(type(record)) if field.name == member), None)
    if field is None:
        raise RecordError(f"{name} has no text {member!r}")
    return record, field
