"""Documents know whether the thing has text of its own in their language."""

from __future__ import annotations

from typing import Any

import orjson
from django.db import migrations, models

BATCH = 200


def note_own(apps: Any, schema_editor: Any) -> None:
    """Read it from what stands: `languages` is a member of every document."""
    model = apps.get_model("cms_publishing", "PublishedDocument")
    own = [
        pk
        for pk, lang, summary in model.objects.values_list("pk", "lang", "summary").iterator(chunk_size=BATCH)
        if lang in orjson.loads(bytes(summary))["languages"]
    ]
    for start in range(0, len(own), BATCH):
        model.objects.filter(pk__in=own[start : start + BATCH]).update(own=True)


class Migration(migrations.Migration):
    dependencies = [("cms_publishing", "0002_find_positions_by_kind")]

    operations = [
        migrations.AddField("publisheddocument", "own", models.BooleanField(default=False)),
        migrations.RunPython(note_own, migrations.RunPython.noop),
    ]
