"""What is published of an event."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from cms import clock
from cms.languages.formats import date_range, date_text, datetime_text, time_range
from cms.memo import children, once
from cms.records import members
from cms.records.documents import finish, start
from cms.records.kinds import Built
from cms.records.related import related_summaries
from tours.models import Event, EventDate
from tours.models.notice import current_notices

BY_NOTICE = {"postponed": "postponed", "cancelled": "cancelled", "moved": "moved"}


def event(instance: Event, language: str) -> Built:
    """Return the document of an event; a notice that postpones or cancels it changes its status."""
    draft, summary = start(instance, language)
    point = once(("point", instance.uuid), instance.position)
    summary["position"] = members.position(*point) if point else None
    members.add_words(draft, summary, tags=children(instance, "tags"), category=instance.category)
    images = members.add_images(draft, summary, children(instance, "images"))
    place = related_summaries(draft, [instance.place_id]) if instance.place_id else []
    next_date = instance.next_date()
    summary["dates_text"] = date_words(next_date, language) if next_date else ""
    summary["status"] = _status(instance)
    summary["starts"] = _iso(next_date.start) if next_date else None
    summary["ends"] = _iso(next_date.until) if next_date else None
    with translation.override(language):
        detail = {
            **members.texts(draft, instance),
            "names": members.names(children(instance, "names")),
            "dates": [_date(row) for row in sorted(children(instance, "dates"), key=lambda row: row.start)],
            "schedule_text": draft.text("schedule_text", instance.schedule),
            "certainty": instance.certainty,
            "place": place[0] if place else None,
            "price": {"note": draft.text("price.note", instance.price_note)} if instance.price_note else None,
            "seasons": list(instance.seasons or ()),
            "images": images,
            "media": [],
            "related": related_summaries(draft, [row.record_id for row in children(instance, "relations")]),
            "sources": members.sources(children(instance, "sources")),
        }
    return finish(draft, summary, detail)


def date_words(row: EventDate, language: str) -> str:
    """Return when it is, in words: a day, some days, or a day with hours."""
    start, until = row.start.astimezone(clock.TOKYO), (row.end or row.start).astimezone(clock.TOKYO)
    if start.date() != until.date():
        return date_range(start.date(), until.date(), language)
    if row.all_day:
        return date_text(start.date(), language, weekday=True)
    if row.end is None:
        return datetime_text(row.start, language, weekday=True)
    return f"{date_text(start.date(), language, weekday=True)} {time_range(row.start, row.end, language)}"


def _status(instance: Event) -> str:
    for notice in once(("notices", instance.uuid), lambda: current_notices(instance.uuid)):
        if notice.notice_kind in BY_NOTICE:
            return BY_NOTICE[notice.notice_kind]
    return instance.status


def _date(row: EventDate) -> dict[str, Any]:
    return {"start": _iso(row.start), "end": _iso(row.end), "all_day": row.all_day}


def _iso(moment: Any) -> str | None:
    return moment.astimezone(clock.TOKYO).isoformat(timespec="seconds") if moment else None
