"""The three probes. Answers are never cached and never depend on who asks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from cms.health.probes import DETAIL, READY, Look, looks

UNCACHED = {"Cache-Control": "no-store"}


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Answer 200 while this process can answer at all. If it does not, restart the process."""
    return HttpResponse("alive\n", content_type="text/plain; charset=utf-8", headers=UNCACHED)


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 when database and tables are there, else 503.

    While 503, send no visitors; do not restart the process.
    """
    return answer(looks(READY))


@require_safe
def detail(request: HttpRequest) -> HttpResponse:
    """Answer with every look: 200 when all are well, else 503.

    For the operator's dashboard; no balancer should ask it.
    """
    return answer(looks(DETAIL))


def answer(taken: list[Look]) -> JsonResponse:
    """Return the looks as JSON."""
    well = all(look.well for look in taken)
    body = {"well": well, "looks": {look.name: {"well": look.well, "seen": look.seen} for look in taken}}
    return JsonResponse(body, status=200 if well else 503, headers=UNCACHED)
