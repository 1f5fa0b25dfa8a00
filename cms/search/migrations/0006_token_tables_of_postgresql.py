"""The token tables where the database is PostgreSQL, one per language; new code fills them from the documents.

As they were until 0014: one vector, a weight for each column.
"""

from django.db import migrations

from cms.languages.table import CODES
from cms.search.sql import table


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for code in CODES:
            name = table(code)
            schema_editor.execute(f"CREATE TABLE {name} (entry_id bigint PRIMARY KEY, vector tsvector NOT NULL)")
            schema_editor.execute(f"CREATE INDEX {name}_vector ON {name} USING gin (vector) WITH (fastupdate = off)")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for code in CODES:
            schema_editor.execute(f"DROP TABLE {table(code)}")


class Migration(migrations.Migration):
    dependencies = [("cms_search", "0005_prefixes_of_one_character")]

    operations = [migrations.RunPython(create, drop)]
