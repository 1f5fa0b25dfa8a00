"""`manage.py unpublish UUID`: take one thing from every reader at once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.records.kinds import kind
from cms.records.models import Record


class Command(BaseCommand):
    """Unpublishes a record by its id."""

    help = "Take one thing from every reader at once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the id."""
        parser.add_argument("uuid", help="the id that stands in the API and behind /id/")

    def handle(self, *args: Any, **options: Any) -> None:
        """Unpublish it."""
        try:
            uuid = UUID(options["uuid"])
        except ValueError as error:
            raise CommandError(f"{options['uuid']!r} is no uuid") from error
        record = Record.objects.filter(uuid=uuid).first()
        instance = kind(record.kind).find(uuid) if record else None
        if record is None or instance is None:
            raise CommandError(f"there is no record {uuid}")
        if not instance.live:
            raise CommandError(f"{record.kind} {record.slug} is not published")
        instance.unpublish()
        self.stdout.write(f"{record.kind} {record.slug} is withdrawn")
