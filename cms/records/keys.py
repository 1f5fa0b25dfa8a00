"""Keys for the rows that were written before rows had one; for migrations."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any


def giving_keys(app: str, relations: Mapping[str, Mapping[str, str]]) -> Callable[[Any, Any], None]:
    """Return a migration's step: each row of `relations` (record → relation → model of the row) gets a key of its own,
    and the same one in every stored revision; a row that only a draft holds gets one there."""

    def give(apps: Any, schema_editor: Any) -> None:
        for record, rows in relations.items():
            keys = {relation: _keyed(apps.get_model(app, model)) for relation, model in rows.items()}
            _revisions(apps, app, record, keys)

    return give


def _keyed(model: Any) -> dict[int, str]:
    rows = list(model.objects.only("pk"))
    for row in rows:
        row.key = uuid.uuid4()
    model.objects.bulk_update(rows, ["key"], batch_size=200)
    return {row.pk: str(row.key) for row in rows}


def _revisions(apps: Any, app: str, record: str, keys: Mapping[str, Mapping[int, str]]) -> None:
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(
        content_type__app_label=app, content_type__model=record.lower()
    )
    for revision in revisions.iterator(chunk_size=200):
        for relation, known in keys.items():
            for row in revision.content.get(relation) or []:
                row["key"] = known.get(row.get("pk")) or str(uuid.uuid4())
        revision.save(update_fields=["content"])
