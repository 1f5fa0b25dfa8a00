#!/usr/bin/env python3
"""Django's commands for this installation."""

import os
import sys


def main() -> None:
    """Run one management command under the profile of `DJANGO_SETTINGS_MODULE` (default: run)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.run")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
