"""`manage.py check_catalogues`: no text of the code without its translation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.languages.catalogues import Drift, drift


class Command(BaseCommand):
    """Names every text that a catalogue lacks, holds for nothing, or translates with other slots."""

    help = "Fail when a gettext catalogue differs from what code and templates say."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare, list what differs, and fail if anything does."""
        found = [entry for entry in drift(settings.BASE_DIR) if not entry.is_clean]
        for entry in found:
            self._list(entry)
        if found:
            names = ", ".join(entry.catalogue for entry in found)
            raise CommandError(f"Catalogues differ from the code: {names}. Run update_catalogues and translate.")
        self.stdout.write("Catalogues agree with the code.")

    def _list(self, entry: Drift) -> None:
        for what, texts in (
            ("no translation", entry.missing),
            ("said by no code", entry.obsolete),
            ("slots differ", entry.broken),
        ):
            for text in texts:
                self.stderr.write(f"{entry.catalogue}: {what}: {text}")
