"""From SQLite to PostgreSQL: everything comes along, is found, and goes on counting where it ended."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from cms.ops.moving import SOURCE, CannotMove, demand_empty, empty, moved, source
from cms.pages.services import bootstrap
from cms.publishing.models import PublishedDocument, PublishedThing
from cms.search.selectors import search
from tests import factories
from tours.models import Place

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="takes over into PostgreSQL: make test DATABASE=postgresql"
    ),
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give the SQLite database of a house with two places, of which one was withdrawn; ours is empty afterwards."""
    bootstrap()
    factories.place(tags=[factories.tag()])
    factories.place("kakuzan-park", name={"ja": "鶴山公園"}).unpublish()
    path = tmp_path / "kakuzan.sqlite3"
    with source(path, mode="rwc"):
        write(SOURCE)
    with transaction.atomic():
        empty(list(moved()))
    return path


def write(alias: str) -> None:
    """Make the tables and write every row of ours, as raw as a fixture is."""
    there = connections[alias]
    with there.schema_editor() as editor:
        for model in moved():
            if not model._meta.auto_created:
                editor.create_model(model)
    with there.constraint_checks_disabled(), transaction.atomic(using=alias):
        for model in moved():
            for row in model._base_manager.all():
                row.save_base(raw=True, using=alias, force_insert=True)
        recorder = MigrationRecorder(there)
        recorder.ensure_schema()
        for app, name in MigrationRecorder(connection).applied_migrations():
            recorder.record_applied(app, name)


def change(path: Path, sql: str) -> None:
    with source(path, mode="rw"), connections[SOURCE].cursor() as cursor:
        cursor.execute(sql)


def test_all_rows_come_are_found_and_numbers_go_on(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("take_over", str(file))
    assert "rows of" in capsys.readouterr().out
    castle = Place.objects.get(slug="tsuyama-castle")
    assert (castle.name.text("en"), [tag.slug for tag in castle.tags.all()]) == ("Tsuyama Castle", ["castle"])
    assert PublishedDocument.objects.filter(thing_id=castle.uuid).count() == 7
    assert [row.uuid for row in search("ja", "tsuyama").rows] == [castle.uuid]
    assert list(get_search_backend().autocomplete("津山城", Place)) == [castle]
    assert Page.objects.filter(depth=2).exists()
    highest = max(PublishedThing.objects.values_list("sequence", flat=True))
    again = factories.place("shurakuen", name={"ja": "衆楽園"})
    assert again.pk > Place.objects.get(slug="kakuzan-park").pk
    assert PublishedThing.objects.get(uuid=again.uuid).sequence > highest > 0


def test_what_cannot_come_is_named_and_nothing_comes(file: Path) -> None:
    change(file, "UPDATE tours_place SET reading = '山下' || char(0) WHERE slug = 'tsuyama-castle'")
    with pytest.raises(CommandError, match=r"tours_place, row \d+: .*NUL"):
        call_command("take_over", str(file))
    change(file, "DELETE FROM django_migrations WHERE app = 'tours' AND name LIKE '0005%'")
    with pytest.raises(CommandError, match=r"differ by tours\.0005"):
        call_command("take_over", str(file))
    assert not Place.objects.exists()
    with pytest.raises(CommandError, match="no such file"):
        call_command("take_over", str(file.with_name("elsewhere.sqlite3")))


def test_house_that_is_lived_in_is_refused() -> None:
    factories.place()
    with pytest.raises(CannotMove, match="into an empty database"):
        demand_empty()
