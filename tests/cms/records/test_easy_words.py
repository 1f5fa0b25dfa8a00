"""Easy Japanese: everyday words carry their readings there, and only there."""

from __future__ import annotations

import pytest

from cms.languages.models import Reading
from cms.records.documents import build
from tests import factories

pytestmark = pytest.mark.django_db


def text_html(language: str) -> str:
    castle = factories.place(
        live=False,
        short={"ja": "石垣の残る城跡", "ja-x-easy": "石の 城です。"},
        text={"ja": "古い石垣が残ります。", "ja-x-easy": "古い 城です。"},
    )
    return str(build(castle, language).full["text_html"])


def test_every_word_of_an_easy_text_has_its_reading() -> None:
    html = text_html("ja-x-easy")
    assert "ふる" in html
    assert "しろ" in html


def test_plain_japanese_is_not_cluttered_with_them() -> None:
    assert "ふる" not in text_html("ja")


def test_a_confirmed_name_is_not_swallowed_by_an_everyday_word() -> None:
    Reading.objects.create(surface="大昔町", reading="おおむかしちょう", status="confirmed", confirmed_source="市")
    castle = factories.place(
        live=False,
        short={"ja": "大昔町の城", "ja-x-easy": "大昔町の 城です。"},
        text={"ja": "大昔町", "ja-x-easy": "大昔町に あります。"},
    )
    assert "おおむかしちょう" in build(castle, "ja-x-easy").full["text_html"]
