"""One thing: by uuid or slug, moved, withdrawn, never there."""

from __future__ import annotations

from uuid import uuid4

import pytest
import time_machine

from cms.records.services import patch
from tests import factories
from tests.api.conftest import Ask
from tests.api.things import NINE_TO_FIVE, NOW, published

pytestmark = pytest.mark.django_db


def test_bytes_go_out_as_stored(ask: Ask) -> None:
    from cms.publishing.models import PublishedDocument

    place = factories.place()
    stored = bytes(PublishedDocument.objects.get(thing_id=place.uuid, lang="ja").full)
    answer = ask(f"/places/{place.uuid}?lang=ja").content
    assert answer.startswith(stored.replace(b"@ORIGIN@", b"http://testserver")[:-1])


def test_uuid_in_any_case_slug_and_trailing_slash_are_the_same(ask: Ask) -> None:
    place = factories.place()
    with time_machine.travel(NOW, tick=False):
        paths = [
            f"/places/{place.uuid}",
            f"/places/{str(place.uuid).upper()}/",
            "/places/tsuyama-castle",
            "/places/tsuyama-castle/",
        ]
        assert len({ask(path).content for path in paths}) == 1


@time_machine.travel(NOW, tick=False)
def test_opening_state_stands_beside_the_document(ask: Ask) -> None:
    published("castle", windows=NINE_TO_FIVE)
    body = ask("/places/castle").json()
    assert (body["open_now"], body["next_change"]) == (True, "2026-11-22T17:00:00+09:00")


def test_other_kinds_do_not_know_it(ask: Ask) -> None:
    place = factories.place()
    for plural in ("items", "events", "tours", "stories"):
        assert ask(f"/{plural}/{place.uuid}").status_code == 404


def test_what_never_was_is_not_found(ask: Ask) -> None:
    factories.place("secret", live=False)
    assert ask(f"/places/{uuid4()}").status_code == 404
    assert ask("/places/secret").status_code == 404


@pytest.mark.parametrize("how", ["unpublish", "delete", "restrict"])
def test_withdrawn_is_gone_with_its_date(ask: Ask, how: str) -> None:
    place = factories.place()
    with time_machine.travel(NOW):
        if how == "restrict":
            patch(place, {"restricted": True})
        else:
            getattr(place, how)()
    for key in (place.uuid or "", "tsuyama-castle"):
        answer = ask(f"/places/{key}")
        assert answer.status_code == 410
        assert answer["Content-Type"] == "application/problem+json"
        assert "2026-11-22" in answer.json()["detail"]
        assert answer.json()["withdrawn_at"].startswith("2026-11-22T16:00")


def test_former_slug_leads_to_the_new_one(ask: Ask) -> None:
    place = factories.place("old-castle")
    place.slug = "tsuyama-castle"
    factories.publish(place)
    answer = ask("/places/old-castle")
    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/places/tsuyama-castle")
