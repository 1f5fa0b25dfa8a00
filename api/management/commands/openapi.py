"""`manage.py openapi [--write]`: compare the OpenAPI document with the code, or write it anew."""

from __future__ import annotations

from argparse import ArgumentParser
from difflib import unified_diff
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from api.openapi.generation import FILE, text


class Command(BaseCommand):
    """Exits 1 when file and code differ and --write is not given."""

    help = "Compare api/openapi/openapi.json with the code; --write makes it anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --write."""
        parser.add_argument("--write", action="store_true", help="write the file")

    def handle(self, *args: Any, write: bool, **options: Any) -> None:
        """Write the file, or print what differs."""
        made = text()
        if write:
            FILE.write_text(made, encoding="utf-8")
            self.stdout.write(f"{FILE} written")
            return
        held = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
        if held != made:
            changes = unified_diff(held.splitlines(), made.splitlines(), "file", "code", lineterm="")
            raise CommandError("\n".join([*list(changes)[:60], "run manage.py openapi --write and read the diff"]))
        self.stdout.write("the OpenAPI document is what the code says")
