"""What stands in the town at the beginning, its clock, and the worker that follows."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import time_machine
from django.core.cache import cache
from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine
from wagtail.models import Locale

from cms import clock
from cms.pages.models import ContentPage, StoryPage, TopicPage
from cms.publishing.loops import LOOPS
from cms.publishing.services import drain
from cms.records.models import Record
from museum.models import ItemRelation
from tests import factories
from tests.cms.pages import pages
from tests.cms.publishing.town.reader import Consumer
from tests.cms.signage.screens import paired
from tours.models import Place

MORNING = datetime(2026, 4, 4, 1, 0, tzinfo=UTC)
"""Ten o'clock on a Saturday under the cherry trees."""
SECRET = "himitsu"
"""Begins every text that nobody may read yet; a number follows, so that each is told from the others."""


class Scene(RuleBasedStateMachine):
    """Four places (two public), an event, an item, a tour, a topic with two stories, a glossary, a sign and a client.

    Every rule ends with `pass_time`: no two things happen at the same moment, as in life.
    """

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.clock = time_machine.travel(MORNING, tick=False)
        self.traveller = self.clock.start()
        cache.clear()
        self.numbers = itertools.count(1)
        self.tags = [factories.tag("castle", "城"), factories.tag("cherry", "桜")]
        self.places = [
            factories.place(f"place-{number}", tags=self.tags[:1], live=number < 2).uuid for number in range(4)
        ]
        self._things_of_one_kind_each()
        self._pages()
        self.display, self.token = paired("津山駅")
        self.consumer = Consumer()
        self.work()

    def _things_of_one_kind_each(self) -> None:
        first, second = (Place.objects.get(uuid=uuid) for uuid in self.places[:2])
        moments = [
            (clock.now() + timedelta(hours=hours), clock.now() + timedelta(hours=hours + 1)) for hours in (2, 30)
        ]
        self.event = factories.event(place=first, dates=moments).uuid
        self.tour = factories.tour(stops=[first, second]).uuid
        item = factories.item(live=False)
        item.relations.set([ItemRelation(record_id=first.uuid)])
        self.item = factories.publish(item, work=False).uuid

    def _pages(self) -> None:
        card = {"record": Record.objects.get(pk=self.places[0]), "note": ""}
        above = [pages.topic(), pages.topic("town")]
        told = [
            pages.story("stone-walls", parent=above[0], body=[("record", card)], lead="石垣の積み方は三つある。"),
            pages.story("gates"),
        ]
        self.topics: list[UUID] = [page.translation_key for page in above]
        self.stories: list[UUID] = [page.translation_key for page in told]

    def teardown(self) -> None:
        """Leave nothing for the next example."""
        self.clock.stop()
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def pass_time(self, **span: float) -> None:
        """Let time go on, by a minute where nothing else is said."""
        self.traveller.shift(timedelta(**span) if span else timedelta(minutes=1))

    def work(self) -> None:
        """Let the fast worker do everything it does, until nothing is left to do."""
        for periodic in LOOPS["fast"]:
            periodic.work()
        drain()

    def secret(self) -> str:
        """Return a text that must stay inside until somebody publishes it."""
        return f"{SECRET} {next(self.numbers):04}"

    def slug(self, stem: str) -> str:
        """Return an address that nothing ever had."""
        return f"{stem}-{next(self.numbers)}"

    def place(self, index: int) -> Place | None:
        """Return a place as it stands in the database, or None where it was deleted."""
        return Place.objects.filter(uuid=self.places[index]).first()

    def page(self, key: UUID, language: str = "ja") -> Any | None:
        """Return a story or topic in a language as it stands, or None."""
        model: type[ContentPage] = TopicPage if key in self.topics else StoryPage
        locale = Locale.objects.get(language_code=language)
        return model.objects.filter(translation_key=key, locale=locale).first()
