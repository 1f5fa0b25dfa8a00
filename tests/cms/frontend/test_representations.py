"""Which form of a thing an Accept header gets (RFC 9110, 12.5.1)."""

from __future__ import annotations

import pytest

from cms.frontend.representations import Representation, accepted, representation_for


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("*/*", "text/html"),
        ("", "text/html"),
        ("application/json", "application/json"),
        ("application/json;q=0.9,text/html;q=0.2", "application/json"),
        ("application/*", "application/json"),
        ("text/html;q=0,*/*;q=0.1", "application/json"),
        ("image/png", None),
        ("text/html;q=0", None),
        ("text/html;q=nonsense", None),
        ('application/ld+json;profile="https://linked.art/ns/v1/linked-art.json"', None),
    ],
)
def test_the_best_form_wins_and_none_is_none(accept, expected):
    found = representation_for(accept, "place")
    assert (found.name if found else None) == expected


def test_a_form_of_another_kind_is_not_offered(monkeypatch):
    lido = Representation("application/lido+xml", lambda thing, plural, lang: "/", kinds=frozenset({"item"}))
    monkeypatch.setattr("cms.frontend.representations._KNOWN", [lido])
    assert representation_for("application/lido+xml", "place") is None
    assert representation_for("application/lido+xml", "item") is lido
    assert accepted("item") == ["application/lido+xml"]
