"""A department's records are changed by its own people; administrators, and people of no department, change all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cms.records.models import RecordModel


def may_change(user: Any, instance: RecordModel) -> bool:
    """Tell whether a person may change, publish or delete a record, as far as departments go."""
    department = getattr(user, "department_id", None)
    return user.is_superuser or department is None or instance.owner_id in (None, department)


def refuse_others(request: HttpRequest, instances: Any) -> None:
    """Refuse whoever is of another department than the records' own; a hook before each edit, delete and unpublish."""
    for instance in instances if isinstance(instances, Iterable) else [instances]:
        if isinstance(instance, RecordModel) and not may_change(request.user, instance):
            raise PermissionDenied(_("This record belongs to %(department)s.") % {"department": instance.owner})
