"""A proxy that is known is believed about the client, and nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from cms import wsgi


@pytest.mark.parametrize(
    ("proxies", "peer", "seen"),
    [
        (["127.0.0.1"], "127.0.0.1", "198.51.100.7"),
        (["10.0.0.0/8"], "10.1.2.3", "198.51.100.7"),
        (["127.0.0.1"], "203.0.113.9", "203.0.113.9"),
        ([], "127.0.0.1", "127.0.0.1"),
    ],
)
def test_the_address_of_a_client_is_that_of_the_peer_unless_a_known_proxy_says_otherwise(
    monkeypatch: pytest.MonkeyPatch, proxies: list[str], peer: str, seen: str
) -> None:
    addresses: list[str] = []

    def inner(environ: dict[str, Any], start: object) -> list[bytes]:
        addresses.append(environ["REMOTE_ADDR"])
        return []

    monkeypatch.setattr(wsgi, "get_wsgi_application", lambda: inner)
    environ = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR="198.51.100.7").environ
    wsgi.application_of(proxies)(environ, lambda *args: lambda data: None)
    assert addresses == [seen]
