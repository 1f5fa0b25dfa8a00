"""The port that the web server listens on: is it free, does it answer?"""

from __future__ import annotations

import http.client
import socket
from contextlib import suppress

from cms.setup.speech import SetupError
from cms.setup.surroundings import Surroundings


def is_free(host: str, port: int) -> bool:
    """Return whether a server could listen on `host` and `port` now.

    Raises SetupError when `host` is no address of this machine.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise SetupError(f"HOST is {host!r}, which this machine cannot resolve: {error.strerror}.") from None
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen(1)
        except OSError:
            return False
    return True


def demand_free(here: Surroundings) -> None:
    """Raise SetupError when another program holds the port."""
    if not is_free(here.host, here.port):
        raise SetupError(
            f"Another program listens on {here.host}:{here.port}. "
            f"Choose another port, for example: PORT={here.port + 1} make run"
        )


def answers(here: Surroundings, path: str = "/healthz/ready", *, seconds: float = 2.0) -> bool:
    """Return whether the site answers `path` with 200 within `seconds`."""
    connection = http.client.HTTPConnection(here.probe_host, here.port, timeout=seconds)
    with suppress(OSError, http.client.HTTPException):
        connection.request("GET", path, headers={"Host": "localhost", "Connection": "close"})
        return connection.getresponse().status == 200
    connection.close()
    return False
