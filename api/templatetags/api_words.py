"""Texts of the OpenAPI document, where words between backticks are code (CommonMark 6.1)."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def words(text: str) -> list[tuple[bool, str]]:
    """Return the pieces of a text with whether each is code; a lone backtick stays what it is."""
    pieces = str(text).split("`")
    if len(pieces) % 2 == 0:
        pieces[-2:] = ["`".join(pieces[-2:])]
    return [(place % 2 == 1, piece) for place, piece in enumerate(pieces) if piece]
