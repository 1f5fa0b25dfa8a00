"""`manage.py settle_roles`: make the groups editor, approver, translator, duty and administrator."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cms.users.roles import settle_roles


class Command(BaseCommand):
    """Makes the roles, or brings them back to what they should be; a second time changes nothing."""

    help = "Make the groups of people who work with the system."

    def handle(self, *args: Any, **options: Any) -> None:
        """Settle."""
        self.stdout.write(f"{settle_roles()} roles settled")
