"""What a label says of an item beside its name: date, material and number find it."""

from __future__ import annotations

import orjson
import pytest

from cms.search.selectors import search, suggest
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def helmet_and_print(db: None) -> None:
    factories.item(
        "helmet",
        name={"ja": "六十二間筋兜"},
        date_text={"ja": "寛永3年"},
        medium={"ja": "鉄、漆"},
        accession_number="F-30001",
    )
    factories.item("print", name={"ja": "橋"}, text={"ja": "漆黒の夜。"}, accession_number="1626.7.1", rank=1)


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("寛永三年", ["helmet", "print"]),
        ("1626年", ["helmet", "print"]),
        ("兜 寛永3年", ["helmet"]),
        ("漆", ["helmet", "print"]),
        ("1626.7.1", ["print"]),
    ],
)
def test_it_is_found_by_its_date_and_material_before_numbers_and_texts(query: str, slugs: list[str]) -> None:
    assert [orjson.loads(row.summary)["slug"] for row in search("ja", query).rows] == slugs


def test_a_number_is_completed_behind_names() -> None:
    factories.item("film", name={"ja": "F-300 フィルム"}, accession_number="TCM-1")
    assert [orjson.loads(summary)["slug"] for summary in suggest("en", "f-300")] == ["film", "helmet"]


def test_a_slip_in_the_maker_of_the_short_text_is_mended() -> None:
    factories.item(
        "beauty", name={"ja": "ビードロを吹く娘"}, short={"en": "Kitagawa Utamaro"}, accession_number="TCM-2"
    )
    page = search("en", "utmaro")
    assert [orjson.loads(row.summary)["slug"] for row in page.rows] == ["beauty"]
    assert page.meant.query == "Utamaro"


@pytest.mark.parametrize("query", ["ロダン 筋兜", "뭉크 절규", "犀 デューラー"])
def test_a_word_written_apart_counts_as_one_beside_a_maker_whom_nobody_entered(query: str) -> None:
    factories.item("scream", name={"ja": "叫び", "ko": "절규"}, accession_number="TCM-3")
    factories.item("rhino", name={"ja": "犀"}, accession_number="TCM-4")
    assert len(search("ja", query).rows) == 1
