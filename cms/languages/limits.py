"""How many characters fit, by script."""

from __future__ import annotations

from typing import Final

FULL_WIDTH: Final = frozenset({"ja", "zh-hans", "zh-hant", "ja-x-easy", "ko"})
ALPHABET_FACTOR: Final = 2.5
"""A sentence in an alphabet needs about two and a half times as many letters as it has kanji and kana."""


def limit_for(code: str, max_chars: int | None) -> int | None:
    """Return how many characters fit in a language where `max_chars` fit in Japanese; None: any number."""
    if not max_chars:
        return None
    return max_chars if code in FULL_WIDTH else int(max_chars * ALPHABET_FACTOR)
