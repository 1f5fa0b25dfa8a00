"""Numbers of changes commit in order, however many writers there are: who follows them misses nothing."""

from __future__ import annotations

import threading
import time
from typing import Any

from django.db import connection, transaction

from cms.publishing.services import next_sequence

HELD_S = 0.4


def test_second_writer_waits_for_the_first_to_commit(django_db_setup: None, django_db_blocker: Any) -> None:
    """Two connections, each in a transaction of its own; nothing but the counter is written."""
    taken, told = threading.Event(), []

    def write(name: str, hold: float) -> None:
        try:
            with transaction.atomic():
                number = next_sequence()
                taken.set()
                time.sleep(hold)
                told.append((name, number))
        finally:
            connection.close()

    with django_db_blocker.unblock():
        first = threading.Thread(target=write, args=("first", HELD_S))
        second = threading.Thread(target=write, args=("second", 0.0))
        first.start()
        assert taken.wait(10)
        second.start()
        for writer in (first, second):
            writer.join(20)
    (earlier, low), (later, high) = told
    assert (earlier, later) == ("first", "second")
    assert high == low + 1
