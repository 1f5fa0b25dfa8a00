"""Words of names are found by how they end too."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

BATCH = 2_000


def turn(apps: Any, schema_editor: Any) -> None:
    """Write every word that is kept backwards too."""
    words = apps.get_model("cms_search", "SearchWord").objects
    batch = []
    for row in words.only("pk", "word").iterator(chunk_size=BATCH):
        row.backwards = row.word[::-1]
        batch.append(row)
        if len(batch) == BATCH:
            words.bulk_update(batch, ["backwards"])
            batch = []
    words.bulk_update(batch, ["backwards"])


class Migration(migrations.Migration):
    dependencies = [("cms_search", "0012_beginnings_of_one_and_two_characters")]

    operations = [
        migrations.AddField(
            model_name="searchword",
            name="backwards",
            field=models.CharField(db_index=True, default="", max_length=40),
        ),
        migrations.RunPython(turn, migrations.RunPython.noop),
    ]
