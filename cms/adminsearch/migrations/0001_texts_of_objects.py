"""The texts of objects and their tokens; `manage.py prepare` fills them from the objects."""

import django.db.models.deletion
from django.db import migrations, models

from cms.adminsearch.tables import create_statements, drop_statements


def create(apps, schema_editor):
    for statement in create_statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in drop_statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("contenttypes", "0002_remove_content_type_name")]

    operations = [
        migrations.CreateModel(
            name="ObjectText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("object_id", models.CharField(max_length=64)),
                ("field", models.CharField(max_length=200)),
                ("searched", models.BooleanField()),
                ("completed", models.BooleanField()),
                ("boost", models.FloatField(default=1.0)),
                ("digest", models.CharField(max_length=16)),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="contenttypes.contenttype"
                    ),
                ),
            ],
            options={
                "verbose_name": "text of an object",
                "verbose_name_plural": "texts of objects",
                "constraints": [
                    models.UniqueConstraint(fields=("content_type", "object_id", "field"), name="admin_text_once")
                ],
            },
        ),
        migrations.RunPython(create, drop),
    ]
