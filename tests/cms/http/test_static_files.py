"""Scripts, styles and pictures come from where they stand."""

from __future__ import annotations

import gzip

import pytest
from django.test import Client

STYLE = "/static/users/account.css"


def test_a_style_is_compressed_revalidated_and_kept_for_an_hour() -> None:
    answer = Client().get(STYLE, headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert b".account" in gzip.decompress(answer.content)
    assert answer["Cache-Control"] == "public, max-age=3600"
    again = Client().get(STYLE, headers={"accept-encoding": "gzip", "if-none-match": answer["ETag"]})
    assert (again.status_code, again["ETag"]) == (304, answer["ETag"])
    assert Client().get(STYLE)["ETag"] != answer["ETag"], "the plain form is another representation"


def test_a_name_with_a_hash_is_kept_for_ever() -> None:
    assert "immutable" in Client().get(f"{STYLE}?v=1a2b3c4d")["Cache-Control"]


@pytest.mark.parametrize(
    "name", ["../settings/base.py", "%2e%2e/%2e%2e/secret-key", "users", "users/absent.css", "/etc/passwd"]
)
def test_nothing_outside_the_static_folders_is_given(name: str) -> None:
    assert Client().get(f"/static/{name}").status_code == 404


def test_static_files_set_no_cookie_and_take_no_post() -> None:
    assert not Client().get(STYLE).cookies
    assert Client().post(STYLE).status_code == 405
