"""`manage.py compile_catalogues`: what gettext reads, made from what translators write."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from cms.languages.catalogues import compile_catalogues


class Command(BaseCommand):
    """Writes the compiled file of every catalogue that is newer than it."""

    help = "Compile the gettext catalogues that changed."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take `--force`."""
        parser.add_argument("--force", action="store_true", help="Compile all, changed or not.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile, and name what was written."""
        for path in compile_catalogues(settings.BASE_DIR, force=options["force"]):
            if options["verbosity"]:
                self.stdout.write(str(path.relative_to(settings.BASE_DIR)))
