"""The addresses of displays (`cms.signage.api`), described by hand: a room below may not know of this document."""

from __future__ import annotations

from typing import Any, Final

from api.openapi.inspection import problem

SECURITY: Final = {"display": {"type": "http", "scheme": "bearer", "description": "The token that pairing gave once."}}

_ID = {
    "name": "id",
    "in": "path",
    "required": True,
    "description": "The display's uuid.",
    "schema": {"type": "string", "format": "uuid"},
}
_SECRET = {
    "name": "secret",
    "in": "path",
    "required": True,
    "description": "Part of the address that `pair` gave.",
    "schema": {"type": "string"},
}
_OBJECT = {"application/json": {"schema": {"type": "object"}}}


def _operation(name: str, summary: str, responses: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"operationId": name, "summary": summary, "tags": ["Signage"], **more, "responses": responses}


def _refused(*statuses: int) -> dict[str, Any]:
    refused = {str(status): problem(status) for status in statuses if status != 401}
    if 401 in statuses:
        refused["401"] = {
            "description": "The token is missing or not this display's.",
            "content": problem(404)["content"],
        }
    return refused


PATHS: Final[dict[str, Any]] = {
    "/api/v1/signage/pair": {
        "post": _operation(
            "signage_pair",
            "A screen asks for a code that a curator enters.",
            {
                "201": {
                    "description": "The code, the address to ask at, and until when.",
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "required": ["code", "poll", "expires"],
                                "properties": {
                                    "code": {"type": "string", "minLength": 6, "maxLength": 6},
                                    "poll": {"type": "string", "format": "uri"},
                                    "expires": {"type": "string", "format": "date-time"},
                                },
                            }
                        }
                    },
                },
                **_refused(400, 429),
            },
            requestBody={"content": {"application/json": {"schema": {"type": "object", "maxProperties": 0}}}},
        )
    },
    "/api/v1/signage/pair/{secret}": {
        "get": _operation(
            "signage_poll",
            "A screen asks whether its code was entered.",
            {
                "202": {"description": "Not yet.", "content": _OBJECT},
                "200": {"description": "The token, this once.", "content": _OBJECT},
                **_refused(404, 410, 429),
            },
            parameters=[_SECRET],
        )
    },
    "/api/v1/signage/displays/{id}/manifest": {
        "get": _operation(
            "signage_manifest",
            "What a display is to show, with a SHA-256 per file.",
            {
                "200": {"description": "The programme.", "content": _OBJECT},
                "304": {"description": "What `If-None-Match` names is still right."},
                **_refused(401, 403, 404),
            },
            parameters=[_ID],
            security=[{"display": []}],
        )
    },
    "/api/v1/signage/displays/{id}/state": {
        "get": _operation(
            "signage_state",
            "How a display is.",
            {
                "200": {"description": "Health, last report, when it came.", "content": _OBJECT},
                **_refused(401, 403, 404),
            },
            parameters=[_ID],
            security=[{"display": []}],
        ),
        "post": _operation(
            "signage_report",
            "A display reports.",
            {"200": {"description": "The server's time.", "content": _OBJECT}, **_refused(400, 401, 403, 404)},
            parameters=[_ID],
            requestBody={"required": True, "content": _OBJECT},
            security=[{"display": []}],
        ),
    },
}
