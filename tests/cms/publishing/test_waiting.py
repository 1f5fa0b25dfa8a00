"""Editors and workers who write the same things at once, in whatever order, never wait for each other in a ring.

PostgreSQL ends such a ring by refusing one of its members (40P01), and an editor would be told to come again.
"""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.adminsearch.models import ObjectText
from cms.pages.services import bootstrap
from cms.publishing.models import Outbox
from cms.publishing.moments import pass_moments
from cms.publishing.rebuilding import rebuild, verify
from cms.publishing.services import drain
from cms.records.locking import lock
from cms.records.services import patch
from tests import factories
from tests.cms.pages.pages import story
from tests.cms.publishing.test_several_writers import done, elsewhere, waiting
from tests.processes import wait_until
from tours.models import Place

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer: there is no ring of two"),
]
SLUGS = ("tsuyama-castle", "kakuzan-park", "shurakuen", "joto")


class Editor:
    """Does what editors do, in an order of dice."""

    def __init__(self, seed: int, page: Any) -> None:
        self.dice, self.page = random.Random(seed), page

    def act(self) -> None:
        """Do one thing."""
        ways = (self.publish, self.unpublish, self.unpublish_some, self.rename, self.reword, self.correct, self.tell)
        self.dice.choice(ways)()

    def some(self, count: int) -> Sequence[Place]:
        slugs = self.dice.sample(SLUGS, count)
        return sorted(Place.objects.filter(slug__in=slugs), key=lambda place: slugs.index(place.slug))

    def publish(self) -> None:
        (place,) = self.some(1)
        place.name = place.name.with_text("ja", f"津山城 {self.dice.randrange(1000)}")
        place.save_revision().publish()

    def unpublish(self) -> None:
        self.some(1)[0].unpublish()

    def unpublish_some(self) -> None:
        """Several that were ticked in a list go in one transaction, as in Wagtail's views."""
        with transaction.atomic():
            places = self.some(2)
            lock(places)
            for place in places:
                place.unpublish()

    def rename(self) -> None:
        tag = factories.tag("castle")
        tag.name = tag.name.with_text("ja", f"城 {self.dice.randrange(1000)}")
        tag.save()

    def reword(self) -> None:
        patch(self.some(1)[0], {"name": {"en": f"Tsuyama Castle {self.dice.randrange(1000)}"}})

    def correct(self) -> None:
        (place,) = self.some(1)
        place.lat += 0.0001
        place.save()

    def tell(self) -> None:
        page = type(self.page).objects.get(pk=self.page.pk)
        page.save_revision().publish() if self.dice.random() < 0.6 else page.unpublish()


def at_once(works: Sequence[Callable[[], Any]], rounds: int) -> list[str]:
    """Do each work `rounds` times, all at once; return what went wrong."""
    start, wrong = threading.Barrier(len(works)), list[str]()

    def repeated(work: Callable[[], Any]) -> None:
        start.wait(30)
        for _ in range(rounds):
            try:
                work()
            except Exception as error:  # noqa: BLE001 - all are shown together
                wrong.append(f"{type(error).__name__}: {error}")

    threads = [elsewhere(lambda work=work: repeated(work)) for work in works]
    for thread in threads:
        thread.join(30 * rounds)
        assert not thread.is_alive()
    return wrong


@pytest.mark.parametrize("rounds", [6, pytest.param(80, marks=pytest.mark.full)])
def test_editors_and_workers_never_wait_in_a_ring(rounds: int) -> None:
    bootstrap()  # a flush took the home pages
    tag, page = factories.tag("castle"), story()
    for slug in SLUGS:
        factories.place(slug, tags=[tag])
    editors = [Editor(seed, page).act for seed in range(3)]
    assert at_once([*editors, drain, drain, pass_moments, rebuild], rounds) == []
    Outbox.objects.update(lease_until=None, not_before="2026-01-01T00:00:00Z")
    drain()
    assert (verify().differ, list(Outbox.objects.values_list("error", flat=True))) == (0, [])


def test_of_two_who_save_a_word_at_once_the_index_keeps_what_was_saved_last(
    caplog: pytest.LogCaptureFixture,
) -> None:
    factories.tag("castle")
    ObjectText.objects.all().delete()

    def rename() -> None:
        tag = factories.tag("castle")
        tag.name = tag.name.with_text("ja", "城跡")
        tag.save()

    assert at_once([rename] * 4, 3) == []
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []
    assert ObjectText.objects.filter(field="name").count() == 1


def test_two_lists_with_the_same_things_the_other_way_round_both_get_through() -> None:
    places = [factories.place(slug) for slug in SLUGS[:2]]
    begun, go, wrong = threading.Event(), threading.Event(), list[Exception]()

    def take_back(chosen: Sequence[Place], after_the_first: Callable[[], object]) -> None:
        try:
            with transaction.atomic():
                lock(chosen)
                Place.objects.get(pk=chosen[0].pk).unpublish()
                after_the_first()
                Place.objects.get(pk=chosen[1].pk).unpublish()
        except OperationalError as error:
            wrong.append(error)

    def stand_still() -> None:
        begun.set()
        go.wait(30)

    first = elsewhere(lambda: take_back(places[::-1], stand_still))
    assert begun.wait(30)
    second = elsewhere(lambda: take_back(places, lambda: None))
    assert wait_until(waiting, seconds=30)
    go.set()
    done(first, second)
    assert (wrong, Place.objects.filter(live=True).exists()) == ([], False)


def test_what_was_ticked_in_a_list_is_locked_before_the_first_goes(admin_client: Client) -> None:
    keys = [factories.place(slug).pk for slug in SLUGS[:2]]
    address = reverse("wagtail_bulk_action", args=("tours", "place", "delete"))
    with CaptureQueriesContext(connection) as asked:
        admin_client.post(f"{address}?id={keys[1]}&id={keys[0]}")
    assert not Place.objects.exists()
    changing = [row["sql"] for row in asked.captured_queries if "tours_place" in row["sql"].split("WHERE")[0]]
    first = next(sql for sql in changing if "FOR UPDATE" in sql or sql.startswith(("UPDATE", "DELETE")))
    assert first.endswith("ORDER BY 1 ASC FOR UPDATE")
    assert sorted(keys) == sorted(map(int, re.findall(r"\d+", first.partition(" IN ")[2].partition(")")[0])))
