"""In which order rows are locked, so that no two who write wait for each other in a ring.

A thing's own row comes first, of several things in the order of their keys; its revisions, its `Record` and the counter
of changes come after it. PostgreSQL refuses one of two who do it the other way round; SQLite has one writer (ADR 0005).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Model


def lock(instances: Iterable[Any]) -> None:
    """Lock the rows of some instances until the transaction ends. Who writes several does so before the first."""
    if not connection.features.has_select_for_update:
        return
    keys = defaultdict(set)
    for instance in instances:
        keys[_root(type(instance))].add(instance.pk)
    for model in sorted(keys, key=lambda model: str(model._meta.label)):
        rows = model._base_manager.select_for_update().filter(pk__in=keys[model]).order_by("pk")
        list(rows.values_list("pk", flat=True))


def _root(model: type[Model]) -> type[Model]:
    """Return the model whose row all the others of an inheritance point to."""
    parents = model._meta.get_parent_list()
    return parents[-1] if parents else model._meta.concrete_model or model


__all__ = ["lock"]
