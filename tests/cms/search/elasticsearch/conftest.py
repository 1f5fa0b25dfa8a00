"""A cluster with an index of a few places, and clusters that are not what they should be."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from cms.search.elasticsearch.building import build
from cms.search.elasticsearch.degrading import forget
from cms.search.elasticsearch.tending import forget as forget_rest
from cms.search.models import SearchBuild
from cms.settings.search import SearchCluster
from tests.cms.search.contract import town

NAMES = {"ja": "津山城", "en": "Tsuyama Castle"}


@pytest.fixture
def built(cluster: SearchCluster, db: None) -> SearchBuild:
    """Publish 津山城 and 衆楽園 and build the index."""
    town.publish(town.told("castle", names=NAMES), town.told("garden", names={"ja": "衆楽園"}))
    forget_rest()
    made = build(cluster)
    assert made is not None
    forget()
    return made


@pytest.fixture
def stand_in() -> Iterator[Callable[[int, object], str]]:
    """Return a function that starts a server which answers every question alike, and returns its address."""
    servers: list[ThreadingHTTPServer] = []

    def begin(status: int, body: object, product: str = "Elasticsearch") -> str:
        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                text = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("X-Elastic-Product", product)
                self.send_header("Content-Type", "application/vnd.elasticsearch+json;compatible-with=8")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_POST = do_PUT = do_HEAD = answer

            def log_message(self, *args: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield begin
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def half_open() -> Iterator[str]:
    """Return the address of a server that takes connections and never says anything."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


@pytest.fixture
def nobody() -> str:
    """Return an address where nothing listens: the port was free a moment ago and is not given out again so soon."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        return f"http://127.0.0.1:{listening.getsockname()[1]}"
