"""`manage.py export_texts --lang fr --kind place OUT.po`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.languages.table import CODES
from cms.records.addresses import exchangeable
from cms.records.exchange import ExchangeError, exported


class Command(BaseCommand):
    """Writes the texts of one kind's records, rows below them included, or of what records share, for a translator."""

    help = "Write the texts of one kind of record, or of tags, categories or images, as a PO file for a translator."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the language, the kind and the file."""
        parser.add_argument("--lang", required=True, choices=CODES, help="the language to translate into")
        parser.add_argument("--kind", required=True, choices=exchangeable())
        parser.add_argument("path", metavar="OUT.po")

    def handle(self, *args: Any, **options: Any) -> None:
        """Export."""
        try:
            catalogue = exported(options["kind"], options["lang"])
            catalogue.save(options["path"])
        except (ExchangeError, OSError) as error:
            raise CommandError(str(error)) from error
        done = len(catalogue.translated_entries())
        self.stdout.write(
            f"{len(catalogue)} texts, {done} translated, {len(catalogue.fuzzy_entries())} to look at: {options['path']}"
        )
