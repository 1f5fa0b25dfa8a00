"""What PostgreSQL keeps in no text, null characters and halves of surrogate pairs, ends nowhere as an error of ours."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.test import Client

from api.parameters import CATALOGUE
from cms.languages.values import LocalizedValue
from cms.users.models import User
from tests import factories
from tests.cms.signage.screens import paired, state
from tours.models import Place
from tours.opening import OpeningRuleError, from_json
from tours.opening_form import OpeningWidget

pytestmark = pytest.mark.django_db
BAD = "%00%E5%9F%8E"
ALONE = "\ud83c"


@pytest.fixture
def curator(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("curator", "curator@example.org", "a-long-password"))
    return client


@pytest.mark.parametrize("path", ["search", "places", "nearby", "changes", "suggest", "events", f"places/{BAD}"])
def test_api_answers_or_refuses_in_every_parameter(client: Client, path: str) -> None:
    factories.place()
    for name in CATALOGUE:
        assert client.get(f"/api/v1/{path}?{name}={BAD}").status_code < 500, name


@pytest.mark.parametrize("path", ["/ja/search/", f"/ja/places/{BAD}/", "/ja/places/", "/ja/search/suggest/"])
def test_pages_of_visitors_answer(client: Client, path: str) -> None:
    assert client.get(f"{path}?q={BAD}&tag={BAD}&category={BAD}").status_code in {200, 400, 404}


@pytest.mark.parametrize(
    "path",
    [
        "pages/search/",
        "snippets/tours/place/",
        "images/chooser/results/",
        "documents/",
        "users/",
        "tag-autocomplete/",
    ],
)
def test_boxes_of_the_admin_answer(curator: Client, path: str) -> None:
    assert curator.get(f"/admin/{path}?q={BAD}&term=%%0000").status_code == 200


def test_path_with_one_is_refused(curator: Client) -> None:
    assert curator.get(f"/admin/files/{BAD}").status_code == 400


def test_login_and_forms_say_so(client: Client, curator: Client) -> None:
    assert Client().post("/accounts/login/", {"login": "\0tanaka", "password": "\0"}).status_code == 200
    answer = curator.post("/admin/snippets/tours/notice/add/", {"message-ja": "\0城", "message-ja-status": "draft"})
    assert answer.status_code == 200 and str(ProhibitNullCharactersValidator.message) in answer.content.decode()


def test_localized_text_refuses_them_wherever_it_is_checked() -> None:
    place = factories.place(live=False)
    place.short = LocalizedValue.of({"ja": "石垣\0の城跡"})
    with pytest.raises(ValidationError, match="short"):
        place.full_clean()
    assert Place.objects.get(pk=place.pk).short.text("ja") == "石垣の残る城跡"


@pytest.mark.parametrize("bad", ["\0", ALONE])
def test_opening_rule_refuses_them_and_shows_what_was_typed(bad: str) -> None:
    with pytest.raises(OpeningRuleError, match="a text"):
        from_json({"kind": "always", "exceptions": [{"from": "2026-12-29", "spans": [], "reason": f"年末{bad}"}]})
    assert OpeningWidget().format_value("{月曜") == "{月曜"


@pytest.mark.parametrize(
    "said", [{"error": "\0壊れた"}, {"error": f"{ALONE}壊れた"}, {"offset_ms": 1e400, "error": "壊れた"}]
)
def test_sign_that_says_them_is_heard_without(client: Client, said: dict[str, Any]) -> None:
    display, token = paired()
    body = json.dumps(said).replace("Infinity", "1e400")
    assert state(client, display, token, body).status_code == 200
    display.refresh_from_db()
    assert display.report["error"].endswith("壊れた")
