"""What a visitor asks first: is it open, on, on display? A mark, a word and the next change.

The words are whole phrases with slots, never glued fragments, so that seven languages can order them as they like.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.clock import TOKYO
from cms.frontend.moments import opens, short_day, until, until_day

SOON = timedelta(hours=1)
"""From here on "closing soon" is said in minutes."""


class Opening(Protocol):
    """What publishing says about a thing at one moment."""

    @property
    def open_now(self) -> bool | None: ...
    @property
    def closes_at(self) -> datetime | None: ...
    @property
    def opens_at(self) -> datetime | None: ...
    @property
    def last_entry(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class State:
    """One line of state: `mark` is the class that draws the shape, `word` is bold, `more` is the next change."""

    mark: str
    word: str
    more: str = ""


def opening_state(opening: Opening, *, at: datetime, language: str) -> State:
    """Return the state of a place at `at`; an unknown rule says so instead of guessing."""
    if opening.open_now is None:
        return State("is-unknown", _("Hours being checked"))
    if opening.open_now:
        return entry_state(opening, at=at, language=language) or open_state(opening.closes_at, at=at, language=language)
    if opening.opens_at is None:
        return State("is-closed", _("Closed"))
    return State("is-closed", _("Closed"), opens(opening.opens_at, now=at, language=language))


def entry_state(opening: Opening, *, at: datetime, language: str) -> State | None:
    """Return what the last entry changes: a warning in the hour before it, "no more entry" after it; None otherwise."""
    last, closes = opening.last_entry, opening.closes_at
    if last is None or closes is None or last >= closes:
        return None
    if at >= last:
        return State("is-soon", _("No more entry today"), until(closes, now=at, language=language))
    if last - at > SOON:
        return None
    minutes = max(1, round((last - at).total_seconds() / 60))
    word = ngettext("Last entry in %(count)d min", "Last entry in %(count)d min", minutes) % {"count": minutes}
    return State("is-soon", word, until(last, now=at, language=language))


def open_state(closes_at: datetime | None, *, at: datetime, language: str) -> State:
    """Return "open", or "closes in n min" in the last hour."""
    if closes_at is None:
        return State("is-open", _("Open now"), _("day and night"))
    more, left = until(closes_at, now=at, language=language), closes_at - at
    if left > SOON:
        return State("is-open", _("Open now"), more)
    minutes = max(1, round(left.total_seconds() / 60))
    return State(
        "is-soon", ngettext("Closes in %(count)d min", "Closes in %(count)d min", minutes) % {"count": minutes}, more
    )


def event_state(document: dict[str, Any], *, today: date, language: str) -> State:
    """Return whether an event is on today, still to come or over, or what a notice did to it."""
    changed = {
        "cancelled": State("is-closed", _("Cancelled")),
        "postponed": State("is-soon", _("Postponed")),
        "moved": State("is-soon", _("Moved")),
    }.get(document.get("status", "scheduled"))
    if changed is not None:
        return changed
    spans = dates_of(document)
    if not spans:
        return State("is-unknown", _("Date being checked"))
    for start, end in sorted(spans):
        if start <= today <= end:
            more = until_day(short_day(end, language)) if end > today else ""
            return State("is-soon", _("On today"), more)
        if start > today:
            days = (start - today).days
            return State(
                "is-closed",
                ngettext("In %(count)d day", "In %(count)d days", days) % {"count": days},
                short_day(start, language),
            )
    return State("is-closed", _("Over"), short_day(max(end for _start, end in spans), language))


def dates_of(document: dict[str, Any]) -> list[tuple[date, date]]:
    """Return first and last day of each of an event's dates; a summary knows the next one only."""
    rows = document.get("dates")
    if not rows and document.get("starts"):
        return [(day(document["starts"]), last_day(document))]
    return [(day(row["start"]), day(row.get("end") or row["start"])) for row in rows or () if row.get("start")]


def last_day(document: dict[str, Any]) -> date:
    """Return the last day of an event's next date: `ends` is the instant at which it is over, midnight after whole days."""
    start, ends = document["starts"], document.get("ends")
    if not ends or day(ends) == day(start):
        return day(start)
    return (
        day(ends)
        if len(ends) == len("2026-04-04")
        else day((datetime.fromisoformat(ends) - timedelta(seconds=1)).isoformat())
    )


def item_state(document: dict[str, Any]) -> State:
    """Return whether an object can be seen, and where."""
    display = document.get("display")
    if not display:
        return State("is-closed", _("Not on display"))
    place = display.get("place")
    return State("is-open", _("On display"), (place.get("name") if isinstance(place, dict) else place) or "")


def day(text: str) -> date:
    """Return the Tokyo date of an ISO date or date-time."""
    if len(text) == len("2026-04-04"):
        return date.fromisoformat(text)
    moment = datetime.fromisoformat(text)
    return (moment.astimezone(TOKYO) if moment.tzinfo else moment).date()
