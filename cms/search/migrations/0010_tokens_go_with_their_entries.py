"""Tokens go with their entries by triggers, on both databases, so that `manage.py flush` empties what it should."""

from django.db import migrations

from cms.languages.table import CODES
from cms.search import fts5, postgresql
from cms.search.sql import ENTRIES, table


def create(apps, schema_editor):
    """Make the triggers; tables of before lose the foreign key by which PostgreSQL refused to empty the entries alone."""
    if schema_editor.connection.vendor == "postgresql":
        for code in CODES:
            schema_editor.execute(f"ALTER TABLE {table(code)} DROP CONSTRAINT IF EXISTS {table(code)}_entry_id_fkey")
    for statement in triggers(schema_editor).create_triggers():
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    """Undo it: code of before relies on the foreign key."""
    for statement in triggers(schema_editor).drop_triggers():
        schema_editor.execute(statement)
    if schema_editor.connection.vendor == "postgresql":
        for code in CODES:
            schema_editor.execute(
                f"ALTER TABLE {table(code)} ADD FOREIGN KEY (entry_id) REFERENCES {ENTRIES} (id) ON DELETE CASCADE"
            )


def triggers(schema_editor):
    return fts5 if schema_editor.connection.vendor == "sqlite" else postgresql


class Migration(migrations.Migration):
    dependencies = [("cms_search", "0009_synonyms_and_searches_that_find_little")]

    operations = [migrations.RunPython(create, drop)]
