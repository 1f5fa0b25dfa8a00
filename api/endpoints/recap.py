"""After the trip: what to read, what to see, and what to come back for."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse

from api.answers import Answer, as_bytes, respond
from api.endpoint import Endpoint
from api.endpoints.details import UUID_TEXT
from api.parameters import Asked
from api.problems import BadParameter, Problem
from api.rows import objects
from cms import clock
from cms.publishing.kinship import kinship

MOST: Final = 200
EACH: Final = 6
ACCEPTED: Final = f'a JSON object {{"ids": [...]}} with 1 to {MOST} uuids'


class Recap(Endpoint):
    """Suggestions from the things that somebody has seen. The device sends its own list; nothing of it is kept."""

    http_method_names = ["post", "options"]
    operation = "after_recap"
    schema_name = "recap"
    body_schema = "recap_request"

    def post(self, request: HttpRequest, **path: str) -> HttpResponse:
        """Answer POST. The answer belongs to one visitor: no cache keeps it."""
        answer = self.recap(self.asked, visited_of(request))
        response = respond(request, answer)
        response.headers["Cache-Control"] = "no-store"
        return response

    def recap(self, asked: Asked, visited: list[UUID]) -> Answer:
        """Return stories to read, pieces to see, places and events to come back for, and the ids that are not public."""
        now = clock.now()
        kin = kinship(asked.lang, visited=visited, each=EACH)
        sections = {
            b"read": objects(kin.of("story"), now),
            b"see": objects(kin.of("item"), now),
            b"come_back": objects(kin.of("place", "event")[:EACH], now),
            b"unknown": as_bytes([str(uuid) for uuid in visited if uuid not in kin.seen]),
        }
        body = b"{" + b",".join([b'"' + name + b'":' + value for name, value in sections.items()]) + b"}"
        return Answer(body, asked.lang, at=now)


def visited_of(request: HttpRequest) -> list[UUID]:
    """Return the uuids of the body, each once; raise a problem that says what is wrong with it."""
    if request.content_type not in {"application/json", ""}:
        headers = {"Accept-Post": "application/json"}
        raise Problem(415, "Unsupported media type", "send application/json", headers=headers)
    try:
        body: Any = orjson.loads(request.body)
    except orjson.JSONDecodeError as error:
        fault = BadParameter("body", request.body[:200].decode("utf-8", "replace"), ACCEPTED)
        raise Problem(400, "Bad body", f"no JSON: {error}", errors=[fault]) from error
    if not isinstance(body, dict) or "ids" not in body:
        raise BadParameter("ids", "", ACCEPTED)
    for name in body:
        if name != "ids":
            raise BadParameter(str(name)[:200], str(body[name])[:200], "unknown here; known is ids")
    ids = body["ids"]
    if not isinstance(ids, list) or not 1 <= len(ids) <= MOST:
        raise BadParameter("ids", f"{len(ids)} ids" if isinstance(ids, list) else str(ids)[:200], ACCEPTED)
    for text in ids:
        if not isinstance(text, str) or not UUID_TEXT.fullmatch(text):
            raise BadParameter("ids", str(text)[:200], "uuids like 0d9f1f3e-5a3c-5c8e-9a55-0c6f6a0e2b11")
    return list(dict.fromkeys(UUID(text) for text in ids))
