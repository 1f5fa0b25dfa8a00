"""What an address of the staff names and no row can have is refused; what is our fault stays our fault."""

from __future__ import annotations

import pytest
from django.core.exceptions import BadRequest
from django.test import Client, RequestFactory
from django.urls import reverse

from cms.http.forged_keys import ForgedKeysMiddleware

HUGE = "9" * 20


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["x", HUGE, f"-{HUGE}", "2147483648", "1)", "津山"])
@pytest.mark.parametrize(
    "name",
    [
        "wagtailadmin_choose_page_chosen_multiple",
        "wagtailimages_chooser:chosen_multiple",
        "wagtaildocs_chooser:chosen_multiple",
        "record_chooser:chosen_multiple",
    ],
)
def test_choosers_refuse_what_cannot_be_a_key(admin_client: Client, name: str, typed: str) -> None:
    assert admin_client.get(reverse(name), {"id": typed}).status_code in {200, 400}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/admin/choose-external-link/", {"parent_page_id": "x"}),
        ("/admin/pages/", {"owner": HUGE}),
        ("/admin/pages/", {"content_type": HUGE}),
        ("/admin/images/", {"collection_id": "x"}),
        ("/admin/documents/", {"collection_id": HUGE}),
        ("/admin/bulk/tours/place/delete/", {"id": "x"}),
        ("/admin/bulk/cms_media/kakuzanimage/add_to_collection/", {"id": HUGE}),
    ],
)
def test_lists_and_what_is_ticked_refuse_it_too(admin_client: Client, path: str, query: dict[str, str]) -> None:
    assert admin_client.get(path, query).status_code in {200, 400, 404}


@pytest.mark.parametrize(
    "error",
    [
        ValueError("Field 'id' expected a number but got 'y'."),
        OverflowError("too large"),
        KeyError("x"),
        TypeError("x"),
    ],
)
def test_an_error_about_anything_else_stays_one(error: Exception) -> None:
    middleware = ForgedKeysMiddleware(lambda request: pytest.fail("not asked"))
    middleware.process_exception(RequestFactory().get("/admin/pages/", {"id": "x", "p": "2"}), error)


def test_an_error_about_the_address_is_the_asker_s() -> None:
    middleware = ForgedKeysMiddleware(lambda request: pytest.fail("not asked"))
    with pytest.raises(BadRequest):
        middleware.process_exception(
            RequestFactory().post("/admin/pages/?id=x"), ValueError("Field 'id' expected a number but got 'x'.")
        )
