"""Every parameter takes what the contract says and names itself in the 400 for anything else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from api.endpoints.lists import RecordList
from api.endpoints.nearby import Nearby
from api.parameters import Parameter, parameters, read_query
from api.problems import BadParameters

LIST = RecordList.parameters
NEARBY = Nearby.parameters


def read(query: str, known: dict[str, Parameter] = LIST) -> dict[str, object]:
    return read_query(query, known)[0]


def faults(query: str, known: dict[str, Parameter] = LIST) -> list[tuple[str, str]]:
    with pytest.raises(BadParameters) as caught:
        read_query(query, known)
    return [(fault.parameter, fault.received) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("query", "name", "value"),
    [
        ("lang=ZH-Hant", "lang", "zh-hant"),
        ("limit=1", "limit", 1),
        ("limit=100", "limit", 100),
        ("tag=castle&tag=cherry-blossom", "tag", ("castle", "cherry-blossom")),
        ("category=museum", "category", "museum"),
        ("bbox=133.9,35.0,134.1,35.1", "bbox", (133.9, 35.0, 134.1, 35.1)),
        ("season=autumn", "season", "autumn"),
        ("updated_since=2026-11-23T10:00:00Z", "updated_since", datetime(2026, 11, 23, 10, tzinfo=UTC)),
        ("updated_since=2026-11-23T19:00:00%2B09:00", "updated_since", datetime(2026, 11, 23, 10, tzinfo=UTC)),
    ],
)
def test_good_values_are_read(query: str, name: str, value: object) -> None:
    assert read(query)[name] == value


def test_a_plus_that_was_not_encoded_is_understood() -> None:
    assert read("updated_since=2026-11-23T19:00:00+09:00")["updated_since"] == datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "query",
    [
        *("lang=de", "lang=", "lang=ja&lang=en", "limit=0", "limit=101", "limit=ten", "limit=-1", "limit=1.5"),
        *("limit=%EF%BC%91%EF%BC%90", "limit=", "limit=99999999999999999999999", "limit=5&limit=5"),
        *("tag=", "tag=Castle", "tag=%E5%9F%8E", "tag=castle%00", "category=a&category=b", "category=%F0%9F%8F%AF"),
        *("bbox=1,2,3", "bbox=1,2,3,4,5", "bbox=a,b,c,d", "bbox=134,35,133,36", "bbox=133,36,134,35"),
        *("bbox=133,-91,134,35", "bbox=nan,1,2,3", "bbox=1e2,1,2,3"),
        *("near=35", "near=35,181", "near=91,134", "near=35;134", "near=35,134,5", "near=inf,134"),
        *("season=Spring", "season=monsoon", "season=spring&season=autumn"),
        *("updated_since=2026-11-23", "updated_since=2026-11-23T10:00:00", "updated_since=yesterday"),
        *("updated_since=2026-02-30T10:00:00Z", "updated_since=2026-11-23T10:00:00%2B25:00"),
        *("cursor=", "kind=place", "q=castle", "fields=*", "open_at=2026-11-23T10:00:00"),
    ],
)
def test_bad_value_is_named_with_what_came(query: str) -> None:
    name = query.split("=")[0]
    assert [fault[0] for fault in faults(query)] == [name]


def test_radius_needs_a_point() -> None:
    assert faults("radius_m=500") == [("radius_m", "500")]
    assert read("near=35.06,134.0&radius_m=500")["radius_m"] == 500.0


@pytest.mark.parametrize("radius", ["0", "-5", "50001", "1km", ""])
def test_radius_of_nearby_has_bounds(radius: str) -> None:
    assert faults(f"lat=35.06&lon=134.0&radius_m={radius}", NEARBY) == [("radius_m", radius)]


def test_all_faults_are_named_at_once() -> None:
    assert faults("limit=0&lat=100", NEARBY) == [("limit", "0"), ("lat", "100"), ("lon", "")]


def test_unknown_parameter_is_told_what_is_known() -> None:
    with pytest.raises(BadParameters) as caught:
        read_query("colour=red", parameters("limit"))
    assert caught.value.faults[0].accepted == "unknown here; known are lang, limit"


@time_machine.travel("2026-11-22T16:00:00+09:00", tick=False)
@pytest.mark.parametrize(("days", "good"), [(-1, False), (0, True), (13.9, True), (14.1, False)])
def test_open_at_reaches_fourteen_days_ahead(days: float, good: bool) -> None:
    moment = datetime(2026, 11, 22, 7, tzinfo=UTC) + timedelta(days=days)
    query = f"open_at={moment:%Y-%m-%dT%H:%M:%SZ}"
    if good:
        assert read(query)["open_at"] == moment
    else:
        assert [name for name, _ in faults(query)] == ["open_at"]


def test_bytes_that_are_no_text_are_refused() -> None:
    assert [name for name, _ in faults("tag=%FF%FE")] == ["query"]
    assert [name for name, _ in faults("tag=\xff\xfe")] == ["query"]


def test_a_flood_of_parameters_is_refused() -> None:
    assert [name for name, _ in faults("&".join(["tag=castle"] * 100))] == ["query"]
    assert [name for name, _ in faults("&".join(["tag=castle"] * 11))] == ["tag"]
