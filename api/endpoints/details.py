"""One place, item, event, tour or story."""

from __future__ import annotations

import re
from typing import ClassVar, Never
from uuid import UUID

from api.answers import Answer
from api.endpoint import Endpoint
from api.parameters import Asked
from api.problems import Problem
from api.rows import members
from cms import clock
from cms.publishing.selectors import Absence, absence, detail, spliced

UUID_TEXT = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
SLUG_TEXT = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class RecordDetail(Endpoint):
    """The whole document of one thing, by its uuid, or by the slug that stands in the page's address.

    A uuid never changes and is what other programs keep; a slug may, and the old one answers 301.
    """

    kind: ClassVar[str] = ""
    plural: ClassVar[str] = ""
    schema_name = "Detail"

    def answer(self, asked: Asked, **path: str) -> Answer:
        """Return the document in the language given; 410 with the date for one withdrawn, 404 for what never was."""
        key = path["key"]
        uuid = UUID(key) if UUID_TEXT.fullmatch(key) else None
        if uuid is None and (len(key) > 120 or not SLUG_TEXT.fullmatch(key)):
            raise Problem(404, "Not found", f"{key[:120]!r} is neither a uuid nor a slug")
        slug = "" if uuid else key
        found = detail(asked.lang, uuid=uuid, kind=self.kind, slug=slug)
        if found is None:
            self._refuse(absence(self.kind, uuid=uuid, slug=slug))
        now = clock.now()
        states = members(self.kind, found.windows, now.timestamp())
        return Answer(spliced(found.full, states), found.lang, at=now if states else None)

    def _refuse(self, reason: Absence | None) -> Never:
        if reason is None:
            raise Problem(404, "Not found", f"there is no such {self.kind}")
        if reason.moved_to:
            address = f"/api/v1/{self.plural}/{reason.moved_to}"
            raise Problem(301, "Moved", f"now at {address}", headers={"Location": address})
        assert reason.withdrawn_at is not None
        day = reason.withdrawn_at.astimezone(clock.TOKYO)
        raise Problem(410, "Withdrawn", f"withdrawn on {day:%Y-%m-%d}", withdrawn_at=day.isoformat(timespec="seconds"))
