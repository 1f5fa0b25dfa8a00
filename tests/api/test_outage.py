"""PostgreSQL cuts the connection: one answer says to come again, the next is as ever."""

from __future__ import annotations

import pytest
from django.db import close_old_connections, connection
from django.test import Client

from tests import factories

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no connection that could be cut"),
]


def cut() -> None:
    """End our session in the server, as an operator, a failover or a firewall does in the middle of a request."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (session,) = cursor.fetchone()
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [session])
            assert cursor.fetchone() == (True,)
    finally:
        other.close()


def test_cut_connection_is_said_once_and_made_anew() -> None:
    factories.place()
    client = Client(raise_request_exception=False)
    for path in ("/api/v1/search?q=tsuyama", "/api/v1/places", "/ja/search/?q=tsuyama"):
        assert client.get(path).status_code == 200
        cut()
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        close_old_connections()  # what every request begins with outside of tests
        assert client.get(path).status_code == 200
