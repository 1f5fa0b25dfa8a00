"""`manage.py prepare`: everything between an installed code and a first request."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cms.ops.prepare import prepare


class Command(BaseCommand):
    """Runs missing migrations, compiles catalogues and, under the profile `run`, loads demo content and login."""

    help = "Bring tables, catalogues and demo content up to date; a second time changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, and say so line by line."""
        prepare(self.stdout.write, demo=settings.PROFILE == "run")
