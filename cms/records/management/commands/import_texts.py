"""`manage.py import_texts FILE.po [--status machine|reviewed] [--user NAME]`."""

from __future__ import annotations

import sys
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.languages.values import MACHINE, REVIEWED
from cms.records.exchange import ExchangeError, imported


class Command(BaseCommand):
    """Takes a translated file over; exit 1 where entries were refused, each with its line, text and reason."""

    help = "Take the translations of a PO file over into records. Refused entries are listed; the others stand."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, the status of its texts and who answers for them."""
        parser.add_argument("path", metavar="FILE.po")
        parser.add_argument(
            "--status", choices=[MACHINE, REVIEWED], default=REVIEWED, help="of entries that are not fuzzy"
        )
        parser.add_argument("--user", default="", help="the login name that is stamped on the texts")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import."""
        user = None
        if options["user"]:
            user = get_user_model().objects.filter(username=options["user"]).first()
            if user is None:
                raise CommandError(f"there is no user {options['user']!r}")
        try:
            done = imported(options["path"], status=options["status"], user=user)
        except ExchangeError as error:
            raise CommandError(str(error)) from error
        for refused in done.refused:
            self.stderr.write(str(refused))
        self.stdout.write(
            f"{done.changed} taken over, {done.same} unchanged, {done.empty} empty, {len(done.refused)} refused"
        )
        if done.refused:
            sys.exit(1)
