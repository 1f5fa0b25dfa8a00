"""`manage.py rebuild_documents [--verify] [--kind KIND]`."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.publishing.rebuilding import rebuild, verify
from cms.records.kinds import kinds


class Command(BaseCommand):
    """Makes all documents anew, or only compares (`--verify`: exit 1 where any differs)."""

    help = "Make all published documents anew, or verify that they are what would be made now."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --verify and --kind."""
        parser.add_argument("--verify", action="store_true", help="compare only; change nothing")
        parser.add_argument("--kind", default="", choices=["", *(kind.name for kind in kinds())], metavar="KIND")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild or verify."""
        if not options["verify"]:
            self.stdout.write(f"{rebuild(options['kind'])} things made anew")
            return
        found = verify(options["kind"])
        for example in found.examples:
            self.stderr.write(f"differs: {example}")
        self.stdout.write(f"{found.documents} documents, {found.differ} differ, {found.pending} pending")
        if found.differ:
            sys.exit(1)
