"""What stands between Kakuzan and a real cluster: a wire that somebody can cut or hold, and a gate that wants a key."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from cms.settings.search import SearchCluster
from tests.certificates import Made

REFUSED = b'{"error":{"type":"security_exception","reason":"unable to authenticate"},"status":401}'
JSON = "application/vnd.elasticsearch+json;compatible-with=8"


def gated(cluster: SearchCluster, made: Made, *, key: str, credentials: str) -> ThreadingHTTPServer:
    """Return a running https server that hands questions with one API key on, under other credentials."""
    far = urlsplit(cluster.hosts[0])

    class Gate(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.headers.get("Authorization") != f"ApiKey {key}":
                self.reply(401, JSON, REFUSED)
                return
            to = HTTPSConnection(far.netloc, context=ssl.create_default_context(cafile=cluster.ca))
            said = {name: self.headers[name] for name in ("Accept", "Content-Type") if name in self.headers}
            to.request(self.command, self.path, body, said | {"Authorization": f"Basic {credentials}"})
            answer = to.getresponse()
            self.reply(answer.status, answer.headers["Content-Type"], answer.read())
            to.close()

        def reply(self, status: int, content_type: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_HEAD = answer

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Gate)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.certificate, made.key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@dataclass
class Wire:
    """Carries bytes between a client and a host, as long as it is whole.

    `held`: connections are taken and nothing is carried. `cut_at`: after so many bytes of questions the connection ends.
    `deaf`: questions are carried, answers are not, and the connection ends.
    """

    to: str
    held: bool = False
    deaf: bool = False
    cut_at: int | None = None
    carried: int = 0
    _open: list[socket.socket] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen on a free port."""
        self._listening = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        """Return the address to use instead of the host's."""
        return f"{urlsplit(self.to).scheme}://127.0.0.1:{self._listening.getsockname()[1]}"

    def mend(self) -> None:
        """Be whole again; connections of before are gone."""
        self.held, self.deaf, self.cut_at, self.carried = False, False, None, 0
        self._drop()

    def close(self) -> None:
        """End everything."""
        self._listening.close()
        self._drop()

    def _drop(self) -> None:
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._open.clear()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                self._open.append(near)
                if self.held:
                    continue
                parts = urlsplit(self.to)
                far = socket.create_connection((parts.hostname, parts.port))
                self._open.append(far)
                threading.Thread(target=self._carry, args=(near, far, True), daemon=True).start()
                threading.Thread(target=self._carry, args=(far, near, False), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket, asks: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                if self.held:
                    return
                if asks:
                    self.carried += len(data)
                    if self.cut_at is not None and self.carried > self.cut_at:
                        break
                elif self.deaf:
                    break
                sink.sendall(data)
        for one in (source, sink):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
