"""What drf-spectacular says of an endpoint: all of it comes from what the endpoint itself declares."""

from __future__ import annotations

import re
from inspect import cleandoc
from typing import Any, Final

from drf_spectacular.openapi import AutoSchema

from api.parameters import Parameter

PROBLEMS: Final = {
    301: "Moved to another slug; `Location` says where.",
    400: "A parameter or the body cannot be used; `errors` names each.",
    403: "Not allowed: a revoked screen has to be paired anew; `explain` needs a login of staff.",
    404: "There is no such thing.",
    405: "This method is not here; `Allow` says which are.",
    406: "The only format is `application/json`.",
    410: "Withdrawn; `withdrawn_at` says when.",
    413: "The body is too large.",
    415: "The body is no `application/json`.",
    429: "Too often; `Retry-After` says when.",
}
TAGS: Final = {
    "Records": ("places", "place", "items", "item", "events", "event", "tours", "tour", "stories", "story"),
    "Before, during, after": ("before_inspire", "during_nearby", "during_alerts", "after_recap"),
    "Search": ("search", "search_suggest"),
    "Keeping up": ("changes", "languages", "index", "media", "scene", "openapi"),
}


def component(name: str) -> dict[str, str]:
    """Return the reference to a schema, by its file's name."""
    return {"$ref": f"#/components/schemas/{component_name(name)}"}


def component_name(name: str) -> str:
    """Return `NearbyList` for `nearby_list`."""
    return "".join(part.capitalize() for part in re.split(r"[_-]", name))


class EndpointSchema(AutoSchema):
    """Describes an `api.endpoint.Endpoint`."""

    def get_operation(
        self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any
    ) -> dict[str, Any] | None:
        """Return the operation object (OpenAPI 3.1, 4.8.10)."""
        view: Any = self.view
        text = cleandoc(view.__class__.__doc__ or "")
        summary, _, rest = text.partition("\n")
        operation: dict[str, Any] = {
            "operationId": view.operation,
            "summary": summary.strip(),
            "description": " ".join(rest.split()),
            "tags": [next(tag for tag, names in TAGS.items() if view.operation in names)],
            "parameters": [*_path_parameters(path), *[_query(found) for found in view.parameters.values()]],
        }
        if view.body_schema:
            content = {"application/json": {"schema": component(view.body_schema)}}
            operation["requestBody"] = {"required": True, "content": content}
        operation["responses"] = self._responses(path, method)
        return operation

    def _responses(self, path: str, method: str) -> dict[str, Any]:
        view: Any = self.view
        name = view.kind if view.schema_name == "Detail" else view.schema_name
        headers = {"Content-Language": _header("The language given, or of a list the one asked for.")}
        if method.lower() == "get":
            headers["ETag"] = _header("Strong, per language and question; with opening states per minute.")
            headers["Cache-Control"] = _header("At most 30 seconds where opening states are in.")
        body = {"application/json": {"schema": component(name) if name else {"type": "object"}}}
        found: dict[str, Any] = {"200": {"description": "As asked.", "headers": headers, "content": body}}
        if method.lower() == "get":
            found["304"] = {"description": "What `If-None-Match` names is still right."}
        statuses = [400, 406]
        if "{" in path:
            statuses += [404] if "media" in path else [301, 404, 410]
        if view.body_schema:
            statuses += [413, 415]
        if "explain" in view.parameters:
            statuses.append(403)
        return found | {str(status): problem(status) for status in sorted(statuses)}


def problem(status: int) -> dict[str, Any]:
    """Return the response object of a problem."""
    content = {"application/problem+json": {"schema": component("problem")}}
    return {"description": PROBLEMS[status], "content": content}


def _query(parameter: Parameter) -> dict[str, Any]:
    schema = dict(parameter.schema)
    if parameter.repeatable:
        schema = {"type": "array", "items": schema}
    if parameter.default not in (None, "", ()):
        schema["default"] = parameter.default
    found: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "description": parameter.description,
        "required": parameter.required,
        "schema": schema,
    }
    if parameter.repeatable:
        found |= {"style": "form", "explode": True}
    if parameter.example is not None:
        found["example"] = parameter.example
    return found


def _path_parameters(path: str) -> list[dict[str, Any]]:
    described = {
        "key": "The uuid, or the slug of the page's address.",
        "asset": "The uuid of the asset.",
        "form": "`scene.svx.json`, `iiif-manifest.json` or `iiif-scene.json`.",
    }
    return [
        {"name": name, "in": "path", "required": True, "description": described[name], "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", path)
    ]


def _header(description: str) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string"}}
