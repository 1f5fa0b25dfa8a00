"""Lists and details. Bytes go out as they are stored."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified
from rest_framework.request import Request
from rest_framework.views import APIView

from api.problems import BadParameter, Problem
from cms import clock
from cms.languages.table import CODES, UnknownLanguage, by_code, negotiate
from cms.publishing.query import ListQuery
from cms.publishing.selectors import detail, list_things, minute, opening_members, spliced
from cms.records.kinds import by_plural
from cms.records.models import Record


def language_of(request: Request) -> str:
    """Return the language asked for by `?lang=`, else by Accept-Language."""
    given = request.query_params.get("lang")
    if given is None:
        return negotiate(request.headers.get("Accept-Language", ""))
    try:
        return by_code(given).code
    except UnknownLanguage as error:
        raise BadParameter("lang", given, ", ".join(CODES)) from error


def origin(request: Request) -> bytes:
    """Return the public origin that answers put before root-relative addresses."""
    return str(settings.PUBLIC_URL or f"{request.scheme}://{request.get_host()}").encode()


def answer(request: Request, body: bytes, *, etag: str, language: str) -> HttpResponse:
    """Return JSON with a strong ETag, or 304 where the client has it."""
    tag = f'"{etag}"'
    headers = {
        "ETag": tag,
        "Content-Language": language,
        "Vary": "Accept-Language",
        "Cache-Control": "public, max-age=30",
        "Access-Control-Allow-Origin": "*",
    }
    if tag in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(body.replace(b"@ORIGIN@", origin(request)), content_type="application/json", headers=headers)


class RecordList(APIView):
    """Things of one kind."""

    def get(self, request: Request, plural: str) -> HttpResponse:
        """Return a page of summaries."""
        language = language_of(request)
        listing = list_things(ListQuery(lang=language, kinds=(by_plural(plural).name,), limit=20))
        now = clock.now()
        rows = b",".join(spliced(row.summary, opening_members(row.opening(now))) for row in listing.rows)
        body = b'{"next":null,"results":[' + rows + b"]}"
        etag = hashlib.sha256("".join(row.etag for row in listing.rows).encode() + minute(now).encode()).hexdigest()[
            :20
        ]
        return answer(request, body, etag=etag, language=language)


class RecordDetail(APIView):
    """One thing."""

    def get(self, request: Request, plural: str, key: str) -> HttpResponse:
        """Return a document; 410 for one that was withdrawn, 404 for one that never was."""
        language = language_of(request)
        try:
            uuid = UUID(key)
        except ValueError as error:
            raise Problem(404, "Not found", f"{key!r} is no id") from error
        found = detail(language, uuid=uuid)
        if found is None:
            raise self._absent(uuid)
        body = spliced(found.full, opening_members(found.opening(clock.now())))
        return answer(request, body, etag=found.etag + minute(), language=found.lang)

    def _absent(self, uuid: UUID) -> Problem:
        withdrawn: Any = Record.objects.filter(uuid=uuid).values_list("withdrawn_at", flat=True).first()
        if withdrawn is None:
            return Problem(404, "Not found")
        return Problem(410, "Withdrawn", f"withdrawn on {withdrawn:%Y-%m-%d}", withdrawn_at=withdrawn.isoformat())
