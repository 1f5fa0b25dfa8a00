"""`manage.py collect_garbage [--dry-run]`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.publishing.garbage import collect


class Command(BaseCommand):
    """Removes public files that nothing names any more and that are older than a day."""

    help = "Remove public files that no document, rendition or derivative names."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --dry-run."""
        parser.add_argument("--dry-run", action="store_true", help="count only; remove nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Collect."""
        found = collect(dry_run=options["dry_run"])
        self.stdout.write(f"{found.files} files, {found.removed} removed, {found.bytes / 1_000_000:.1f} MB freed")
