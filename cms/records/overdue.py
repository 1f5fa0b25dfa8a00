"""Facts that nobody has confirmed in time: on the desk of the department that owns them."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse
from wagtail.admin.ui.components import Component

from cms import clock
from cms.records.kinds import kind
from cms.records.models import Record

MOST = 12


class OverduePanel(Component):  # type: ignore[misc]
    """Lists the records of the user's department whose confirm-by day has passed, the oldest first."""

    name = "overdue"
    order = 120
    template_name = "cms_records/overdue_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return up to twelve records and how many there are."""
        user = parent_context["request"].user
        found = Record.objects.filter(live=True, confirm_by__lt=clock.today())
        if getattr(user, "department_id", None):
            found = found.filter(owner=user.department_id)
        rows = [
            {"record": record, "url": edit_url(record), "kind": kind(record.kind).label}
            for record in found.select_related("owner").order_by("confirm_by")[:MOST]
        ]
        return {"rows": rows, "count": found.count()}


def edit_url(record: Record) -> str:
    """Return the admin address of a record's form, or an empty string for a kind that is no snippet."""
    model = kind(record.kind).model()
    instance = (
        model._default_manager.filter(uuid=record.uuid).only("pk").first() if kind(record.kind).finder is None else None
    )
    if instance is None:
        return ""
    try:
        return reverse(model.snippet_viewset.get_url_name("edit"), args=[instance.pk])  # type: ignore[attr-defined]
    except (AttributeError, NoReverseMatch):
        return ""
