"""Keys and words are compared by code points on PostgreSQL too, whatever its database sorts by: who looks for how they begin asks
for what lies between two of them.
"""

from django.db import migrations

COLUMNS = (
    ("cms_search_searchkey", "key", 64),
    ("cms_search_searchword", "word", 40),
    ("cms_search_searchword", "backwards", 40),
)


def by_code_points(apps, schema_editor):
    alter(schema_editor, 'COLLATE "C"')


def as_the_database_does(apps, schema_editor):
    alter(schema_editor, 'COLLATE "default"')


def alter(schema_editor, collation):
    if schema_editor.connection.vendor == "postgresql":
        for table, column, length in COLUMNS:
            schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} TYPE varchar({length}) {collation}")


class Migration(migrations.Migration):
    dependencies = [("cms_search", "0014_lexemes_in_postgresql")]

    operations = [migrations.RunPython(by_code_points, as_the_database_does)]
