"""A notice as documents hold it: its own, and above each record that it touches."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from cms import clock
from cms.languages.formats import date_text, datetime_text
from cms.memo import once
from cms.records.documents import ORIGIN
from cms.records.kinds import Built, kind
from cms.records.models import Record, RecordModel
from tours.models.notice import OVERTAKES, Notice, current_notices
from tours.notices.sentences import Slots, joined, sentence, title


def notice(instance: Notice, language: str) -> Built:
    """Return the document of a notice. Its sentence is reviewed in every language, so nothing falls back."""
    touched = _touched(instance, language)
    members = {
        **member(instance, language),
        "kind": "notice",
        "notice_kind": instance.notice_kind,
        "slug": instance.slug,
        "name": title(instance.notice_kind, language),
        "reading": "",
        "short": text(instance, language),
        "lang": language,
        "lang_status": "reviewed",
        "languages": [language],
        "url": touched[0]["url"] if touched else None,
        "position": None,
        "image": None,
        "tags": [],
        "category": None,
        "notices": [],
        "confirm": "ok",
        "records": touched,
        "areas": [],
    }
    named = [*instance.touched(), *([instance.new_place_id] if instance.new_place_id else [])]
    return Built(members, members, frozenset(f"record:{uuid}" for uuid in named))


def member(instance: Notice, language: str) -> dict[str, Any]:
    """Return {id, level, kind, title, text, message, lang, starts, expires, overtakes} for a record's `notices`."""
    return {
        "id": str(instance.uuid),
        "level": instance.level,
        "kind": instance.notice_kind,
        "title": title(instance.notice_kind, language),
        "text": text(instance, language),
        "message": instance.message.text(language) if instance.message.is_public(language) else "",
        "lang": language,
        "starts": _iso(instance.starts),
        "expires": _iso(instance.expires),
        "overtakes": instance.notice_kind in OVERTAKES,
    }


def text(instance: Notice, language: str) -> str:
    """Return the sentence, and the clerk's own words where they exist in this language."""
    own = instance.message.text(language) if instance.message.is_public(language) else ""
    if instance.notice_kind == "other" and own:
        return own
    names = [row["name"] for row in _touched(instance, language)]
    place = _names_of([instance.new_place_id], language) if instance.new_place_id else []
    slots = Slots(
        names=joined(names, language),
        until=_until(instance.expires, language) if instance.expires else "",
        time=_when(instance.new_time, language) if instance.new_time else "",
        place=place[0]["name"] if place else "",
    )
    written = sentence(instance.notice_kind, language, slots)
    return f"{written} {own}".strip() if language not in {"ja", "zh-hans", "zh-hant"} else f"{written}{own}"


def enrich(instance: RecordModel, language: str) -> tuple[dict[str, Any], frozenset[str]]:
    """Put the notices to be seen now above any record (see `cms.records.documents.add_enricher`)."""
    if isinstance(instance, Notice):
        return {}, frozenset()
    found = once(("notices", instance.uuid), lambda: current_notices(instance.uuid))
    return {"notices": [member(row, language) for row in found]}, frozenset(f"record:{row.uuid}" for row in found)


def _touched(instance: Notice, language: str) -> list[dict[str, Any]]:
    return _names_of(instance.touched(), language)


def _names_of(ids: list[UUID], language: str) -> list[dict[str, Any]]:
    rows = []
    records = once(("records", *ids), lambda: Record.objects.in_bulk(ids))
    for record in (records[uuid] for uuid in ids if uuid in records):
        found = kind(record.kind)
        instance = found.find(record.uuid)
        if instance is None or not instance.is_public():
            continue
        url = f"{ORIGIN}/{language}/{found.plural}/{record.slug}/" if found.has_page else None
        rows.append(
            {"id": str(record.uuid), "kind": record.kind, "name": instance.name.give(language).text, "url": url}
        )
    return rows


def _until(moment: Any, language: str) -> str:
    """Return the last day on which something holds, with the hour; midnight belongs to the day that ends."""
    local = moment.astimezone(clock.TOKYO)
    if (local.hour, local.minute) == (0, 0):
        return date_text(local.date() - timedelta(days=1), language, weekday=True, year=False)
    return _when(moment, language)


def _when(moment: Any, language: str) -> str:
    """Return day and hours, midnight as the day alone. Never “today”: the same bytes must be true tomorrow."""
    local = moment.astimezone(clock.TOKYO)
    if (local.hour, local.minute) == (0, 0):
        return date_text(local.date(), language, weekday=True, year=False)
    return datetime_text(moment, language, weekday=True, year=False)


def _iso(moment: Any) -> str | None:
    return moment.astimezone(clock.TOKYO).isoformat(timespec="seconds") if moment else None
