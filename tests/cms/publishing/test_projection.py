"""After any edits: what stands is what would be made, and nothing that is not live and public is in it."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from cms import clock
from cms.languages.table import CODES
from cms.publishing.models import DocumentDependency, Outbox, PublishedDocument, PublishedTag, PublishedThing
from cms.publishing.rebuilding import verify
from cms.publishing.services import drain
from cms.records.models import Record
from cms.records.services import patch
from tests import factories
from tours.models import Event, Notice, Place
from tours.notices.services import tick, undo

SECRET = "未公開の文"
EXAMPLES = int(os.environ.get("KAKUZAN_PROPERTY_EXAMPLES", "4"))
INDEXES = st.integers(0, 3)
LANGUAGES = st.sampled_from(["ja", "en", "ko", "fr"])
WORDS = st.sampled_from(["城", "石垣", "櫓", "Castle", "Gate", "성", "château"])


class Projection(RuleBasedStateMachine):
    """Editors, clerks, translators and time do what they like; after each drain the projection must be exact."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.tags = [factories.tag("castle", "城"), factories.tag("cherry", "桜")]
        self.places = [factories.place(f"place-{number}", tags=self.tags[:1], live=number < 2) for number in range(4)]
        self.event = factories.event(place=self.places[0])
        drain()

    def teardown(self) -> None:
        """Leave nothing for the next example."""
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def fresh(self, index: int) -> Place:
        return Place.objects.get(pk=self.places[index].pk)

    @rule(index=INDEXES, lang=LANGUAGES, word=WORDS)
    def patch_name(self, index: int, lang: str, word: str) -> None:
        patch(self.fresh(index), {"name": {lang: word}})

    @rule(index=INDEXES, lang=LANGUAGES, status=st.sampled_from(["machine", "reviewed"]))
    def translate(self, index: int, lang: str, status: str) -> None:
        patch(self.fresh(index), {"short": {lang: {"text": f"text {lang}", "status": status}}})

    @rule(index=INDEXES, lang=LANGUAGES)
    def leave_a_draft_text(self, index: int, lang: str) -> None:
        if lang != "ja":
            patch(self.fresh(index), {"short": {lang: {"text": SECRET, "status": "draft"}}})

    @rule(index=INDEXES)
    def save_a_draft(self, index: int) -> None:
        place = (
            self.fresh(index).get_latest_revision_as_object()
            if self.fresh(index).latest_revision
            else self.fresh(index)
        )
        place.short = place.short.with_text("en", SECRET)
        place.save_revision()

    @rule(index=INDEXES)
    def publish_clean(self, index: int) -> None:
        place = self.fresh(index)
        draft = place.get_latest_revision_as_object() if place.latest_revision else place
        draft.short = draft.short.with_text("en", "Stone walls")
        draft.save_revision().publish()

    @rule(index=INDEXES)
    def unpublish(self, index: int) -> None:
        place = self.fresh(index)
        if place.live:
            place.unpublish()

    @rule(index=INDEXES, private=st.booleans())
    def set_privacy(self, index: int, private: bool) -> None:
        patch(self.fresh(index), {"restricted": private})

    @rule(number=st.integers(0, 1), word=WORDS)
    def rename_tag(self, number: int, word: str) -> None:
        tag = self.tags[number]
        tag.name = tag.name.with_text("ja", word)
        tag.save()

    @rule(index=INDEXES, number=st.integers(0, 1))
    def retag(self, index: int, number: int) -> None:
        place = self.fresh(index)
        if place.live:
            place.tags.set([self.tags[number]])
            place.save_revision().publish()

    @rule(index=INDEXES, kind=st.sampled_from(["closed", "crowded"]), hours=st.integers(1, 5))
    def announce(self, index: int, kind: str, hours: int) -> None:
        factories.publish(
            _notice(self.places[index], kind, hours),
            work=False,
        )

    @precondition(lambda self: Notice.objects.filter(live=True).exists())
    @rule()
    def take_notice_back(self) -> None:
        undo(Notice.objects.filter(live=True).first(), user=None)

    @rule(hours=st.integers(1, 4))
    def let_notices_lapse(self, hours: int) -> None:
        moment = clock.now() - timedelta(minutes=1)
        Notice.objects.filter(live=True, expires__lte=clock.now() + timedelta(hours=hours)).update(
            starts=moment - timedelta(hours=1), expires=moment
        )
        tick()

    @rule(index=INDEXES)
    def move_event(self, index: int) -> None:
        event = Event.objects.get(pk=self.event.pk)
        event.place_id = self.places[index].uuid
        event.save_revision().publish()

    @invariant()
    def projection_equals_fresh_computation(self) -> None:
        tick()
        drain()
        found = verify()
        assert (found.differ, found.pending) == (0, 0), (
            found.examples,
            list(Outbox.objects.values_list("error", flat=True)),
        )

    @invariant()
    def nothing_unpublished_is_anywhere(self) -> None:
        drain()
        public = {place.uuid for place in Place.objects.all() if place.is_public()}
        public |= {row.uuid for row in [*Event.objects.all(), *Notice.objects.all()] if row.is_public()}
        assert set(PublishedThing.objects.filter(withdrawn_at=None).values_list("uuid", flat=True)) == public
        assert set(PublishedDocument.objects.values_list("thing_id", flat=True)) == public
        assert set(PublishedTag.objects.values_list("thing_id", flat=True)) <= public
        assert set(DocumentDependency.objects.values_list("thing", flat=True)) <= public
        assert set(Record.objects.filter(live=True).values_list("uuid", flat=True)) == public
        assert PublishedDocument.objects.count() == len(public) * len(CODES)
        drafts = {
            str(place.uuid)
            for place in Place.objects.all()
            if SECRET not in place.short.text("en") or not place.is_public()
        }
        for row in PublishedDocument.objects.all():
            assert SECRET not in bytes(row.full).decode() or str(row.thing_id) not in drafts

    @invariant()
    def sequences_are_unique_and_answers_follow(self) -> None:
        drain()
        listed = {row["slug"] for row in Client().get("/api/v1/places?lang=ja&limit=100").json()["results"]}
        assert listed == {place.slug for place in Place.objects.all() if place.is_public()}


def _notice(place: Place, kind: str, hours: int) -> Any:
    made = Notice(notice_kind=kind, live=False, expires=clock.now() + timedelta(hours=hours))
    from tours.models import NoticeRecord

    made.records.set([NoticeRecord(record_id=place.uuid)])
    return made


@pytest.mark.django_db
def test_projection_equals_fresh_computation() -> None:
    run_state_machine_as_test(
        Projection,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
