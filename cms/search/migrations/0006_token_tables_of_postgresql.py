"""The token tables where the database is PostgreSQL, one per language; new code fills them from the documents."""

from django.db import migrations

from cms.search.postgresql import create_statements, drop_statements


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in create_statements():
            schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in drop_statements():
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("cms_search", "0005_prefixes_of_one_character")]

    operations = [migrations.RunPython(create, drop)]
