"""Reading what administrators settled."""

from __future__ import annotations

from uuid import UUID

from cms.pages.town import TownSettings


def main_reconstruction() -> UUID | None:
    """Return the record that the keep page shows, or None where nobody chose one; one statement."""
    return TownSettings.objects.values_list("main_reconstruction_id", flat=True).first()
