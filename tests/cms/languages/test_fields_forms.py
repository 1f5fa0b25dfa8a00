"""Localized texts in the admin's forms: what a form posts, who may change what, and two people at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.admin.panels import FieldPanel, ObjectList

from cms.languages.table import CODES
from cms.languages.values import LocalizedValue
from tests import factories
from tours.models import Place

pytestmark = pytest.mark.django_db
FORM = ObjectList([FieldPanel(name) for name in ("name", "text", "slug", "lat")]).bind_to_model(Place).get_form_class()


def user(name: str = "tanaka", languages: list[str] | None = None) -> Any:
    return get_user_model()(username=name, editable_languages=languages or [])


def loaded(form: Any) -> dict[str, str]:
    """Return what a browser would post of an untouched form."""
    data: dict[str, str] = {}
    for name in form.fields:
        field = form.fields[name]
        bound = form[name]
        if hasattr(field, "rich"):
            for entry in field.widget.get_context(bound.html_name, bound.value(), {"id": "x"})["entries"]:
                if entry["editable"]:
                    key = f"{bound.html_name}-{entry['language'].code}"
                    data |= {key: entry["text"], f"{key}-was": entry["was"], f"{key}-status": entry["status"]}
        else:
            data[bound.html_name] = field.widget.format_value(bound.value()) or ""
    return data


def fresh(place: Place) -> Place:
    return Place.objects.get(pk=place.pk)


def opened(place: Place, by: Any) -> dict[str, str]:
    return loaded(FORM(instance=fresh(place), for_user=by))


def save(place: Place, data: dict[str, str], by: Any) -> Any:
    form = FORM(data, instance=fresh(place), for_user=by)
    if form.is_valid():
        form.save()
    return form


def test_untouched_form_changes_nothing() -> None:
    place = factories.place(text={"ja": "鶴山の城です。\n\n桜の名所です。"})
    before = fresh(place)
    assert save(place, opened(place, user()), user()).errors == {}
    assert (fresh(place).name, fresh(place).text) == (before.name, before.text)


def test_changed_language_gets_author_and_time_and_no_other_does() -> None:
    place = factories.place()
    save(place, opened(place, user()) | {"name-en": "Tsuyama Castle (Kakuzan)"}, user("suzuki"))
    name = fresh(place).name
    assert (name["en"]["text"], name["en"]["by"]) == ("Tsuyama Castle (Kakuzan)", "suzuki")
    assert "by" not in name["ja"]


def test_language_that_the_user_may_not_edit_is_refused_and_kept() -> None:
    place = factories.place()
    translator = user("dupont", ["fr"])
    form = save(place, {**opened(place, translator), "name-fr": "Château de Tsuyama", "name-en": "Hacked"}, translator)
    assert "English" in str(form.errors["name"])
    assert fresh(place).name.text("en") == "Tsuyama Castle"


def test_translator_saves_the_own_language_only() -> None:
    place = factories.place()
    translator = user("dupont", ["fr"])
    data = opened(place, translator) | {"name-fr": "Château de Tsuyama"}
    assert not [key for key in data if key.startswith("name-en")]
    assert save(place, data, translator).errors == {}
    assert fresh(place).name["fr"]["by"] == "dupont"


def test_too_long_a_text_names_its_language_and_limit() -> None:
    place = factories.place()
    form = save(place, opened(place, user()) | {"name-en": "x" * 151}, user())
    message = str(form.errors["name"])
    assert "English" in message and "151" in message and "150" in message
    entries = form.fields["name"].widget.get_context("name", form["name"].value(), {"id": "x"})["entries"]
    assert [entry["language"].code for entry in entries if entry["failed"]] == ["en"]


def test_emptied_source_is_refused() -> None:
    place = factories.place()
    assert "name" in save(place, opened(place, user()) | {"name-ja": " "}, user()).errors


def test_unknown_status_is_refused_and_the_form_can_be_shown_again() -> None:
    place = factories.place()
    form = save(place, opened(place, user()) | {"name-en-status": "perfect"}, user())
    assert "name" in form.errors
    assert "Tsuyama Castle" in str(form["name"])


def test_rich_text_comes_from_the_editor_without_its_keys() -> None:
    place = factories.place(text={"ja": "城です。"})
    state = '{"blocks":[{"key":"abc12","text":"石垣の城です。","type":"unstyled","depth":0,"inlineStyleRanges":[{"offset":0,"length":2,"style":"BOLD"}],"entityRanges":[]}],"entityMap":{}}'
    save(place, opened(place, user()) | {"text-ja": state}, user())
    assert fresh(place).text.text("ja") == "<p><b>石垣</b>の城です。</p>"


def test_rich_text_limit_counts_what_a_reader_sees() -> None:
    place = factories.place(text={"ja": "城"})
    html = f"<p>{'<b>石</b>' * 260}</p>"
    assert save(place, opened(place, user()) | {"text-ja": html}, user()).errors == {}
    assert "261" in str(save(place, opened(place, user()) | {"text-ja": html[:-4] + "垣</p>"}, user()).errors["text"])


def test_broken_editor_content_is_an_error_not_a_crash() -> None:
    place = factories.place(text={"ja": "城"})
    assert "text" in save(place, opened(place, user()) | {"text-ja": '{"blocks":'}, user()).errors


def test_two_editors_of_one_language_get_a_conflict_that_a_second_save_settles() -> None:
    place = factories.place()
    first, second = opened(place, user("a")), opened(place, user("b"))
    save(place, first | {"name-en": "Tsuyama Castle Park"}, user("a"))
    form = save(place, second | {"name-en": "Kakuzan Castle"}, user("b"))
    assert "Tsuyama Castle Park" in str(form.errors["name"])
    again = loaded(FORM(second | {"name-en": "Kakuzan Castle"}, instance=fresh(place), for_user=user("b")))
    save(place, again | {"name-en": "Kakuzan Castle"}, user("b"))
    assert fresh(place).name.text("en") == "Kakuzan Castle"


def test_fact_that_somebody_saved_meanwhile_survives_a_form_that_did_not_touch_it() -> None:
    place = factories.place()
    data = opened(place, user())
    Place.objects.filter(pk=place.pk).update(lat=35.07)
    assert save(place, data | {"name-en": "Castle"}, user()).errors == {}
    assert (fresh(place).lat, fresh(place).name.text("en")) == (35.07, "Castle")


def test_fact_that_both_changed_is_a_conflict() -> None:
    place = factories.place()
    data = opened(place, user())
    Place.objects.filter(pk=place.pk).update(lat=35.07)
    assert "35.07" in str(save(place, data | {"lat": "35.09"}, user()).errors["lat"])


def test_autosave_hands_the_open_form_its_new_stamps() -> None:
    place = factories.place()
    data = opened(place, user())
    form = save(place, data | {"name-en": "Castle"}, user())
    data = data | {"name-en": "Castle"} | dict(form.get_field_updates_for_resave())
    assert save(place, data | {"name-en": "Castle of Tsuyama"}, user()).errors == {}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    mine=st.sets(st.sampled_from(CODES), min_size=1),
    theirs=st.sets(st.sampled_from(CODES), min_size=1),
    words=st.text(alphabet="鶴山城桜ab", min_size=1, max_size=8),
)
def test_editors_of_different_languages_never_overwrite_each_other(
    mine: set[str], theirs: set[str], words: str
) -> None:
    place = Place.objects.filter(slug="tsuyama-castle").first() or factories.place()
    Place.objects.filter(pk=place.pk).update(name=LocalizedValue.of({code: f"{code} 元" for code in CODES}))
    mine = mine - theirs
    first, second = opened(place, user("a")), opened(place, user("b"))
    save(place, first | {f"name-{code}": f"{words} 一" for code in mine}, user("a"))
    form = save(place, second | {f"name-{code}": f"{words} 二" for code in theirs}, user("b"))
    assert form.errors == {}
    name = fresh(place).name
    expected = {
        code: f"{words} 一" if code in mine else f"{words} 二" if code in theirs else f"{code} 元" for code in CODES
    }
    assert {code: name.text(code) for code in CODES} == expected
