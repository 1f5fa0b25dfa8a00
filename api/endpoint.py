"""What all endpoints have in common: checked parameters, one language, JSON only, problems for everything else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, ClassVar, Never

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from rest_framework.views import APIView

from api.answers import Answer, respond
from api.openapi.inspection import EndpointSchema
from api.parameters import Asked, Parameter, parameters, read_query
from api.problems import CORS, Problem, handle
from cms.languages.table import negotiate

negotiated = lru_cache(maxsize=1024)(negotiate)


class Endpoint(APIView):
    """One address of the API. A subclass names its parameters and defines `answer`.

    It is a view of REST framework's to Django, to drf-spectacular and to whoever reads it, but runs none of its stages:
    there is one format, nobody logs in, and a request needs no second form. They cost as much as reading a list.
    """

    parameters: ClassVar[Mapping[str, Parameter]] = parameters()
    defaults: ClassVar[Mapping[str, Any]]
    operation: ClassVar[str] = ""
    schema_name: ClassVar[str] = ""
    body_schema: ClassVar[str] = ""
    schema = EndpointSchema()
    http_method_names = ["get", "head", "options"]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Collect the defaults of the parameters once."""
        super().__init_subclass__(**kwargs)
        cls.defaults = {name: parameter.default for name, parameter in cls.parameters.items()}

    def dispatch(self, request: HttpRequest, *args: Any, **path: str) -> HttpResponseBase:  # type: ignore[override]
        """Answer a request; whatever goes wrong becomes a problem."""
        try:
            method = request.method or ""
            if method.lower() not in self.http_method_names or not hasattr(self, method.lower()):
                self.http_method_not_allowed(request)
            if method != "OPTIONS":
                self.prepare(request)
            answer: HttpResponseBase = getattr(self, method.lower())(request, **path)
            return answer
        except Exception as error:  # noqa: BLE001 - every kind is known to `handle`, which logs what it does not expect
            return handle(error, {"view": self, "request": request})

    def prepare(self, request: HttpRequest) -> None:
        """Check what the client takes and what it asks; raise a problem."""
        if not takes_json(request.META.get("HTTP_ACCEPT", "")):
            accepted = "application/json"
            raise Problem(406, "Not acceptable", f"available: {accepted}", available=[accepted])
        self.asked = self.read(request)

    def read(self, request: HttpRequest) -> Asked:
        """Return what is asked for, or raise BadParameters."""
        values, pairs = read_query(request.META.get("QUERY_STRING", ""), self.parameters)
        lang = values.get("lang") or negotiated(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
        return Asked(lang, request.path.rstrip("/"), values, self.defaults, pairs)

    def answer(self, asked: Asked, **path: str) -> Answer:
        """Return the answer to what is asked."""
        raise NotImplementedError

    def get(self, request: HttpRequest, **path: str) -> HttpResponse:
        """Answer GET and HEAD; the server drops the body of the latter."""
        return respond(request, self.answer(self.asked, **path))

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """Answer the preflight of a browser; unlike REST framework's, it describes no serializers."""
        headers = {
            **CORS,
            "Allow": self.allowed,
            "Access-Control-Allow-Methods": self.allowed,
            "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match",
            "Access-Control-Max-Age": "86400",
        }
        return HttpResponse(status=204, headers=headers)

    head = get

    @property
    def allowed(self) -> str:
        """The methods of this address, for `Allow`."""
        return ", ".join(self.allowed_methods)

    def http_method_not_allowed(self, request: Any, *args: Any, **kwargs: Any) -> Never:
        """Refuse, and say what is allowed."""
        raise Problem(405, "Method not allowed", f"allowed: {self.allowed}", headers={"Allow": self.allowed})


@lru_cache(maxsize=1024)
def takes_json(accept: str) -> bool:
    """Tell whether an Accept header (RFC 9110, 12.5.1) allows application/json: the most specific range decides."""
    best = (-1, 1.0)
    for part in accept.split(",") if accept.strip() else ():
        media, _, rest = part.strip().lower().partition(";")
        specific = {"*/*": 0, "application/*": 1, "application/json": 2}.get(media.strip())
        if specific is not None and specific > best[0]:
            best = specific, _quality(rest)
    return best[1] > 0 if best[0] >= 0 else not accept.strip()


def _quality(parameters: str) -> float:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
