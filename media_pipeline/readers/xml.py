"""XML from strangers: no document type, no entities of its own, bounded in depth and elements, errors with their line."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from xml.parsers import expat

from media_pipeline.errors import BadInput

MAX_DEPTH = 100
Start = Callable[[str, dict[str, str]], None]


def scan(name: str, data: bytes, start: Start, *, most_elements: int) -> None:
    """Call `start(tag, attributes)` for each element of `data`, the namespace left off. Raises BadInput with the line."""
    parser = expat.ParserCreate(namespace_separator="}")
    depth = count = 0

    def refused(rule: str) -> BadInput:
        return BadInput(name, f"line {parser.CurrentLineNumber}", rule)

    def begun(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > MAX_DEPTH or count > most_elements:
            raise refused(f"more than {MAX_DEPTH} elements within each other or {most_elements} in all")
        try:
            start(plain(tag), attributes)
        except (KeyError, ValueError, IndexError, OverflowError) as error:
            raise refused(
                f"<{plain(tag)[:40]}> lacks a member or has one that is no number ({str(error)[:60]})"
            ) from None

    def ended(tag: str) -> None:
        nonlocal depth
        depth -= 1

    def declared(*_: object) -> None:
        raise refused("document types and entities are refused")

    parser.StartElementHandler, parser.EndElementHandler = begun, ended
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = declared
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise BadInput(
            name, f"line {error.lineno}", f"this is not well-formed XML: {expat.ErrorString(error.code)}"
        ) from None


def tree(name: str, data: bytes, *, most_elements: int) -> ET.Element:
    """Return the root of `data`, namespaces left off. Raises BadInput with the line."""
    scan(name, data, lambda tag, attributes: None, most_elements=most_elements)
    try:
        root = ET.fromstring(data)  # noqa: S314 - it holds no document type and no entity, as was just seen
    except ET.ParseError as error:
        raise BadInput(name, f"line {error.position[0]}", "this is not well-formed XML") from None
    for element in root.iter():
        element.tag = plain(element.tag)
    return root


def plain(tag: str) -> str:
    """Return `tag` without its namespace."""
    return tag.rpartition("}")[2]
