"""Token tables of PostgreSQL that the index answers from alone; the worker fills them anew from the documents."""

from importlib import import_module

from django.db import migrations

from cms.search import postgresql

before = import_module("cms.search.migrations.0006_token_tables_of_postgresql")


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        before.drop(apps, schema_editor)
        for statement in (*postgresql.create_statements(), *postgresql.create_copying()):
            schema_editor.execute(statement)
        forget(apps)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in (*postgresql.drop_copying(), *postgresql.drop_statements()):
            schema_editor.execute(statement)
        before.create(apps, schema_editor)
        forget(apps)


def forget(apps):
    """Let every entry's tokens be made anew."""
    apps.get_model("cms_search", "SearchEntry").objects.update(tokens="")


class Migration(migrations.Migration):
    dependencies = [("cms_search", "0013_words_by_their_endings")]

    operations = [migrations.RunPython(create, drop)]
