"""Taking over everything that a SQLite installation keeps, into an empty PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from cms.search.models import SearchEntry
from cms.search.renewal import renew
from cms.settings.environment import sqlite

SOURCE: Final = "taken-over"
BATCH: Final = 500
MADE_ANEW: Final = frozenset({"cms_adminsearch.ObjectText", "wagtailsearch.IndexEntry"})
"""Models whose rows belong to tokens that only their own database can read."""


class CannotMove(Exception):
    """Why nothing was taken over; the message says what to do."""


def take_over(path: Path) -> dict[str, int]:
    """Copy all rows of the SQLite database at `path` with their keys; return the number of rows by table.

    All or nothing: one transaction, in which what the migrations wrote into the empty database gives way, and after which
    keys and the numbers of changes go on where they ended. Tokens of both searches are made anew from what was copied.
    Raises CannotMove, naming table, row and column of what PostgreSQL does not take.
    """
    if connection.vendor != "postgresql":
        raise CannotMove("DATABASE_URL names no PostgreSQL: there is nothing to take over into.")
    if not path.is_file():
        raise CannotMove(f"{path}: no such file.")
    with source(path):
        demand_same_migrations()
        demand_empty()
        with transaction.atomic():
            models = list(moved())
            empty(models)
            counts = {model._meta.db_table: copy(model) for model in models}
            go_on_counting(models)
            SearchEntry.objects.update(tokens="")
    ContentType.objects.clear_cache()
    while renew():
        pass
    call_command("update_index", verbosity=0)
    return counts


@contextmanager
def source(path: Path, *, mode: str = "ro") -> Iterator[None]:
    """Give the file as the connection `SOURCE`, by default only to be read."""
    settings: dict[str, Any] = connections.configure_settings(
        {"default": connection.settings_dict, SOURCE: sqlite(str(path))}
    )[SOURCE]
    settings |= {"NAME": f"file:{path.resolve()}?mode={mode}", "OPTIONS": {"uri": True}}
    connections.databases[SOURCE] = settings
    try:
        connections[SOURCE].connect()
        yield
    finally:
        connections[SOURCE].close()
        del connections[SOURCE]
        del connections.databases[SOURCE]


def demand_same_migrations() -> None:
    """Refuse a database of other code: rows are copied as they are."""
    there, here = (set(MigrationRecorder(connections[name]).applied_migrations()) for name in (SOURCE, "default"))
    if there != here:
        example = ".".join(min(there ^ here))
        raise CannotMove(f"Both databases need the same migrations; they differ by {example}. Run `prepare` on each.")


def demand_empty() -> None:
    """Refuse a target in which anybody has worked."""
    for label in ("cms_users.User", "cms_records.Record", "cms_publishing.PublishedThing"):
        model = apps.get_model(label)
        if model._default_manager.exists():
            raise CannotMove(f"{model._meta.db_table} holds rows already: take over into an empty database.")


def moved() -> Iterator[type[Model]]:
    """Yield every model that has a table of its own, those between two models too."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy and model._meta.label not in MADE_ANEW:
            yield model


def empty(models: list[type[Model]]) -> None:
    """Remove what the migrations wrote: sites, languages, permissions come with their keys from the source."""
    tables = [model._meta.db_table for model in (*models, *(apps.get_model(label) for label in MADE_ANEW))]
    with connection.cursor() as cursor:
        for sql in connection.ops.sql_flush(no_style(), tables):
            cursor.execute(sql)


def copy(model: type[Model]) -> int:
    """Copy one table by its columns, without signals or inheritance; return the number of rows."""
    fields = model._meta.local_concrete_fields
    names = [field.attname for field in fields]
    quoted = connection.ops.quote_name
    sql = (
        f"INSERT INTO {quoted(model._meta.db_table)} ({', '.join(quoted(str(field.column)) for field in fields)}) "  # noqa: S608
        f"VALUES ({', '.join(['%s'] * len(fields))})"
    )
    rows = iter(model._base_manager.using(SOURCE).order_by("pk").values_list(*names).iterator(chunk_size=BATCH))
    count = 0
    while batch := list(islice(rows, BATCH)):
        written = [[prepared(field, value) for field, value in zip(fields, row, strict=True)] for row in batch]
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.executemany(sql, written)
        except (DatabaseError, ValueError):
            raise CannotMove(culprit(model, sql, batch, written)) from None
        count += len(batch)
    return count


def prepared(field: Any, value: Any) -> Any:
    """Return a value as PostgreSQL takes it."""
    return field.get_db_prep_save(value, connection)


def culprit(model: type[Model], sql: str, batch: list[tuple[Any, ...]], written: list[list[Any]]) -> str:
    """Return which row of a batch PostgreSQL refuses, and with which words."""
    for row, values in zip(batch, written, strict=True):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql, values)
        except (DatabaseError, ValueError) as error:
            key = row[[field.attname for field in model._meta.local_concrete_fields].index(model._meta.pk.attname)]
            return (
                f"{model._meta.db_table}, row {key}: {str(error).splitlines()[0]}. Mend it where it is and start again."
            )
    return f"{model._meta.db_table}: rows that PostgreSQL refuses together"


def go_on_counting(models: list[type[Model]]) -> None:
    """Let the next key of each table follow the highest that was copied."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)
