"""Several workers and editors at once, each on a connection of their own: nothing twice, nothing lost, nothing that was taken back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from cms import clock
from cms.publishing import services
from cms.publishing.models import Outbox, PublishedDocument, PublishedThing
from cms.publishing.services import announce, drain, enqueue, lease, next_sequence, pending, publish_now
from cms.records.models import Record
from tests import factories
from tests.processes import wait_until
from tours.models import Place

pytestmark = pytest.mark.django_db(transaction=True)


def elsewhere(work: Callable[[], Any]) -> threading.Thread:
    """Start work on another connection."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def done(*threads: threading.Thread) -> None:
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()


def names(uuid: UUID) -> list[str]:
    rows = PublishedDocument.objects.filter(thing_id=uuid, lang="ja").values_list("summary", flat=True)
    return [bytes(row).decode() for row in rows]


def interrupted(monkeypatch: pytest.MonkeyPatch, by: Callable[[], Any]) -> None:
    """Have somebody else do something between the reading of a thing and its writing, once."""
    original, left = services.standing, [by]

    def standing(uuid: UUID) -> Any:
        found = original(uuid)
        if left:
            done(elsewhere(left.pop()))
        return found

    monkeypatch.setattr(services, "standing", standing)


def test_two_workers_take_each_thing_once_with_all_its_wishes() -> None:
    things = [uuid4() for _ in range(20)]
    for _ in range(3):
        enqueue(*things, reason="published")
    taken: list[tuple[UUID, list[int]]] = []
    start = threading.Barrier(2)

    def work() -> None:
        start.wait(10)
        while (found := lease(clock.now())) is not None:
            taken.append(found)

    done(elsewhere(work), elsewhere(work))
    assert sorted(uuid for uuid, _ in taken) == sorted(things)
    assert all(len(ids) == 3 for _, ids in taken)


def test_a_wish_that_comes_later_waits_for_the_worker_that_has_the_thing() -> None:
    castle = uuid4()
    enqueue(castle, reason="published")
    assert lease(clock.now()) is not None
    enqueue(castle, reason="tag renamed")
    assert lease(clock.now()) is None
    Outbox.objects.filter(reason="published").delete()
    assert lease(clock.now()) is not None


def test_who_follows_the_numbers_misses_nothing_of_two_writers() -> None:
    """The rows at or below the highest number that was seen never become others."""
    places = [factories.place(slug=slug).uuid for slug in ("tsuyama-castle", "kakuzan-park")]
    start, ended, missed = threading.Barrier(3), threading.Event(), list[Any]()

    def write(uuid: UUID) -> None:
        start.wait(10)
        for _ in range(25):
            announce(uuid)

    def follow() -> None:
        known: set[tuple[UUID, int]] = set()
        start.wait(10)
        while not ended.is_set():
            seen = set(PublishedThing.objects.values_list("uuid", "sequence"))
            highest = max((number for _, number in known), default=0)
            missed.extend(row for row in seen - known if row[1] <= highest)
            known |= seen

    follower = elsewhere(follow)
    done(*(elsewhere(lambda uuid=uuid: write(uuid)) for uuid in places))
    ended.set()
    done(follower)
    assert missed == []
    numbers = sorted(PublishedThing.objects.values_list("sequence", flat=True))
    assert numbers[-1] == 52 and len(set(numbers)) == 2


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer: nobody holds a number beside another")
def test_a_number_is_given_only_when_the_one_before_it_is_to_be_seen() -> None:
    park = factories.place("kakuzan-park").uuid
    held, finish, numbers = threading.Event(), threading.Event(), list[int]()

    def write_slowly() -> None:
        with transaction.atomic():
            numbers.append(next_sequence())
            held.set()
            assert finish.wait(60)

    slow = elsewhere(write_slowly)
    assert held.wait(30)
    quick = elsewhere(lambda: announce(park))
    assert wait_until(lambda: waiting() or not quick.is_alive(), seconds=30)
    overtook = not quick.is_alive()
    finish.set()
    done(slow, quick)
    assert (overtook, PublishedThing.objects.get(uuid=park).sequence) == (False, numbers[0] + 1)


def waiting() -> bool:
    """Return whether a connection of this database waits for another's lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database())"
        )
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize("was_public", [False, True], ids=["first time", "again"])
def test_a_thing_withdrawn_while_it_is_made_stays_withdrawn(monkeypatch: pytest.MonkeyPatch, was_public: bool) -> None:
    place = factories.publish(factories.place(live=False), work=was_public)
    interrupted(monkeypatch, lambda: Place.objects.get(pk=place.pk).unpublish())
    publish_now(place.uuid)
    assert names(place.uuid) == []
    assert not PublishedThing.objects.filter(uuid=place.uuid, withdrawn_at=None).exists()


def test_an_older_state_never_overwrites_a_newer_one(monkeypatch: pytest.MonkeyPatch) -> None:
    place = factories.place()

    def rename() -> None:
        newer = Place.objects.get(pk=place.pk)
        newer.name = newer.name.with_text("ja", "鶴山公園")
        factories.publish(newer)

    interrupted(monkeypatch, rename)
    publish_now(place.uuid)
    assert ["鶴山公園" in name for name in names(place.uuid)] == [True]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer: the worker waits for the editor")
def test_a_worker_does_not_wait_for_an_editor_and_comes_again() -> None:
    place = factories.publish(factories.place(live=False), work=False)
    held, finish = threading.Event(), threading.Event()

    def edit() -> None:
        with transaction.atomic():
            Record.objects.filter(uuid=place.uuid).update(title="鶴山公園")
            held.set()
            assert finish.wait(30)

    editor = elsewhere(edit)
    assert held.wait(10)
    drain()
    assert pending() == 1
    assert names(place.uuid) == []
    finish.set()
    done(editor)
    Outbox.objects.update(not_before=clock.now())
    drain()
    assert (pending(), len(names(place.uuid))) == (0, 1)
