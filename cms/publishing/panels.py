"""The panel "Where is it now" on each record's form."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel

from cms.publishing.whereabouts import whereabouts


class WherePanel(Panel):
    """Shows page, API, search and sign, each with time or reason, and which languages went stale."""

    class BoundPanel(Panel.BoundPanel):
        """The panel for one record."""

        template_name = "cms_publishing/where_panel.html"

        def is_shown(self) -> bool:
            """Show it for records that exist."""
            return self.instance is not None and self.instance.pk is not None and super().is_shown()

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            """Return the whereabouts beside Wagtail's own context."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"where": whereabouts(self.instance)}
