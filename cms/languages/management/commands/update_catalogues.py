"""`manage.py update_catalogues`: bring the catalogues to what the code says."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cms.languages.catalogues import drift, update


class Command(BaseCommand):
    """Adds new texts, empty but in English, and removes those that no code says any more."""

    help = "Bring the gettext catalogues to what code and templates say, for translators to fill."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Update, and say how many texts wait for a translation."""
        update(settings.BASE_DIR)
        for found in drift(settings.BASE_DIR):
            self.stdout.write(f"{found.catalogue}: {len(found.missing)} to translate")
