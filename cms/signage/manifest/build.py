"""The manifest of a display: everything it shows and needs, under a version made of the content itself."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson
from django.conf import settings

from cms.languages.table import by_code, chain
from cms.publishing.query import Near
from cms.signage import selectors
from cms.signage.manifest import board
from cms.signage.manifest.files import File, player_files, player_version
from cms.signage.manifest.pictures import Art, art
from cms.signage.manifest.slides import PARTS, Setting, Slide, finished, slide
from cms.signage.manifest.way import Standpoint
from cms.signage.manifest.words import WORDS
from cms.signage.models import Display
from cms.signage.selectors import Programme, Source

FORM: Final = "kakuzan/sign-manifest/1"
_NAMES: Final = ("ja", "en")
DAY: Final = 86_400
"""Seconds. How far the windows reach is told to the day, so that it moves the version once a day only."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest as it goes out: its version (also the ETag) and its bytes."""

    version: str
    body: bytes


def build(display: Display, *, origin: str, now: datetime) -> Manifest:
    """Return what a display is to show from now on; any edit that changes a slide changes the version."""
    wanted = selectors.programme(display.playlist)
    languages = tuple(display.languages)
    asked = tuple(dict.fromkeys([*languages, *_NAMES]))
    found = selectors.sources(wanted, languages=asked, place=display.place_id, now=now)
    setting = Setting(origin, _standpoint(found, display.place_id))
    slides, files = _slides(found, wanted, languages, setting)
    player = player_files()
    content: dict[str, Any] = {
        "form": FORM,
        "display": {
            "id": str(display.uuid),
            "name": display.name,
            "orientation": display.orientation,
            "in_a_row": display.in_a_row,
        },
        "poll_s": settings.SIGNAGE_POLL_SECONDS,
        "timezone": settings.TIME_ZONE,
        "languages": [_language(code) for code in languages],
        "words": {code: WORDS[code] for code in languages},
        "order": list(dict.fromkeys(row["id"] for row in slides)),
        "slides": slides,
        "hours": _hours(found),
        "notices": [
            row for source in found if source.kind == "notice" and source.lang in languages for row in [_notice(source)]
        ],
        "player": {"version": player_version(player)},
        "files": [file.row() for file in (*player, *sorted(files, key=lambda file: file.url))],
    }
    version = hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()[:32]
    return Manifest(version, orjson.dumps({"version": version, **content}))


def _slides(
    found: Sequence[Source], wanted: Programme, languages: Sequence[str], setting: Setting
) -> tuple[list[Slide], set[File]]:
    """Return all slides, chosen records first, and the pictures that they need."""
    things: dict[UUID, dict[str, Source]] = {}
    for source in found:
        if source.rotates and source.kind in PARTS:
            things.setdefault(source.uuid, {})[source.lang] = source
    first = {uuid: place for place, uuid in enumerate(wanted.chosen)}
    kinds = {kind: place for place, kind in enumerate(wanted.kinds)}
    ordered = sorted(things, key=lambda uuid: first.get(uuid, len(first)))
    ordered = ordered[: len([uuid for uuid in ordered if uuid in first])] + _mixed(
        [uuid for uuid in ordered if uuid not in first], things, kinds
    )
    slides: list[Slide] = []
    pictures: dict[tuple[UUID, str], Art] = {}
    for uuid in ordered:
        by_lang = things[uuid]
        for code in languages:
            if code in by_lang:
                shown = pictures[uuid, code] = art(by_lang[code].body, turntable=wanted.turntable)
                slides.append(finished(slide(by_lang[code], by_lang, setting), shown))
    if wanted.board:
        slides = [*_boards(found, wanted, languages, setting, pictures), *slides]
    return slides, {file for picture in pictures.values() for file in picture.pictures}


def _mixed(uuids: list[UUID], things: dict[UUID, dict[str, Source]], kinds: dict[str, int]) -> list[UUID]:
    """Return things so that kinds alternate: a place, an event, an item, the next place …"""
    by_kind: dict[str, list[UUID]] = {}
    for uuid in uuids:
        by_kind.setdefault(next(iter(things[uuid].values())).kind, []).append(uuid)
    ranked = [(place, kinds.get(kind, 99), uuid) for kind, row in by_kind.items() for place, uuid in enumerate(row)]
    return [uuid for _place, _kind, uuid in sorted(ranked, key=lambda entry: entry[:2])]


def _boards(
    found: Sequence[Source],
    wanted: Programme,
    languages: Sequence[str],
    setting: Setting,
    pictures: Mapping[tuple[UUID, str], Art],
) -> list[Slide]:
    """Return the board in each language, under the first picture of the rotation."""
    boards = []
    for code in languages:
        places = [source for source in found if source.kind == "place" and source.lang == code]
        given = wanted.headline.give(code, chain(code)) if wanted.headline else None
        headline = {"text": given.text, "lang": given.lang} if given and given.text else None
        made = board.board(places, lang=code, setting=setting, headline=headline)
        if made is not None:
            still = (one for (_uuid, lang), one in pictures.items() if lang == code and len(one.pictures) == 1)
            boards.append(finished(made, next(still, Art())))
    return boards


def _standpoint(found: Sequence[Source], place: UUID | None) -> Standpoint:
    position = next((source.body.get("position") for source in found if source.uuid == place), None)
    return Standpoint(place, Near(position["lat"], position["lon"]) if position else None)


def _hours(found: Sequence[Source]) -> dict[str, Any]:
    """Return the opening windows of each place once for all languages: [[start, end, last entry], …] in epoch seconds."""
    return {
        str(source.uuid): {
            "windows": source.windows,
            "until": int(source.windows_until.timestamp()) // DAY * DAY if source.windows_until else None,
        }
        for source in found
        if source.windows is not None
    }


def _notice(source: Source) -> dict[str, Any]:
    document = source.body
    return {
        "id": document["id"],
        "lang": source.lang,
        "level": document.get("level"),
        "title": document["name"],
        "text": document["short"],
        "records": [row["id"] for row in document.get("records", ())],
        "from": int(source.visible_from.timestamp()) if source.visible_from else None,
        "until": int(source.visible_until.timestamp()) if source.visible_until else None,
    }


def _language(code: str) -> dict[str, str]:
    language = by_code(code)
    return {"code": code, "html_lang": language.html_lang, "name": WORDS[code]["strip"]}
