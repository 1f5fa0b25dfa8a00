"""The JSON form: round trip, agreement with the schema, and faults that name member, value and what is accepted."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings

from tests.tours.opening.rules import ALL, daily
from tests.tours.opening.strategies import opening_rules
from tours.opening import OpeningRuleError, from_json, schema, to_json


def problem(form: object) -> tuple[str, str, str]:
    with pytest.raises(OpeningRuleError) as caught:
        from_json(form)
    (only,) = caught.value.problems
    return only.member, only.received, only.accepted


@pytest.mark.parametrize("name", ALL)
def test_real_rules_are_valid_by_the_schema_and_survive_the_round_trip(name):
    jsonschema.Draft202012Validator(schema()).validate(ALL[name])
    assert from_json(to_json(from_json(ALL[name]))) == from_json(ALL[name])


@settings(deadline=None)
@given(opening_rules())
def test_any_rule_survives_the_round_trip(form):
    rule = from_json(form)
    written = to_json(rule)
    jsonschema.Draft202012Validator(schema()).validate(written)
    assert from_json(written) == rule
    assert to_json(from_json(written)) == written


def test_the_schema_itself_is_valid():
    jsonschema.Draft202012Validator.check_schema(schema())


def test_a_time_before_the_opening_is_past_midnight():
    assert to_json(from_json({"hours": daily("18:00", "2:00")}))["hours"][0]["spans"] == [
        {"opens": "18:00", "closes": "26:00"}
    ]


def test_a_wrong_time_is_named_with_its_place():
    member, received, accepted = problem({"hours": daily("9時", "17:00")})
    assert (member, received) == ("hours[0].spans[0].opens", "'9時'")
    assert accepted.startswith("a time as HH:MM")


def test_a_day_that_no_calendar_has_is_named():
    assert (
        problem({"hours": daily("09:00", "17:00"), "closed_dates": [{"from": "02-30", "until": "03-01"}]})[0]
        == "closed_dates[0].from"
    )


def test_a_weekday_in_japanese_is_refused_with_the_accepted_names():
    member, received, accepted = problem({"hours": daily("09:00", "17:00"), "closed_weekdays": [{"days": ["月"]}]})
    assert (member, received) == ("closed_weekdays[0].days", "['月']")
    assert "mon" in accepted


def test_an_unknown_member_is_named():
    assert problem({"hours": daily("09:00", "17:00"), "closed": "mon"})[:2] == ("closed", "'mon'")


def test_overlapping_spans_are_refused():
    spans = [{"opens": "09:00", "closes": "12:00"}, {"opens": "11:00", "closes": "17:00"}]
    assert problem({"hours": [{"days": ["mon"], "spans": spans}]})[2] == "spans that do not overlap"


def test_last_entry_after_closing_is_refused():
    assert problem({"hours": daily("09:00", "17:00", "17:30")})[0] == "hours[0].spans[0].last_entry"


def test_hours_without_any_hours_point_to_the_other_kinds():
    assert "unknown" in problem({"kind": "hours"})[2]


def test_an_exception_that_ends_before_it_begins_is_refused():
    form = {"hours": daily("09:00", "17:00"), "exceptions": [{"from": "2027-04-11", "until": "2027-03-27"}]}
    assert problem(form)[0] == "exceptions[0].until"


def test_every_fault_is_reported_at_once():
    with pytest.raises(OpeningRuleError) as caught:
        from_json({"kind": "sometimes", "hours": "9-17", "closed_on_holidays": "yes"})
    assert [fault.member for fault in caught.value.problems] == ["kind", "hours", "closed_on_holidays"]
    assert "kind: 'sometimes' is not one of hours, always" in str(caught.value)


@pytest.mark.parametrize("value", [None, [], "24/7", 7])
def test_what_is_no_object_is_refused(value):
    assert problem(value)[0] == ""


def test_the_examples_of_the_documentation_are_rules():
    page = (Path(__file__).parents[3] / "docs/reference/opening-rules.md").read_text(encoding="utf-8")
    examples = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    assert len(examples) == 2
    for example in examples:
        jsonschema.Draft202012Validator(schema()).validate(json.loads(example))
        from_json(json.loads(example))
