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
from cms.frontend.moments import day_and_time, short_day

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
        return open_state(opening.closes_at, at=at, language=language)
    if opening.opens_at is None:
        return State("is-closed", _("Closed"))
    return State("is-closed", _("Closed"), _("opens %(time)s") % {"time": day_and_time(opening.opens_at, now=at, language=language)})


def open_state(closes_at: datetime | None, *, at: datetime, language: str) -> State:
    """Return "open", or "closes in n min" in the last hour."""
    if closes_at is None:
        return State("is-open", _("Open"), _("day and night"))
    until = _("until %(time)s") % {"time": day_and_time(closes_at, now=at, language=language)}
    left = closes_at - at
    if left > SOON:
        return State("is-open", _("Open"), until)
    minutes = max(1, round(left.total_seconds() / 60))
    return State("is-soon", ngettext("Closes in %(count)d min", "Closes in %(count)d min", minutes) % {"count": minutes}, until)


def event_state(document: dict[str, Any], *, today: date, language: str) -> State:
    """Return whether an event is on today, still to come or over, or what a notice did to it."""
    status = document.get("status", "scheduled")
    changed = {
        "cancelled": lambda: State("is-closed", _("Cancelled")),
        "postponed": lambda: State("is-soon", _("Postponed")),
        "moved": lambda: State("is-soon", _("Moved")),
    }.get(status)
    if changed is not None:
        return changed()
    spans = [(day(d["start"]), day(d.get("end") or d["start"])) for d in document.get("dates") or () if d.get("start")]
    if not spans:
        return State("is-unknown", _("Date being checked"))
    for start, end in sorted(spans):
        if start <= today <= end:
            more = _("until %(time)s") % {"time": short_day(end, language)} if end > today else ""
            return State("is-soon", _("On today"), more)
        if start > today:
            days = (start - today).days
            return State("is-closed", ngettext("In %(count)d day", "In %(count)d days", days) % {"count": days}, short_day(start, language))
    return State("is-closed", _("Over"), short_day(max(end for _start, end in spans), language))


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
