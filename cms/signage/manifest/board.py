"""The board: what is open now, nearest first. The device picks the rows; the server gives it all candidates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from cms.languages.formats import number
from cms.signage.manifest import texts
from cms.signage.manifest.qr import svg
from cms.signage.manifest.reading import LONGEST, seconds
from cms.signage.manifest.slides import Setting
from cms.signage.manifest.words import WORDS
from cms.signage.selectors import Source

ROWS: Final = 24
"""Candidates given to the device, which shows four."""

SHOWN: Final = 4
ID: Final = "open-now"


def board(
    places: Sequence[Source], *, lang: str, setting: Setting, headline: texts.Text | None
) -> dict[str, Any] | None:
    """Return the board in one language, or None where no place has known hours."""
    timed = [source for source in places if source.windows is not None and source.uuid != setting.standpoint.place]
    if setting.standpoint.near is not None:
        timed = [source for source in timed if setting.standpoint.minutes(source.body.get("position")) is not None]
        timed.sort(key=lambda source: setting.standpoint.metres(source.body.get("position")) or 0.0)
    rows = [_row(source, lang, setting) for source in timed[:ROWS]]
    if not rows:
        return None
    address = f"{setting.origin}/{lang}/places/"
    title = WORDS[lang]["board_walk" if setting.standpoint.near else "board_open"]
    read = [title, *(row["name"]["text"] + row["walk"] + "17:00 まで" for row in rows[:SHOWN])]
    return {
        "id": ID,
        "lang": lang,
        "kind": "board",
        "layout": "board",
        "name": {"text": title, "lang": lang},
        "headline": headline,
        "rows": rows,
        "notices": [],
        "qr": {"url": address, "svg": svg(address)},
        "from": None,
        "until": None,
        "duration_s": seconds(read, longest=LONGEST),
    }


def _row(source: Source, lang: str, setting: Setting) -> dict[str, Any]:
    minutes = setting.standpoint.minutes(source.body.get("position"))
    return {
        "id": str(source.uuid),
        "name": {key: value for key, value in texts.name(source.body).items() if key != "ruby"},
        "minutes": minutes,
        "walk": WORDS[lang]["walk_short"].format(minutes=number(minutes, lang)) if minutes is not None else "",
        "hours": str(source.uuid),
    }
