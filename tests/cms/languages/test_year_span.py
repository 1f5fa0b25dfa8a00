"""Years as people write them."""

from __future__ import annotations

import pytest

from cms.languages.year_span import as_written, by_years


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("1603-1868", (1603, 1868)),
        ("１６０３〜１８６８", (1603, 1868)),
        ("1603 – 1868年", (1603, 1868)),
        ("1604", (1604, 1604)),
        ("慶長", (1596, 1615)),
        ("慶長9年", (1604, 1604)),
        ("S8", (1933, 1933)),
        ("江戸時代", (1603, 1868)),
        ("江戸", (1603, 1868)),
        ("keicho", (1596, 1615)),
    ],
)
def test_a_span_is_read_however_it_is_written(text: str, span: tuple[int, int]) -> None:
    assert as_written(text) == span


@pytest.mark.parametrize("text", ["", "城", "1868-1603", "12345", "-", "年", "1603-", "慶長99年"])
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        as_written(text)


def test_programs_write_it_in_one_way() -> None:
    assert by_years("1603-1868") == (1603, 1868)
    for text in ("1603〜1868", "慶長9年", "江戸時代"):
        with pytest.raises(ValueError):
            by_years(text)
