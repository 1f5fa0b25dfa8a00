"""Two people in one form: tags and rows that either added, changed, removed or moved."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.forms import CheckboxInput, CheckboxSelectMultiple
from django.utils import translation

from tests import factories
from tours.models import Place
from tours.models.place import PlaceContact, PlaceFact
from tours.viewsets import PlaceViewSet

pytestmark = pytest.mark.django_db
FORM = PlaceViewSet.edit_handler.bind_to_model(Place).get_form_class()


@pytest.fixture
def castle() -> Place:
    place = factories.place(tags=[factories.tag("castle"), factories.tag("sakura", "桜")])
    place.fact_rows.set([fact("石垣の高さ", "約45メートル", 0), fact("築城", "慶長9年", 1), fact("桜", "約1000本", 2)])
    place.save()
    place.save_revision()
    return fresh(place)


def fact(label: str, value: str, order: int = 0) -> PlaceFact:
    return PlaceFact(label=label, value=value, sort_order=order)


def fresh(place: Place) -> Place:
    held = Place.objects.get(pk=place.pk)
    return held.get_latest_revision_as_object()


def fields(form: Any) -> dict[str, Any]:
    """Return what a browser would post of one form as it is shown."""
    data: dict[str, Any] = {}
    for bound in form:
        field, name = bound.field, bound.html_name
        if hasattr(field, "rich"):
            for entry in field.widget.get_context(name, bound.value(), {"id": "x"})["entries"]:
                key = f"{name}-{entry['language'].code}"
                data |= {key: entry["text"], f"{key}-was": entry["was"], f"{key}-status": entry["status"]}
        elif isinstance(field.widget, CheckboxSelectMultiple):
            held = field.widget.format_value(bound.value())
            data[name] = [str(getattr(one, "pk", one)) for one in bound.value()] if bound.name == "tags" else held
        elif not isinstance(field.widget, CheckboxInput):
            data[name] = field.widget.format_value(bound.value()) or ""
        elif bound.value():
            data[name] = "on"
    return {name: "" if value is None else value for name, value in data.items()}


def opened(place: Place, by: str = "tanaka") -> dict[str, Any]:
    form = FORM(instance=fresh(place), for_user=get_user_model()(username=by, is_superuser=True))
    data = fields(form)
    for formset in form.formsets.values():
        data |= fields(formset.management_form)
        for number, row in enumerate(formset.forms, start=1):
            data |= fields(row) | {row.add_prefix("ORDER"): str(number), row.add_prefix("DELETE"): ""}
    return data


def save(place: Place, data: dict[str, Any], by: str = "tanaka", *, conflicts: bool = False) -> Any:
    from django.http import QueryDict

    posted = QueryDict(mutable=True)
    for name, value in data.items():
        posted.setlist(name, value if isinstance(value, list) else [value])
    form = FORM(posted, instance=fresh(place), for_user=get_user_model()(username=by, is_superuser=True))
    if form.is_valid():
        form.save(commit=False).save_revision()
    elif not conflicts:
        raise AssertionError(form.errors, {name: rows.errors for name, rows in form.formsets.items()})
    return form


def again(form: Any) -> dict[str, Any]:
    """Return what the form posts when it came back with an error and is sent once more."""
    data = {name: form.data.getlist(name) if name == "tags" else form.data[name] for name in form.data}
    data |= {name: value for name, value in fields(form).items() if name == "loaded_values" or name.endswith("-was")}
    for formset in form.formsets.values():
        for row in formset.forms:
            shown = fields(row)
            data |= {
                name: value for name, value in shown.items() if name.endswith(("-was", "-key", "-loaded_values", "-id"))
            }
    return data


def facts(place: Place) -> list[str]:
    return [str(row.value) for row in fresh(place).fact_rows.all()]


def added(data: dict[str, Any], label: str, value: str) -> dict[str, Any]:
    number = int(data["fact_rows-TOTAL_FORMS"])
    row = {"label-ja": label, "label-ja-status": "reviewed", "value-ja": value, "value-ja-status": "reviewed"}
    row |= {"certainty": "to_confirm", "ORDER": str(number + 1), "DELETE": "", "key": "", "id": ""}
    return (
        data
        | {f"fact_rows-{number}-{name}": text for name, text in row.items()}
        | {"fact_rows-TOTAL_FORMS": str(number + 1)}
    )


def test_untouched_form_keeps_tags_rows_and_their_keys(castle: Place) -> None:
    keys = [row.key for row in castle.fact_rows.all()]
    form = save(castle, opened(castle))
    assert form.errors == {} and not any(any(formset.errors) for formset in form.formsets.values())
    assert facts(castle) == ["約45メートル", "慶長9年", "約1000本"]
    assert [row.key for row in fresh(castle).fact_rows.all()] == keys
    assert {tag.slug for tag in fresh(castle).tags.all()} == {"castle", "sakura"}


def test_tags_that_either_added_or_took_out_are_in_or_out(castle: Place) -> None:
    first, second = opened(castle), opened(castle)
    view, walk = factories.tag("view", "眺め"), factories.tag("walk", "散歩")
    save(castle, first | {"tags": [*first["tags"], str(view.pk)]})
    without = [pk for pk in second["tags"] if pk != str(factories.tag("sakura").pk)]
    save(castle, second | {"tags": [*without, str(walk.pk)]}, by="suzuki")
    assert {tag.slug for tag in fresh(castle).tags.all()} == {"castle", "view", "walk"}


def test_rows_that_both_added_are_both_there(castle: Place) -> None:
    first, second = opened(castle), opened(castle)
    save(castle, added(first, "別名", "鶴山城"))
    save(castle, added(second, "広さ", "要確認"), by="suzuki")
    assert facts(castle) == ["約45メートル", "慶長9年", "約1000本", "鶴山城", "要確認"] or set(facts(castle)) == {
        "約45メートル",
        "慶長9年",
        "約1000本",
        "鶴山城",
        "要確認",
    }


def test_row_that_only_a_draft_holds_is_edited_and_not_doubled(castle: Place) -> None:
    save(castle, added(opened(castle), "別名", "鶴山城"))
    data = opened(castle)
    save(castle, data | {"fact_rows-3-value-ja": "鶴山城（かくざんじょう）"})
    assert facts(castle) == ["約45メートル", "慶長9年", "約1000本", "鶴山城（かくざんじょう）"]


def test_row_that_the_other_removed_stays_away_where_nobody_touched_it(castle: Place) -> None:
    first, second = opened(castle), opened(castle)
    save(castle, first | {"fact_rows-1-DELETE": "on"})
    assert save(castle, second | {"short-ja": "石垣と桜の城跡"}, by="suzuki").errors == {}
    assert facts(castle) == ["約45メートル", "約1000本"]
    assert fresh(castle).short.text("ja") == "石垣と桜の城跡"


def test_row_changed_here_and_removed_there_is_a_conflict_that_a_second_save_settles(castle: Place) -> None:
    first, second = opened(castle), opened(castle)
    save(castle, first | {"fact_rows-1-DELETE": "on"})
    form = save(castle, second | {"fact_rows-1-value-ja": "慶長9年（1604）"}, by="suzuki", conflicts=True)
    with translation.override("en"):
        assert "removed this row" in str(form.formsets["fact_rows"].errors)
    assert facts(castle) == ["約45メートル", "約1000本"]
    assert save(castle, again(form), by="suzuki").formsets["fact_rows"].errors == [{}, {}, {}]
    assert sorted(facts(castle)) == sorted(["約45メートル", "慶長9年（1604）", "約1000本"])


def test_row_removed_here_and_changed_there_is_a_conflict_that_a_second_save_settles(castle: Place) -> None:
    first, second = opened(castle), opened(castle)
    save(castle, first | {"fact_rows-1-value-ja": "慶長9年（1604）"})
    form = save(castle, second | {"fact_rows-1-DELETE": "on"}, by="suzuki", conflicts=True)
    assert "築城" in str(form.formsets["fact_rows"].non_form_errors())
    assert facts(castle)[1] == "慶長9年（1604）"
    save(castle, again(form), by="suzuki")
    assert facts(castle) == ["約45メートル", "約1000本"]


def test_different_languages_and_facts_of_one_row_merge(castle: Place) -> None:
    first, second = opened(castle), opened(castle)
    save(castle, first | {"fact_rows-0-value-en": "About 45 metres"})
    save(
        castle,
        second | {"fact_rows-0-value-fr": "Environ 45 mètres", "fact_rows-0-certainty": "confirmed"},
        by="suzuki",
    )
    row = fresh(castle).fact_rows.all()[0]
    assert (row.value.text("en"), row.value.text("fr"), row.certainty) == (
        "About 45 metres",
        "Environ 45 mètres",
        "confirmed",
    )


def test_one_fact_of_a_row_changed_by_both_is_a_conflict_at_its_field(castle: Place) -> None:
    castle.contacts.set([PlaceContact(kind="phone", value="0868-22-4572")])
    castle.save_revision()
    first, second = opened(castle), opened(castle)
    save(castle, first | {"contacts-0-value": "0868-22-0000"})
    form = save(castle, second | {"contacts-0-value": "0868-22-1111"}, by="suzuki", conflicts=True)
    assert "0868-22-0000" in str(form.formsets["contacts"].errors)


def test_moved_rows_keep_the_row_that_the_other_added(castle: Place) -> None:
    first, second = opened(castle), opened(castle)
    save(castle, added(first, "別名", "鶴山城"))
    save(castle, second | {"fact_rows-0-ORDER": "3", "fact_rows-2-ORDER": "1"}, by="suzuki")
    assert [value for value in facts(castle) if value != "鶴山城"] == ["約1000本", "慶長9年", "約45メートル"]
    assert "鶴山城" in facts(castle)


def test_published_rows_are_those_of_the_form(castle: Place) -> None:
    save(castle, added(opened(castle) | {"fact_rows-0-DELETE": "on"}, "別名", "鶴山城"))
    Place.objects.get(pk=castle.pk).latest_revision.publish()
    assert [str(row.value) for row in Place.objects.get(pk=castle.pk).fact_rows.all()] == [
        "慶長9年",
        "約1000本",
        "鶴山城",
    ]
