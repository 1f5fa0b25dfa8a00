"""The log says what happened, not where somebody was or what they looked for."""

from __future__ import annotations

import json
import logging

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from cms.http.request_log import JsonFormatter, without_personal


def near(request: HttpRequest) -> HttpResponse:
    logging.getLogger("kakuzan.probe").warning("asked")
    return HttpResponse("近く")


urlpatterns = [path("api/v1/during/nearby", near)]
pytestmark = pytest.mark.urls("tests.cms.http.test_request_log")


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    """Collect each log line as the handler of an installation would write it."""
    found: list[dict[str, object]] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(json.loads(JsonFormatter().format(record)))

    collector = Collector()
    loggers = [logging.getLogger("kakuzan.request"), logging.getLogger("kakuzan.probe")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(collector)
        logger.setLevel(logging.INFO)
    yield found
    for logger, level in zip(loggers, before, strict=True):
        logger.removeHandler(collector)
        logger.setLevel(level)


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("lat=35.0622&lon=134.0049&radius_m=500", "radius_m=500"),
        ("near=35.06,134.0&lang=ja", "lang=ja"),
        ("q=%E6%B4%A5%E5%B1%B1&kind=place", "kind=place"),
        ("LAT=35.06&Q=x", ""),
        ("lang=ja&lang=en", "lang=ja&lang=en"),
    ],
)
def test_positions_and_searches_are_dropped_from_the_query(query: str, kept: str) -> None:
    assert without_personal(query) == kept


def test_a_line_tells_method_path_status_and_time_under_the_request_s_number(lines: list[dict[str, object]]) -> None:
    answer = Client().get("/api/v1/during/nearby?lat=35.0622&lon=134.0049&radius_m=500")
    probe, request = lines
    assert request | {"ms": 0, "time": ""} == {
        "time": "", "level": "info", "logger": "kakuzan.request", "event": "request", "method": "GET",
        "path": "/api/v1/during/nearby", "query": "radius_m=500", "status": 200, "ms": 0, "request": answer["X-Request-ID"],
    }  # fmt: skip
    assert probe["request"] == answer["X-Request-ID"], "a line of the view belongs to the same request"
    assert "35.06" not in json.dumps(lines)


def test_a_well_formed_number_of_the_proxy_is_kept_and_another_is_not() -> None:
    assert (
        Client().get("/api/v1/during/nearby", headers={"X-Request-ID": "edge-0042-a1"})["X-Request-ID"]
        == "edge-0042-a1"
    )
    forged = 'x" status="200'
    assert Client().get("/api/v1/during/nearby", headers={"X-Request-ID": forged})["X-Request-ID"] != forged


def test_a_line_is_one_line_also_with_an_error_in_it() -> None:
    try:
        raise ValueError("二行\nある")
    except ValueError:
        record = logging.getLogger("kakuzan").makeRecord(
            "kakuzan", 40, "f", 1, "失敗 %s", ("x",), __import__("sys").exc_info()
        )
    line = JsonFormatter().format(record)
    assert "\n" not in line
    assert json.loads(line)["event"] == "失敗 x"
    assert "ValueError" in json.loads(line)["error"]
