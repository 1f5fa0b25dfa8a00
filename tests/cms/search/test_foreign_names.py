"""Names from elsewhere: signs in them, letters with strokes, writings without spaces or with vowel signs."""

from __future__ import annotations

import orjson
import pytest

from cms.search.selectors import search
from tests import factories

pytestmark = pytest.mark.django_db

NAMES = {
    "att": "AT&T Museum",
    "c": "C Primer",
    "cpp": "C++ Primer",
    "python": "Python 3.11 Handbook",
    "python-1": "Python 3.1 Handbook",
    "roll": "Rock 'n' Roll Hall of Fame",
    "john": "St. John's Cathedral",
    "hamlet": "To Be or Not to Be",
    "x": "X",
    "lodz": "Łódź",
    "hcm": "Đường Hồ Chí Minh",
    "izmir": "İzmir",
    "oeuvres": "Œuvres complètes",
    "thai": "วัดพระแก้ว",
    "hindi": "वाराणसी घाट",
    "arabic": "مكتبة الحسين",
    "hebrew": "בית הכנסת הגדול",
    "russian": "Эрмитаж",
    "greek": "Παρθενών",
}
ASKED = {
    "at&t": "att",
    "c++": "cpp",
    "3.11": "python",
    "rock n roll": "roll",
    "saint johns cathedral": "john",
    "to be or not to be": "hamlet",
    "x": "x",
    "lodz": "lodz",
    "duong ho chi minh": "hcm",
    "IZMIR": "izmir",
    "izmir": "izmir",
    "oeuvres": "oeuvres",
    "พระแก้ว": "thai",
    "घाट": "hindi",
    "مكتبه": "arabic",
    "הכנסת": "hebrew",
    "эрмитаж": "russian",
    "ΠΑΡΘΕΝΩΝ": "greek",
}


def test_each_is_found_first() -> None:
    for slug, name in NAMES.items():
        factories.place(slug, name={"ja": name}, reading="", category=None)
    first = {q: [orjson.loads(row.summary)["slug"] for row in search("en", q).rows][:1] for q in ASKED}
    assert first == {q: [slug] for q, slug in ASKED.items()}
