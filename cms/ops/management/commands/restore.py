"""`manage.py restore DIR [--verify] [--check]`: a backup, taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.ops.archive import ArchiveError, check, read
from cms.ops.restore import faults, restore


class Command(BaseCommand):
    """Restores a backup, and with --verify reads everything back and compares."""

    help = "Put a backup in place of the present data. The present SQLite database is kept as before-restore-TIME."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder and how far to go."""
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--verify", action="store_true", help="afterwards read all rows and files back and compare")
        parser.add_argument(
            "--check", action="store_true", help="only look whether the backup is whole; change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, compare, and exit 1 with every difference named."""
        folder = options["folder"]
        try:
            if options["check"]:
                manifest = read(folder)
                check(folder, manifest)
                self.stdout.write(f"whole: {len(manifest.files)} files, made {manifest.made}")
                return
            manifest = restore(folder)
            found = faults(manifest) if options["verify"] else []
        except (ArchiveError, OSError) as error:
            raise CommandError(str(error)) from error
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise CommandError(f"{len(found)} differences after restoring {folder}")
        state = "restored and verified" if options["verify"] else "restored"
        self.stdout.write(
            f"{state}: {sum(manifest.tables.values())} rows, {len(manifest.files)} files. Restart Kakuzan."
        )
