"""Texts of rows below a record, of tags, categories and pictures: patched by key, sent to translators and taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import polib
import pytest

from cms.languages.values import LocalizedValue
from cms.media.models import KakuzanImage
from cms.publishing.services import drain
from cms.records.addresses import exchangeable, find_text, texts_of
from cms.records.exchange import exported, imported
from cms.records.patching import RecordError
from cms.records.services import patch
from tests import factories
from tours.models import Place
from tours.models.place import PlaceContact, PlaceFact

pytestmark = pytest.mark.django_db


@pytest.fixture
def castle() -> Place:
    place = factories.place(live=False)
    place.fact_rows.set(
        [PlaceFact(label="築城", value="慶長9年"), PlaceFact(label="桜", value="約1000本", sort_order=1)]
    )
    place.contacts.set([PlaceContact(kind="phone", value="0868-22-4572", label="管理事務所")])
    factories.publish(place)
    return fresh(place)


def fresh(place: Place) -> Place:
    return Place.objects.get(pk=place.pk)


def first_fact(place: Place) -> PlaceFact:
    found: PlaceFact = fresh(place).fact_rows.first()
    return found


def translated(name: str, tmp_path: Path, words: dict[str, str], lang: str = "fr") -> Path:
    path = tmp_path / f"{name}.po"
    catalogue = exported(name, lang)
    for entry in catalogue:
        entry.msgstr = words.get(entry.msgid, entry.msgstr)
    catalogue.save(str(path))
    return path


def test_row_is_patched_in_the_live_row_and_in_the_open_draft(castle: Place) -> None:
    castle.lat = 35.07
    castle.save_revision()
    key = first_fact(castle).key
    done = patch(castle, {}, rows={"fact_rows": {key: {"value": {"en": "1604"}, "certainty": "confirmed"}}})
    assert set(done.changed) == {f"fact_rows.{key}.value", f"fact_rows.{key}.certainty"} and done.conflicts == ()
    assert (first_fact(castle).value.text("en"), first_fact(castle).certainty) == ("1604", "confirmed")
    fresh(castle).latest_revision.publish()
    assert (first_fact(castle).value.text("en"), first_fact(castle).certainty) == ("1604", "confirmed")
    assert fresh(castle).lat == 35.07


def test_published_row_without_draft_keeps_its_patch_at_the_next_publish(castle: Place, client: Any) -> None:
    patch(castle, {}, rows={"fact_rows": {first_fact(castle).key: {"value": {"en": "Built from 1604"}}}})
    drain()
    assert "Built from 1604" in client.get(f"/api/v1/places/{castle.uuid}?lang=en").content.decode()
    fresh(castle).latest_revision.publish()
    assert first_fact(castle).value.text("en") == "Built from 1604"


def test_draft_that_says_something_else_of_a_row_is_a_conflict(castle: Place) -> None:
    draft = fresh(castle)
    rows = list(draft.fact_rows.all())
    rows[0].value = rows[0].value.with_text("en", "Begun in 1604")
    draft.fact_rows.set(rows)
    draft.save_revision()
    (conflict,) = patch(castle, {}, rows={"fact_rows": {rows[0].key: {"value": {"en": "1604"}}}}).conflicts
    assert (conflict.field, conflict.language, conflict.draft) == (
        f"fact_rows.{rows[0].key}.value",
        "en",
        "Begun in 1604",
    )
    assert str(fresh(castle).get_latest_revision_as_object().fact_rows.first().value.text("en")) == "Begun in 1604"


def test_draft_that_removed_the_row_is_a_conflict_and_stays_without_it(castle: Place) -> None:
    key = first_fact(castle).key
    draft = fresh(castle)
    draft.fact_rows.set([row for row in draft.fact_rows.all() if row.key != key])
    draft.save_revision()
    (conflict,) = patch(castle, {}, rows={"fact_rows": {key: {"value": {"en": "1604"}}}}).conflicts
    assert conflict.draft is None
    assert fresh(castle).get_latest_revision_as_object().fact_rows.count() == 1


@pytest.mark.parametrize("relation", ["fact_rows", "tags", "nonsense"])
def test_row_that_is_not_there_is_refused_by_name(castle: Place, relation: str) -> None:
    with pytest.raises(RecordError, match=relation):
        patch(castle, {}, rows={relation: {uuid4(): {"value": {"en": "x"}}}})


def test_export_covers_rows_and_says_which(castle: Place) -> None:
    labels = {entry.occurrences[0][0]: entry.msgid for entry in exported("place", "fr")}
    assert labels["place/tsuyama-castle:fact_rows[1].value"] == "慶長9年"
    assert labels["place/tsuyama-castle:contacts[1].label"] == "管理事務所"


def test_translation_of_a_row_reaches_readers(castle: Place, tmp_path: Path, client: Any) -> None:
    done = imported(str(translated("place", tmp_path, {"慶長9年": "1604", "築城": "Construction"})))
    assert (done.changed, done.refused) == (2, ())
    drain()
    assert "Construction" in client.get(f"/api/v1/places/{castle.uuid}?lang=fr").content.decode()


def test_row_whose_source_moved_on_or_that_is_gone_is_refused_by_name(castle: Place, tmp_path: Path) -> None:
    path = translated("place", tmp_path, {"慶長9年": "1604", "約1000本": "Environ 1000"})
    rows = list(fresh(castle).fact_rows.all())
    patch(castle, {}, rows={"fact_rows": {rows[0].key: {"value": {"ja": "慶長9年（1604）から"}}}})
    rows[1].delete()
    refused = [str(one) for one in imported(str(path)).refused]
    assert len(refused) == 2
    assert "fact_rows[1].value" in refused[0] and "慶長9年（1604）から" in refused[0]
    assert "fact_rows[2].value" in refused[1] and "any more" in refused[1]


def test_tour_stops_narration_is_exchanged(castle: Place, tmp_path: Path) -> None:
    tour = factories.tour(stops=[castle])
    imported(str(translated("tour", tmp_path, {"石垣を見上げます。": "Levez les yeux vers les murs."})))
    assert tour.stops.get().narration.text("fr") == "Levez les yeux vers les murs."


def test_tags_and_categories_are_exchanged_and_made_anew(castle: Place, tmp_path: Path, client: Any) -> None:
    patch(castle, {"name": {"fr": "Château de Tsuyama"}, "short": {"fr": "Ruines"}})
    assert imported(str(translated("category", tmp_path, {"城": "Château"}))).changed == 1
    tag = factories.tag("sakura", "桜")
    imported(str(translated("tag", tmp_path, {"桜": "Cerisiers"})))
    tag.refresh_from_db()
    drain()
    assert tag.name.text("fr") == "Cerisiers"
    assert "Château" in str(client.get(f"/api/v1/places/{castle.uuid}?lang=fr").json()["category"])


def test_alternative_texts_of_pictures_are_exchanged(tmp_path: Path) -> None:
    picture = KakuzanImage.objects.create(
        title="keep", file="keep.webp", width=4, height=3, alt=LocalizedValue.of("天守の復元図")
    )
    imported(str(translated("image", tmp_path, {"天守の復元図": "Reconstruction du donjon"})))
    assert KakuzanImage.objects.get(pk=picture.pk).alt.text("fr") == "Reconstruction du donjon"


def test_round_trip_of_everything_changes_nothing(castle: Place, tmp_path: Path) -> None:
    factories.tour(stops=[castle])
    factories.item()
    for name in exchangeable():
        path = tmp_path / f"{name}.po"
        exported(name, "en").save(str(path))
        filled = [entry for entry in polib.pofile(str(path)) if entry.msgstr]
        done = imported(str(path))
        assert (done.changed, done.same, done.refused) == (0, len(filled), ()), name


def test_every_address_finds_its_text_again(castle: Place) -> None:
    for name in ("place", "category"):
        for text in texts_of(name):
            assert find_text(text.address).value == text.value
            assert find_text(text.address).label == text.label
