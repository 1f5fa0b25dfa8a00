"""Reading untrusted JSON members so that every fault is named: which member, what was received, what would be
accepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from tours.opening.rule import MINUTES_A_DAY, WEEKDAYS, MonthDay

Choice = TypeVar("Choice", bound=StrEnum)
CLOCK = re.compile(r"([0-9]{1,2}):([0-5][0-9])")
MONTH_DAY = re.compile(r"([0-9]{2})-([0-9]{2})")
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
"""JSON can hold null characters and halves of surrogate pairs, a database's text cannot."""
LEAP_YEAR = 2024
LATEST = 2 * MINUTES_A_DAY
SHOWN = 80
"""Characters of a wrong value that are repeated in the message."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One wrong member of a rule, in the shape that API errors use."""

    member: str
    received: str
    accepted: str

    def __str__(self) -> str:
        return f"{self.member or 'rule'}: {self.received} is not {self.accepted}"


class OpeningRuleError(ValueError):
    """A rule that cannot be read; `problems` names each fault."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(slots=True)
class Reader:
    """Collects faults while it reads; each method returns a harmless value when the member is wrong."""

    problems: list[Problem] = field(default_factory=list)

    def fault(self, member: str, received: object, accepted: str) -> None:
        """Note that `member` is wrong."""
        self.problems.append(Problem(member, repr(received)[:SHOWN], accepted))

    def finish(self) -> None:
        """Raise `OpeningRuleError` when anything was wrong."""
        if self.problems:
            raise OpeningRuleError(tuple(self.problems))

    def members(self, value: object, where: str, known: tuple[str, ...]) -> dict[str, Any]:
        """Return the object's members; unknown names are faults."""
        if not isinstance(value, dict):
            self.fault(where, value, f"an object with the members {', '.join(known)}")
            return {}
        for name in value:
            if name not in known:
                self.fault(f"{where}.{name}".lstrip("."), value[name], f"one of the members {', '.join(known)}")
        return value

    def rows(self, value: object, where: str) -> Iterator[tuple[object, str]]:
        """Yield each element with its own address; an absent list is empty."""
        if value is None:
            return
        if not isinstance(value, list):
            self.fault(where, value, "a list")
            return
        for index, row in enumerate(value):
            yield row, f"{where}[{index}]"

    def choice(self, value: object, where: str, kind: type[Choice]) -> Choice:
        """Return the member of a closed list."""
        try:
            return kind(str(value))
        except ValueError:
            self.fault(where, value, "one of " + ", ".join(kind))
            return next(iter(kind))

    def flag(self, value: object, where: str) -> bool:
        """Return a truth value; absent is False."""
        if value is None or isinstance(value, bool):
            return bool(value)
        self.fault(where, value, "true or false")
        return False

    def text(self, value: object, where: str) -> str:
        """Return a text; absent is empty."""
        if value is None or (isinstance(value, str) and not UNSTORABLE.search(value)):
            return value or ""
        self.fault(where, value, "a text")
        return ""

    def weekdays(self, value: object, where: str) -> frozenset[int]:
        """Return weekday numbers from names like "mon"."""
        if isinstance(value, list) and value and all(isinstance(day, str) and day in WEEKDAYS for day in value):
            return frozenset(WEEKDAYS.index(day) for day in value)
        self.fault(where, value, "a list of " + ", ".join(WEEKDAYS))
        return frozenset()

    def months(self, value: object, where: str) -> frozenset[int]:
        """Return month numbers."""
        if isinstance(value, list) and value and all(type(month) is int and 1 <= month <= 12 for month in value):
            return frozenset(value)
        self.fault(where, value, "a list of month numbers from 1 to 12")
        return frozenset()

    def minutes(self, value: object, where: str, *, after: int | None = None) -> int:
        """Return minutes after midnight from "9:00"; a time not after `after` is taken for the next day ("22:00"
        to "02:00").
        """
        match = CLOCK.fullmatch(value) if isinstance(value, str) else None
        minutes = int(match[1]) * 60 + int(match[2]) if match else LATEST + 1
        if after is not None and minutes <= after:
            minutes += MINUTES_A_DAY
        if minutes > LATEST or (after is None and minutes >= MINUTES_A_DAY):
            self.fault(where, value, "a time as HH:MM, up to 48:00 where it runs past midnight")
            return 0
        return minutes

    def month_day(self, value: object, where: str) -> MonthDay:
        """Return a day of every year from "12-29"."""
        match = MONTH_DAY.fullmatch(value) if isinstance(value, str) else None
        try:
            day = date(LEAP_YEAR, int(match[1]), int(match[2])) if match else None
        except ValueError:
            day = None
        if day is None:
            self.fault(where, value, "a month and day as MM-DD")
            return MonthDay(1, 1)
        return MonthDay(day.month, day.day)

    def date(self, value: object, where: str) -> date:
        """Return a real date from "2027-03-27"."""
        try:
            return date.fromisoformat(value if isinstance(value, str) and len(value) == 10 else "")
        except ValueError:
            self.fault(where, value, "a date as YYYY-MM-DD")
            return date.min
