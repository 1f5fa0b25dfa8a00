"""Texts of records on their way to a translator and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polib
import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.languages.values import DRAFT, MACHINE, REVIEWED, LocalizedValue
from cms.publishing.services import drain
from cms.records.exchange import exported, imported
from cms.records.services import patch
from tests import factories
from tours.models import Place

pytestmark = pytest.mark.django_db
TEXT = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], include_characters='\n\t"\\'),
    min_size=1,
    max_size=30,
).filter(lambda text: text.strip())
STATUS = st.sampled_from([REVIEWED, MACHINE, DRAFT])


def export(tmp_path: Path, lang: str = "fr") -> Path:
    path = tmp_path / "places.po"
    exported("place", lang).save(str(path))
    return path


def translate(path: Path, field: str, text: str, *, fuzzy: bool = False) -> None:
    catalogue = polib.pofile(str(path), wrapwidth=0)
    for entry in catalogue:
        if entry.msgctxt.endswith(f":{field}"):
            entry.msgstr = text
            entry.flags = ["fuzzy"] if fuzzy else []
    catalogue.save()


def fresh(place: Place) -> Place:
    return Place.objects.get(pk=place.pk)


def test_translators_see_what_they_translate_and_how_long_it_may_be(tmp_path: Path) -> None:
    factories.place()
    entry = next(entry for entry in polib.pofile(str(export(tmp_path))) if entry.msgctxt.endswith(":short"))
    assert entry.msgid == "石垣の残る城跡"
    assert entry.occurrences == [("place/tsuyama-castle:short", "")]
    assert "150" in entry.comment


def test_translation_comes_back_through_the_live_row_and_reaches_readers(tmp_path: Path, client: Any) -> None:
    place = factories.place()
    path = export(tmp_path)
    translate(path, "name", "Château de Tsuyama")
    done = imported(str(path))
    assert (done.changed, done.refused) == (1, ())
    drain()
    assert client.get(f"/api/v1/places/{place.uuid}?lang=fr").json()["name"] == "Château de Tsuyama"


def test_open_draft_gets_the_translation_too(tmp_path: Path) -> None:
    place = factories.place()
    path = export(tmp_path)
    place.lat = 35.07
    place.save_revision()
    translate(path, "name", "Château de Tsuyama")
    imported(str(path))
    fresh(place).latest_revision.publish()
    assert (fresh(place).name.text("fr"), fresh(place).lat) == ("Château de Tsuyama", 35.07)


def test_translation_of_a_text_that_moved_on_is_refused_by_line_and_name(tmp_path: Path) -> None:
    place = factories.place()
    path = export(tmp_path)
    translate(path, "short", "Ruines du château")
    patch(place, {"short": {"ja": "日本三大平山城の一つ"}})
    (refused,) = imported(str(path)).refused
    assert "place/tsuyama-castle:short" in str(refused) and "日本三大平山城の一つ" in str(refused)
    assert refused.line > 0
    assert not fresh(place).short.text("fr")


def test_stale_text_is_fuzzy_and_counts_as_looked_at_once_it_no_longer_is(tmp_path: Path) -> None:
    place = factories.place(short={"ja": "石垣の残る城跡", "fr": "Ruines"})
    patch(place, {"short": {"ja": "石垣と桜の城跡"}})
    path = export(tmp_path)
    assert polib.pofile(str(path)).fuzzy_entries()[0].msgstr == "Ruines"
    assert imported(str(path)).changed == 0
    assert fresh(place).short.is_stale("fr")
    translate(path, "short", "Ruines")
    imported(str(path))
    assert not fresh(place).short.is_stale("fr")


def test_too_long_a_translation_is_refused_and_the_others_stand(tmp_path: Path) -> None:
    place = factories.place()
    path = export(tmp_path)
    translate(path, "short", "x" * 151)
    translate(path, "name", "Château")
    done = imported(str(path))
    assert (done.changed, len(done.refused)) == (1, 1)
    assert fresh(place).name.text("fr") == "Château"


def test_fuzzy_translation_is_a_machines(tmp_path: Path) -> None:
    place = factories.place()
    path = export(tmp_path)
    translate(path, "name", "Château", fuzzy=True)
    imported(str(path))
    assert fresh(place).name.status("fr") == MACHINE


def test_import_is_stamped_with_its_user(tmp_path: Path, admin_user: Any) -> None:
    place = factories.place()
    path = export(tmp_path)
    translate(path, "name", "Château")
    call_command("import_texts", str(path), user=admin_user.username)
    assert fresh(place).name["fr"]["by"] == admin_user.username


def test_commands_say_what_they_did_and_exit_1_on_refusals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = factories.place()
    path = tmp_path / "out.po"
    call_command("export_texts", str(path), lang="fr", kind="place")
    assert "2 texts, 0 translated" in capsys.readouterr().out
    translate(path, "name", "Château")
    patch(place, {"name": {"ja": "津山城跡"}})
    with pytest.raises(SystemExit):
        call_command("import_texts", str(path))
    assert "1 refused" in capsys.readouterr().out


@pytest.mark.parametrize(
    "content", ["nonsense", 'msgid ""\nmsgstr "Language: de\\n"\n', 'msgid ""\nmsgstr "Language: ja\\n"\n']
)
def test_other_files_are_refused_as_a_whole(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.po"
    path.write_text(content)
    with pytest.raises(CommandError):
        call_command("import_texts", str(path))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(source=TEXT, text=TEXT, status=STATUS, stale=st.booleans())
def test_round_trip_loses_nothing(tmp_path: Path, source: str, text: str, status: str, stale: bool) -> None:
    place = Place.objects.filter(slug="tsuyama-castle").first() or factories.place()
    value = LocalizedValue.of(source).with_text("fr", text, status=status, by="dupont")
    if stale:
        value["fr"]["source"] = "0" * 16
    Place.objects.filter(pk=place.pk).update(name=value, short=LocalizedValue())
    path = export(tmp_path)
    assert [(e.msgid, e.msgstr) for e in polib.pofile(str(path), wrapwidth=0)] == [(source, text)]
    done = imported(str(path))
    assert (done.changed, done.same, done.refused) == (0, 1, ())
    assert fresh(place).name == value


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(source=TEXT, text=TEXT)
def test_what_a_translator_writes_arrives_letter_by_letter(tmp_path: Path, source: str, text: str) -> None:
    place = Place.objects.filter(slug="tsuyama-castle").first() or factories.place()
    Place.objects.filter(pk=place.pk).update(name=LocalizedValue.of(source), short=LocalizedValue())
    path = export(tmp_path)
    translate(path, "name", text)
    assert imported(str(path)).refused == ()
    assert fresh(place).name.text("fr") == text
