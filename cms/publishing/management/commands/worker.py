"""`manage.py worker fast|media|search`: the loops that keep readers' tables, derivatives and a search cluster up to date."""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.publishing.loops import LOOPS, STOP_HOOKS, run


class Command(BaseCommand):
    """Runs one loop until SIGTERM or SIGINT; what it had begun is taken up again by the next."""

    help = "Run a worker loop until it is told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the loop's name."""
        parser.add_argument("loop", choices=sorted(LOOPS))
        parser.add_argument("--once", action="store_true", help="one round, then end (for tests)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the loop."""
        stop = threading.Event()

        def end(number: int, frame: FrameType | None) -> None:
            stop.set()
            for hook in STOP_HOOKS:
                hook()

        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, end)
            signal.signal(signal.SIGINT, end)
        run(LOOPS[options["loop"]], stop=stop, once=options["once"])
