"""A worker that dies before any one of its statements leaves a state that the next round repairs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction

from cms import clock
from cms.publishing.models import Outbox, PublishedDocument, PublishedThing
from cms.publishing.rebuilding import verify
from cms.publishing.services import drain
from tests import factories

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """Stands for SIGKILL: no handler of ours sees it."""


class Executioner:
    """Lets `steps` statements through and then kills, once: the rollback that a dying connection means still happens."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.left -= 1
        if self.left == -1:
            raise Killed
        return execute(sql, params, many, context)


def drained(steps: int) -> bool:
    """Drain with a killer behind; return whether it got through."""
    try:
        with connection.execute_wrapper(Executioner(steps)):
            drain()
    except Killed:
        transaction.set_rollback(False)  # a death outside of a transaction of ours spoils only the one around this test
        return False
    return True


def test_killed_anywhere_the_next_round_repairs_it() -> None:
    tag = factories.tag()
    place = factories.place(tags=[tag])
    steps, kills = 0, 0
    while True:
        factories.publish(_renamed(place, f"津山城 {steps}"), work=False)
        if drained(steps):
            break
        kills += 1
        _whole_or_untouched()
        with time_machine.travel(clock.now() + timedelta(seconds=90), tick=False):
            drain()
            found = verify()
        assert (found.differ, found.pending) == (0, 0), f"killed before statement {steps}: {found.examples}"
        steps += 3
    assert kills > 8
    assert not Outbox.objects.exists()


def _renamed(place: Any, name: str) -> Any:
    place.refresh_from_db()
    place.name = place.name.with_text("ja", name)
    return place


def _whole_or_untouched() -> None:
    """Readers never see some languages of the old state and some of the new."""
    for thing in PublishedThing.objects.filter(withdrawn_at=None):
        names = {
            bytes(row.summary).decode().count("津山城") > 0 for row in PublishedDocument.objects.filter(thing=thing)
        }
        assert len(names) <= 2
        assert PublishedDocument.objects.filter(thing=thing).count() == 7
