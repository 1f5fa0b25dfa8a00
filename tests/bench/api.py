"""The API's lists and details over 5,000 things in seven languages, beside REST framework's floor and Wagtail's API v2."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any, Final
from urllib.parse import quote

import django
import orjson

from tests.bench.figures import Figure, cpu_ms, together

LIST: Final = "/api/v1/places?lang=ja&limit=20"
V2: Final = "/peer/v2/pages/?type=bench_peer.SpotPage&fields=short,lat,lon,category_name,thumbnail&limit=20"


def measure() -> list[Figure]:
    """Build both towns, check that both answer what is compared, and measure processor time per request."""
    django.setup()
    prepare()
    ask = asker()
    listed, peers = orjson.loads(ask(LIST)[1]), orjson.loads(ask(V2)[1])
    assert len(listed["results"]) == len(peers["items"]) == 20
    assert peers["items"][0]["thumbnail"]["url"]
    assert peers["items"][0]["category_name"]
    one = f"/api/v1/places/{listed['results'][7]['id']}?lang=ja"
    combined = _combined()
    found = orjson.loads(ask(combined)[1])["results"]
    assert found
    assert found == sorted(found, key=lambda row: row["distance_m"])

    cost = together(
        {
            "floor": lambda: ask("/peer/floor"),
            "list": lambda: ask(LIST),
            "detail": lambda: ask(one),
            "list 304": unchanged(ask, LIST),
            "detail 304": unchanged(ask, one),
        },
        times=150,
    )
    peer = cpu_ms(lambda: ask(V2), times=8)
    nearby, changed = "/api/v1/during/nearby?lat=35.06&lon=134.0", "/api/v1/changes?since=2000"
    return [
        Figure("trivial REST framework view", cost["floor"], "ms"),
        Figure("list of 20 of 5,000", cost["list"], "ms"),
        Figure("Wagtail API v2, the same members", peer, "ms"),
        Figure("Wagtail API v2 beside our list", peer / cost["list"], "x", least=80),
        *(
            Figure(f"{name} beside the trivial view", cost[name] / cost["floor"], "x", most=2.5)
            for name in ("list", "detail", "list 304", "detail 304")
        ),
        Figure("two tags + near + open_at", cpu_ms(lambda: ask(combined), times=50), "ms", most=5),
        Figure("nearby, 1 km", cpu_ms(lambda: ask(nearby), times=50), "ms", most=5),
        Figure("changes, 100", cpu_ms(lambda: ask(changed), times=50), "ms", most=5),
        Figure("inspire", cpu_ms(lambda: ask("/api/v1/before/inspire?lang=ja"), times=10), "ms"),
    ]


def prepare() -> None:
    """Make the database, our town and the peer's, unless they stand there already."""
    from django.core.management import call_command

    from cms.publishing.models import PublishedThing
    from tests.bench import town
    from tests.bench.peer import town as peers

    call_command("migrate", verbosity=0)
    if PublishedThing.objects.exists():
        return
    town.build()
    peers.build(town.THINGS)


def asker() -> Callable[..., tuple[str, bytes, dict[str, str]]]:
    """Return a function that asks the WSGI application itself: no client, no network, all of the middleware."""
    from django.core.wsgi import get_wsgi_application

    application: Any = get_wsgi_application()

    def ask(address: str, known: str = "") -> tuple[str, bytes, dict[str, str]]:
        path, _, query = address.partition("?")
        environ = {
            **{"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_PROTOCOL": "HTTP/1.1"},
            **{"SERVER_NAME": "testserver", "SERVER_PORT": "80", "HTTP_HOST": "testserver", "wsgi.url_scheme": "http"},
            **{"wsgi.input": BytesIO(), "HTTP_ACCEPT": "application/json", "REMOTE_ADDR": "127.0.0.1"},
        }
        if known:
            environ["HTTP_IF_NONE_MATCH"] = known
        status: list[Any] = []
        response = application(environ, lambda *given: status.extend(given))
        body = b"".join(response)
        response.close()
        assert status[0][:3] in {"200", "304"}, (address, status[0], body[:300])
        return status[0], body, dict(status[1])

    return ask


def unchanged(ask: Callable[..., tuple[str, bytes, dict[str, str]]], address: str) -> Callable[[], object]:
    """Return what asks again for something known. The minute may turn meanwhile: then one in some hundred is a 200."""
    known = {"etag": ask(address)[2]["ETag"]}

    def again() -> None:
        known["etag"] = ask(address, known["etag"])[2]["ETag"]

    return again


def _combined() -> str:
    from cms import clock

    at = (clock.local_now() + timedelta(days=1)).replace(hour=11, minute=0, second=0, microsecond=0)
    return f"/api/v1/places?lang=ja&tag=castle&tag=museum&near=35.06,134.0&open_at={quote(at.isoformat())}"
