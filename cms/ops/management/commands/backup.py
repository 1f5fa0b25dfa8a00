"""`manage.py backup DIR`: database, files and secret key, with a manifest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.ops.archive import ArchiveError
from cms.ops.backup import backup


class Command(BaseCommand):
    """Makes a backup while the site goes on."""

    help = "Copy database, files and secret key into an empty folder. Keep it as you keep the secret key."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder."""
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        """Back up and say how much it was."""
        try:
            made = backup(options["folder"])
        except (ArchiveError, OSError) as error:
            raise CommandError(str(error)) from error
        size = sum(entry.bytes for entry in made.entries()) / 1e6
        self.stdout.write(
            f"{sum(made.tables.values())} rows, {len(made.files)} files, {size:.1f} MB in {options['folder']}"
        )
