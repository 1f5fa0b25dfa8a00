"""A confirmation is a status with a person and a time; what was typed by hand becomes the source."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def keep_confirmations(apps, schema_editor):
    apps.get_model("cms_languages", "Reading").objects.exclude(confirmed_source="").update(status="confirmed")


class Migration(migrations.Migration):
    dependencies = [
        ("cms_languages", "0001_readings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField("reading", "confirmed_by", "confirmed_source"),
        migrations.AlterField(
            "reading",
            "confirmed_source",
            models.CharField(
                blank=True,
                help_text="The office, list or book that it comes from, e.g. 教育委員会.",
                max_length=120,
                verbose_name="source of the reading",
            ),
        ),
        migrations.AddField(
            "reading",
            "status",
            models.CharField(
                choices=[("suggested", "suggestion"), ("confirmed", "confirmed")],
                default="suggested",
                help_text="A suggestion is seen by no visitor. Confirming is stamped with your name and the time.",
                max_length=12,
                verbose_name="status",
            ),
        ),
        migrations.AddField(
            "reading",
            "confirmed_by",
            models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="confirmed by",
            ),
        ),
        migrations.AddField(
            "reading",
            "confirmed_at",
            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="confirmed on"),
        ),
        migrations.RunPython(keep_confirmations, migrations.RunPython.noop),
    ]
