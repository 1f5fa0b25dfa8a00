"""Everything that leaves the house, as whoever stands outside gets it."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from cms.publishing.models import PublishedDocument
from cms.signage.models import Display
from tests.cms.signage import screens

PLURALS = {"place": "places", "item": "items", "event": "events", "tour": "tours", "story": "stories"}
STATE = re.compile(rb',"open_now":[^,}]*,"next_change":("[^"]*"|null)')
"""Opening states are spliced into answers: the clock moves them without any change."""


def documents() -> dict[str, bytes]:
    """Return the stored bytes by thing and language."""
    return {
        f"document {row.thing_id} {row.lang}": bytes(row.summary) + bytes(row.full)
        for row in PublishedDocument.objects.all()
    }


def answers(client: Client, display: Display, token: str) -> dict[str, bytes]:
    """Return lists, search, delta, alerts, before and after, sitemaps, the front door and the programme of a sign."""
    paths = [
        *(f"/api/v1/{plural}?lang=ja&limit=100" for plural in PLURALS.values()),
        "/api/v1/search?q=himitsu&lang=ja",
        "/api/v1/search?q=himitsu&lang=en",
        "/api/v1/during/alerts?lang=en",
        "/api/v1/during/nearby?lat=35.06&lon=134.0&lang=en",
        "/api/v1/before/inspire?lang=ja",
        "/ja/sitemap.xml",
        "/en/sitemap.xml",
        "/ja/",
    ]
    found = {path: client.get(path) for path in paths}
    found["manifest"] = screens.manifest(client, display, token)
    for path, answer in found.items():
        assert answer.status_code == 200, (path, answer.status_code)
    return {path: bytes(answer.content) for path, answer in found.items()}


class Consumer:
    """Somebody else's program: mirrors all documents by asking `changes` for what it does not have yet."""

    def __init__(self) -> None:
        self.since = 0
        self.mirror: dict[str, tuple[str, bytes]] = {}

    def poll(self, client: Client) -> None:
        """Follow the delta to its end."""
        more = True
        while more:
            found = client.get(f"/api/v1/changes?since={self.since}&lang=en&limit=100").json()
            for change in found["results"]:
                assert change["sequence"] > self.since
                self.since = change["sequence"]
                if change["deleted"]:
                    self.mirror.pop(change["id"], None)
                else:
                    self.mirror[change["id"]] = change["kind"], read(client, change["kind"], change["id"])
            assert found["until"] == self.since
            more = found["more"]

    def check(self, client: Client, public: dict[Any, str]) -> None:
        """Assert that the mirror holds what is public, byte by byte, without having asked for anything else."""
        wanted = {str(uuid): kind for uuid, kind in public.items() if kind in PLURALS}
        assert {uuid: kind for uuid, (kind, _body) in self.mirror.items()} == wanted
        for uuid, (kind, body) in self.mirror.items():
            assert body == read(client, kind, uuid), f"{kind} {uuid} changed without a new number"


def read(client: Client, kind: str, uuid: str) -> bytes:
    """Return a document as the API gives it, without its opening state."""
    answer = client.get(f"/api/v1/{PLURALS[kind]}/{uuid}?lang=en")
    assert answer.status_code == 200, (kind, uuid, answer.content)
    return STATE.sub(b"", bytes(answer.content))
