"""Token tables of before get the index of first characters that new ones are made with."""

from django.db import migrations

from cms.languages.table import CODES
from cms.search.fts5 import COLUMNS, create_statements, table


def renew(apps, schema_editor):
    """Fill new tables from the old ones, whose tokens stay as they are."""
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%%prefix=%%'", [])
        renewed = {name for (name,) in cursor.fetchall()}
    old = [table(code) for code in CODES if table(code) not in renewed]
    for name in old:
        schema_editor.execute(f"ALTER TABLE {name} RENAME TO {name}_before")
    for statement in create_statements():
        schema_editor.execute(statement)
    columns = f"rowid, {', '.join(COLUMNS)}"
    for name in old:
        schema_editor.execute(f"INSERT INTO {name}({columns}) SELECT {columns} FROM {name}_before")
        schema_editor.execute(f"DROP TABLE {name}_before")


class Migration(migrations.Migration):
    dependencies = [("cms_search", "0004_facets_for_tags_and_places_for_whole")]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
