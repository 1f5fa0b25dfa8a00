"""One record in one language as a slide: one thought, the state before all, the way to it, the code to take it along."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cms.languages.formats import distance, duration
from cms.records.documents import ORIGIN
from cms.signage.manifest import texts
from cms.signage.manifest.pictures import Art
from cms.signage.manifest.qr import svg
from cms.signage.manifest.reading import seconds
from cms.signage.manifest.texts import Text
from cms.signage.manifest.way import Standpoint
from cms.signage.manifest.words import WORDS
from cms.signage.selectors import Source

Slide = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Setting:
    """Where the slides are shown: public origin, and the display's own position."""

    origin: str
    standpoint: Standpoint


def slide(source: Source, others: Mapping[str, Source], setting: Setting) -> Slide:
    """Return the slide of a record; `others` are the same record's documents by language."""
    document, lang = source.body, source.lang
    parts = PARTS[source.kind](document, lang)
    state = parts.pop("state", None) or _state(source)
    address = f"{setting.origin}{(document['url'] or '/').removeprefix(ORIGIN)}"
    name = texts.name(document)
    made: Slide = {
        "id": document["id"],
        "lang": lang,
        "kind": source.kind,
        "layout": "record",
        "kicker": parts.pop("kicker", None)
        or texts.category(document)
        or texts.words(WORDS[lang][f"kind_{source.kind}"], lang),
        "name": name,
        "second": _second(name, others),
        **parts,
        "state": state,
        "way": texts.words(setting.standpoint.way(document.get("position"), lang, is_here=source.uuid), lang),
        "notices": [row["id"] for row in document.get("notices", ())],
        "overtaken": any(row.get("overtakes") for row in document.get("notices", ())),
        "qr": {"url": address, "svg": svg(address)},
        "from": _epoch(source.visible_from),
        "until": _epoch(_earlier(source.visible_until, source.ends if source.kind == "event" else None)),
    }
    if state is None or state["type"] == "unknown":
        made.setdefault("text", texts.member(document, "short", document.get("short", "")))
    made["duration_s"] = seconds(_spoken(made))
    return made


def finished(made: Slide, art: Art) -> Slide:
    """Return the slide with its picture."""
    return made | {"art": art.row()}


def _second(name: Text, others: Mapping[str, Source]) -> Text | None:
    """Return the name in a second language: English beside Japanese, and Japanese beside all others to find it on the spot."""
    wanted = "en" if str(name["lang"]).startswith("ja") else "ja"
    other = others.get(wanted)
    found = texts.name(other.body) if other is not None else None
    return {"text": found["text"], "lang": found["lang"]} if found and found["lang"] == wanted else None


def _state(source: Source) -> dict[str, Any] | None:
    opening = source.body.get("opening")
    if source.windows is not None:
        return {"type": "hours", "hours": str(source.uuid), "certain": (opening or {}).get("certainty") == "confirmed"}
    return {"type": "unknown"} if opening else None


def _place(document: dict[str, Any], lang: str) -> Slide:
    return {"kicker": texts.designation(document)}


def _event(document: dict[str, Any], lang: str) -> Slide:
    spans = [
        [_moment(row["start"]), _moment(row["end"] or row["start"]), bool(row["all_day"])] for row in document["dates"]
    ]
    place = document.get("place")
    return {
        "lead": {"text": place["name"], "lang": place.get("lang", lang)} if place else None,
        "state": {
            "type": "dates",
            "dates": spans,
            "status": document["status"],
            "text": document.get("dates_text", ""),
            "certain": document.get("certainty") == "confirmed",
        },
    }


def _item(document: dict[str, Any], lang: str) -> Slide:
    display = document.get("display") or {}
    place = display.get("place")
    shown = place.get("name") if isinstance(place, dict) else place
    return {
        "kicker": texts.words(WORDS[lang]["demonstration"], lang) if document.get("demonstration") else None,
        "lead": texts.member(document, "date.text", _dated(document)),
        "text": texts.member(document, "short", document.get("short", "")),
        "state": {"type": "shown", "at": shown or ""} if display else None,
    }


def _dated(document: dict[str, Any]) -> str:
    """Return the date in words, unless it only says that it is being checked: on a sign that is no news."""
    date = document.get("date") or {}
    known = date.get("earliest") is not None or date.get("latest") is not None
    return date.get("text", "") if known else ""


def _tour(document: dict[str, Any], lang: str) -> Slide:
    minutes, metres = document.get("duration_minutes"), document.get("distance_m")
    facts = [duration(minutes, lang)] if minutes else []
    facts += [distance(metres, lang)] if metres else []
    return {"lead": texts.words("　".join(facts) if lang.startswith(("ja", "zh")) else " · ".join(facts), lang)}


def _story(document: dict[str, Any], lang: str) -> Slide:
    topic = document.get("topic")
    return {"kicker": texts.member(document, "topic", topic if isinstance(topic, str) else "")}


PARTS: Mapping[str, Callable[[dict[str, Any], str], Slide]] = {
    "place": _place,
    "event": _event,
    "item": _item,
    "tour": _tour,
    "story": _story,
}


def _spoken(made: Slide) -> list[str]:
    shown = [made.get(member) for member in ("kicker", "name", "second", "lead", "text", "way")]
    state = made["state"] or {}
    return [text["text"] for text in shown if text] + [
        state.get("text", ""),
        "開いています 17:00 まで" if state else "",
    ]


def _moment(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def _epoch(moment: datetime | None) -> int | None:
    return int(moment.timestamp()) if moment else None


def _earlier(*moments: datetime | None) -> datetime | None:
    known = [moment for moment in moments if moment is not None]
    return min(known) if known else None
