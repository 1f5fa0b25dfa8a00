"""The token tables of the embedded engine, one per language; only where the database is SQLite."""

from django.db import migrations

from cms.search.fts5 import create_statements, drop_statements


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in create_statements():
            schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in drop_statements():
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("cms_search", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
