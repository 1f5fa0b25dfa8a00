"""After any edits: what stands is what would be made, and nothing that is not live and public is outside."""

from __future__ import annotations

import os

import pytest
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from cms import clock
from cms.languages.table import CODES
from cms.publishing.models import DocumentDependency, Outbox, PublishedDocument, PublishedTag, PublishedThing
from cms.publishing.rebuilding import verify
from cms.search.models import SearchEntry
from tests.cms.publishing.town.hours import TimeRules
from tests.cms.publishing.town.oracle import SECRETS, private_marks, public_pages, public_things, published_secrets
from tests.cms.publishing.town.reader import answers, documents
from tests.cms.publishing.town.records import RecordRules
from tests.cms.publishing.town.telling import PageRules

LONG = "KAKUZAN_PROPERTY_EXAMPLES"
"""How many lives of a town are tried, each time others."""


class Town(RecordRules, PageRules, TimeRules):
    """After each thing that happens, before and after the worker comes, visitors are told nothing else than the truth."""

    @invariant()
    def visitors_are_told_the_truth(self) -> None:
        """Look before the worker comes, let it do all it does, and look again."""
        self.pass_time()
        self.what_is_taken_back_is_gone_before_the_worker_comes()
        self.work()
        self.what_stands_is_what_would_be_made()
        self.only_what_is_public_is_outside()
        self.who_follows_the_changes_has_everything()

    def what_is_taken_back_is_gone_before_the_worker_comes(self) -> None:
        """Rows of readers' tables that are still to be seen are those of public things, in languages that may be read."""
        public = public_things()
        visible = PublishedThing.objects.filter(withdrawn_at=None).exclude(visible_until__lte=clock.now())
        assert set(visible.values_list("uuid", flat=True)) <= set(public)
        pages = public_pages()
        given = PublishedDocument.objects.filter(thing__in=visible, thing__kind__in=["story", "topic"])
        for uuid, lang in given.values_list("thing_id", "lang_given"):
            assert lang in pages[uuid]

    def what_stands_is_what_would_be_made(self) -> None:
        found = verify()
        assert (found.differ, found.pending) == (0, 0), (found, list(Outbox.objects.values_list("error", flat=True)))

    def only_what_is_public_is_outside(self) -> None:
        public = public_things()
        standing = PublishedThing.objects.filter(withdrawn_at=None)
        assert dict(standing.values_list("uuid", "kind")) == public
        assert set(PublishedDocument.objects.values_list("thing_id", flat=True)) == set(public)
        assert PublishedDocument.objects.count() == len(public) * len(CODES)
        assert set(PublishedTag.objects.values_list("thing_id", flat=True)) <= set(public)
        assert set(DocumentDependency.objects.values_list("thing", flat=True)) <= set(public)
        found = {uuid for uuid, kind in public.items() if kind != "notice"}
        assert set(SearchEntry.objects.values_list("uuid", flat=True)) == found
        told = documents() | answers(Client(), self.display, self.token)
        marks, secrets = [mark.encode() for mark in private_marks(public)], published_secrets()
        for surface, body in told.items():
            assert [mark for mark in marks if mark in body] == [], surface
            assert set(SECRETS.findall(body)) <= secrets, surface

    def who_follows_the_changes_has_everything(self) -> None:
        client = Client()
        self.consumer.poll(client)
        self.consumer.check(client, public_things())


@pytest.mark.django_db
@pytest.mark.parametrize("examples", [2, pytest.param(8, marks=pytest.mark.full)])
def test_projection_is_exact_and_nothing_private_is_outside(examples: int) -> None:
    run_state_machine_as_test(
        Town,
        settings=settings(
            max_examples=int(os.environ.get(LONG, examples)),
            stateful_step_count=12,
            deadline=None,
            database=None,
            phases=[Phase.generate],  # shrinking takes an hour and says little more than the twelve steps
            suppress_health_check=list(HealthCheck),
            derandomize=LONG not in os.environ,
        ),
    )
