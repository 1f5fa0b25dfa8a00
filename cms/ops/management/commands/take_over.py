"""`manage.py take_over FILE`: from SQLite to PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.ops.moving import CannotMove, take_over


class Command(BaseCommand):
    """Takes over what a SQLite installation keeps."""

    help = "Copy everything from a SQLite database into the empty PostgreSQL that DATABASE_URL names."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path, metavar="FILE", help="kakuzan.sqlite3 in the data folder, or a backup's")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take over and say how much it was."""
        try:
            counts = take_over(options["file"])
        except CannotMove as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{sum(counts.values())} rows of {len(counts)} tables taken over; search is filled.")
