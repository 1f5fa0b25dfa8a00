"""Pair the screen that shows a code, from the command line."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.languages.table import CODES
from cms.signage.models import Display
from cms.signage.services import PairingError, approve


class Command(BaseCommand):
    """`manage.py pair_display CODE --name NAME`."""

    help = "Pair the screen that shows CODE. A display that is already called NAME gets the new screen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("code", metavar="CODE")
        parser.add_argument("--name", required=True)
        parser.add_argument("--orientation", choices=["landscape", "portrait"])
        parser.add_argument("--languages", help=f"comma-separated, of {', '.join(CODES)}")

    def handle(self, *args: Any, **options: Any) -> None:
        """Pair, or say why not (exit status 1)."""
        settings: dict[str, Any] = {}
        if options["orientation"]:
            settings["orientation"] = options["orientation"]
        if options["languages"]:
            settings["languages"] = [code.strip().lower() for code in options["languages"].split(",") if code.strip()]
            unknown = [code for code in settings["languages"] if code not in CODES]
            if unknown:
                raise CommandError(f"--languages {unknown[0]}: not one of {', '.join(CODES)}")
        held = Display.objects.filter(name=options["name"]).first()
        if held is not None and settings:
            for name, value in settings.items():
                setattr(held, name, value)
            held.save(update_fields=[*settings, "modified"])
        try:
            display = approve(options["code"], name=options["name"], display=held, **settings)
        except PairingError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{display.name} ({display.uuid}) is paired; the screen starts within seconds.")
