"""During the trip: what has to be known now."""

from __future__ import annotations

from typing import Any, Final

import orjson

from api.answers import Answer, as_bytes
from api.endpoint import Endpoint
from api.parameters import Asked
from cms.publishing.selectors import full_documents

SOONER: Final = 10
"""Seconds that this answer may be kept: a closure at 18:00 must not wait for a cache."""


class Alerts(Endpoint):
    """The notices in force: closed, moved, new time, postponed, cancelled, crowded. The latest comes first."""

    operation = "during_alerts"
    schema_name = "alerts"

    def answer(self, asked: Asked, **path: str) -> Answer:
        """Return all notices in force; there are never many."""
        found = [alert(orjson.loads(stored)) for stored in full_documents(asked.lang, kind="notice")]
        return Answer(as_bytes({"results": found}), asked.lang, max_age=SOONER)


def alert(document: dict[str, Any]) -> dict[str, Any]:
    """Return a notice as alerts show it: `kind` is what happened, not the kind of record."""
    members = ("id", "level", "title", "text", "lang", "records", "areas", "starts", "expires")
    found = {name: document.get(name) for name in members}
    return {"id": found["id"], "level": found["level"], "kind": document["notice_kind"], **found}
