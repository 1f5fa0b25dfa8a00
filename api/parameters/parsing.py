"""From a query string to checked values, or to one problem that names every parameter at fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast
from urllib.parse import parse_qsl

from api.problems import BadParameter, BadParameters

LONGEST_RECEIVED = 200
"""Characters of a bad value that a problem repeats."""

MOST_FIELDS = 60
"""Pairs in one query string; more is no question but an attack."""

MOST_REPEATED = 10
"""How often a parameter may be given that may be repeated."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One query parameter. `read` returns the value or raises ValueError; `accepted` completes "accepted is ...".

    Unlike Django's QueryDict, a parameter that may not be repeated is refused when it is; there the last one wins.
    """

    name: str
    read: Callable[[str], Any]
    accepted: str
    schema: Mapping[str, Any]
    description: str
    default: Any = None
    required: bool = False
    repeatable: bool = False
    needs: str = ""
    example: Any = None

    def with_default(self, default: Any) -> Parameter:
        """Return this parameter with another default."""
        return replace(self, default=default)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks: the language, the checked parameters and path and pairs as they came, for `next`."""

    lang: str
    path: str
    values: Mapping[str, Any]
    defaults: Mapping[str, Any]
    pairs: tuple[tuple[str, str], ...] = ()

    def __getitem__(self, name: str) -> Any:
        """Return the value of a parameter, or its default."""
        return self.values[name] if name in self.values else self.defaults[name]


def read_query(query: str, known: Mapping[str, Parameter]) -> tuple[dict[str, Any], tuple[tuple[str, str], ...]]:
    """Return the checked values and the pairs of a query string; raise BadParameters naming each parameter at fault."""
    if not query and not any(parameter.required for parameter in known.values()):
        return {}, ()
    pairs = _pairs(query)
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    values: dict[str, Any] = {}
    faults: list[BadParameter] = []
    for name, texts in given.items():
        try:
            values[name] = _value(name, texts, known)
        except BadParameter as fault:
            faults.append(fault)
    for parameter in known.values():
        if parameter.required or parameter.needs:
            faults.extend(_absent(parameter, given))
    if faults:
        raise BadParameters(faults)
    return values, pairs


def _pairs(query: str) -> tuple[tuple[str, str], ...]:
    try:
        if not query.isascii():  # WSGI hands bytes over as Latin-1; clients that do not encode send UTF-8
            query = query.encode("latin-1").decode()
        return tuple(parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict"))
    except UnicodeDecodeError as error:
        raise BadParameters([BadParameter("query", query[:LONGEST_RECEIVED], "percent-encoded UTF-8")]) from error
    except ValueError as error:
        raise BadParameters([BadParameter("query", "", f"at most {MOST_FIELDS} parameters")]) from error


def _value(name: str, texts: list[str], known: Mapping[str, Parameter]) -> Any:
    received = ", ".join(texts)[:LONGEST_RECEIVED]
    parameter = known.get(name)
    if parameter is None:
        raise BadParameter(name[:LONGEST_RECEIVED], received, f"unknown here; known are {', '.join(sorted(known))}")
    if len(texts) > 1 and not parameter.repeatable:
        raise BadParameter(name, received, f"given once: {parameter.accepted}")
    if len(texts) > MOST_REPEATED:
        raise BadParameter(name, received, f"given at most {MOST_REPEATED} times: {parameter.accepted}")
    try:
        found = [parameter.read(text) for text in texts]
    except ValueError as error:
        raise BadParameter(name, received, parameter.accepted) from error
    return tuple(found) if parameter.repeatable else found[0]


def _absent(parameter: Parameter, given: Mapping[str, object]) -> list[BadParameter]:
    if parameter.required and parameter.name not in given:
        return [BadParameter(parameter.name, "", f"required: {parameter.accepted}")]
    if parameter.needs and parameter.name in given and parameter.needs not in given:
        received = str(cast(list[str], given[parameter.name])[0])[:LONGEST_RECEIVED]
        return [BadParameter(parameter.name, received, f"only together with {parameter.needs}")]
    return []
