"""Every kind of format in every language against the committed table; a change of Babel or of ours is a visible diff.

After a change that is meant, write the table anew with `python -m tests.cms.languages.formats.test_snapshot`.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cms.languages.table import CODES
from tests.cms.languages.formats.samples import SAMPLES

TABLE = Path(__file__).parents[3] / "golden" / "formats.json"


def current() -> dict[str, dict[str, str]]:
    return {kind: {lang: sample(lang) for lang in CODES} for kind, sample in SAMPLES.items()}


def test_the_table_holds_every_kind_and_language() -> None:
    assert {kind: list(row) for kind, row in json.loads(TABLE.read_text("utf-8")).items()} == {
        kind: list(CODES) for kind in SAMPLES
    }


@pytest.mark.parametrize("kind", SAMPLES)
def test_formats_are_those_of_the_committed_table(kind: str) -> None:
    assert {lang: SAMPLES[kind](lang) for lang in CODES} == json.loads(TABLE.read_text("utf-8"))[kind]


def test_the_order_of_languages_does_not_change_the_text() -> None:
    forward = current()
    assert {kind: {lang: SAMPLES[kind](lang) for lang in reversed(CODES)} for kind in SAMPLES} == forward


if __name__ == "__main__":
    TABLE.write_text(json.dumps(current(), ensure_ascii=False, indent=1) + "\n", "utf-8")
