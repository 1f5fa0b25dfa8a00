"""The context of one record's page, from its document, its windows and one list of neighbours. Previews use it as well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import segno
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cms.clock import TOKYO
from cms.frontend import linked_data
from cms.frontend.blocks import blocks
from cms.frontend.cards import Card, Windows, coming, metres_between, page_url, state, walking_minutes
from cms.frontend.frame import Address, frame, origin
from cms.frontend.rails import day_rail, year_rail
from cms.frontend.reconstruction import model_of
from cms.frontend.sketch import spot
from cms.languages.formats import duration, listing, yen
from cms.languages.table import Language, by_code

PLURALS = {
    "place": "places",
    "item": "items",
    "event": "events",
    "tour": "tours",
    "story": "stories",
    "topic": "topics",
}
MOST_RELATED = 6
"""So many things at the end of a story: a choice, not another list."""
COMMAS = {"ja": "、", "ja-x-easy": "、", "zh-hans": "，", "zh-hant": "，"}
RUBY_LANGUAGES = frozenset({"ja", "ja-x-easy"})


def list_name(kind: str) -> str:
    """Return what a list of a kind is called."""
    return {
        "place": _("Places"),
        "item": _("The collections"),
        "event": _("Events"),
        "tour": _("Tours"),
        "story": _("Stories"),
        "topic": _("Topics"),
    }[kind]


def kind_name(kind: str) -> str:
    """Return what one thing of a kind is called."""
    return {
        "place": _("Place"), "item": _("Collection object"), "event": _("Event"), "tour": _("Tour"), "story": _("Story"), "topic": _("Topic"),
    }[kind]  # fmt: skip


def record_context(
    request: HttpRequest,
    document: dict[str, Any],
    windows: Windows | None,
    *,
    language: Language,
    at: datetime,
    neighbours: Sequence[Card] = (),
    path: str = "",
) -> dict[str, Any]:
    """Return what the page of a place, item, event, tour or story shows; `path` where it is not the record's own."""
    kind, code = document["kind"], language.code
    own = document.get("languages") or [document["lang"]]
    path = path or f"{PLURALS[kind]}/{document['slug']}/"
    context = frame(
        request,
        language,
        Address(path, own=own, given="" if code in own else document["lang"], default=f"/id/{document['id']}"),
        title=document["name"],
        description=document.get("short") or document.get("text", "")[:160],
        section="search",
    )
    base = origin(request)
    ruby = code in RUBY_LANGUAGES and any(
        "<ruby" in (document.get(member) or "") for member in ("name_html", "text_html")
    )
    context.update(
        document=document,
        given_name=by_code(document["lang"]).native_name,
        linked_data=linked_data.of_record(document, canonical=context["canonical"], origin=base),
        list_name=list_name(kind),
        list_url=f"/{code}/{PLURALS[kind]}/",
        model=model_of(document, origin=base, page=context["canonical"]),
        notices=in_force(document.get("notices"), at),
        permanent=context["canonical"],
        qr=qr(context["canonical"]),
        related=mentioned(document, code),
        ruby=ruby,
        social_image=linked_data.absolute(document["image"]["url"], base) if document.get("image") else "",
        state=state(document, windows, at=at, language=code),
        windows=coming(windows, at=at) if kind == "place" else "",
    )
    if document.get("position"):
        context["spot"] = spot(document["position"]["lat"], document["position"]["lon"])
    context.update(KINDS[kind](document, windows, neighbours=neighbours, language=code, at=at, origin=base))
    near = {card.document["id"] for card in context.get("near") or ()}
    context["related"] = [card for card in context["related"] if card.document["id"] not in near]
    return context


def mentioned(document: dict[str, Any], language: str) -> list[Card]:
    """Return the things that a document names as related, each with the word for what it is."""
    rows = [row for row in document.get("related") or [] if row.get("url")]
    return [Card(row, page_url(row, language), None, label=kind_name(row["kind"])) for row in rows]


def _place(document: dict[str, Any], windows: Windows | None, **around: Any) -> dict[str, Any]:
    code, at = around["language"], around["at"]
    absent = [f["name"] for f in document.get("facilities") or [] if f["status"] == "no"]
    return {
        "absent": listing(absent, code) if absent else "",
        "contacts": [{**c, "href": href(c)} for c in document.get("contacts") or []],
        "day": day_rail(windows or (), at=at, language=code),
        "hours": sentences((document.get("opening") or {}).get("text")),
        "near": around["neighbours"],
        "price": price(document.get("price"), code),
    }


def _event(document: dict[str, Any], windows: Windows | None, **around: Any) -> dict[str, Any]:
    today = around["at"].astimezone(TOKYO).date()
    return {"near": around["neighbours"], "year": year_rail([document], today=today, language=around["language"])}


def _item(document: dict[str, Any], windows: Windows | None, **around: Any) -> dict[str, Any]:
    display = document.get("display") or {}
    place = display.get("place") or {}
    parts = [document["name"], place.get("name"), document.get("accession_number")]
    return {
        "citation": COMMAS.get(around["language"], ", ").join(part for part in parts if part),
        "there": next(iter(around["neighbours"]), None),
    }


def _tour(document: dict[str, Any], windows: Windows | None, **around: Any) -> dict[str, Any]:
    minutes = document.get("duration_minutes")
    return {
        "duration": duration(minutes, around["language"]) if minutes else "",
        "stops": stops(document, {c.document["id"]: c for c in around["neighbours"]}, around["language"]),
    }


def _story(document: dict[str, Any], windows: Windows | None, **around: Any) -> dict[str, Any]:
    """Return the blocks, and as related what no block has shown already: mentioned things first, then kindred ones."""
    told = blocks(document.get("blocks") or [], language=around["language"], origin=around["origin"])
    seen = {card.document["id"] for block in told for card in block["cards"]} | {document["id"]}
    others = {c.document["id"]: c for c in (*mentioned(document, around["language"]), *around["neighbours"])}
    return {"blocks": told, "related": [card for uuid, card in others.items() if uuid not in seen][:MOST_RELATED]}


def _topic(document: dict[str, Any], windows: Windows | None, **around: Any) -> dict[str, Any]:
    told = _story(document, windows, **around)
    below = [Card(row, page_url(row, around["language"]), None) for row in document.get("stories") or []]
    if below:
        told["blocks"].append({"template": "cms_frontend/blocks/records.html", "cards": below})
    return told


KINDS = {"place": _place, "event": _event, "item": _item, "tour": _tour, "story": _story, "topic": _topic}


def stops(document: dict[str, Any], known: Mapping[str, Card], language: str) -> list[dict[str, Any]]:
    """Return a tour's stops with their state now and the walk to the next; distances are straight lines times 1.3."""
    rows = sorted(document.get("stops") or [], key=lambda stop: stop.get("order") or 0)
    found = []
    for stop, following in zip(rows, [*rows[1:], None], strict=True):
        leg = None
        if following and stop.get("position") and following.get("position"):
            metres = metres_between(stop["position"], following["position"])
            leg = {"metres": round(metres * 1.3), "minutes": walking_minutes(metres)}
        there = known.get(stop.get("id", ""))
        found.append({
            **stop,
            "leg": leg,
            "state": there.state if there else None,
            "url": page_url(stop, language),
            "windows": there.windows if there else "",
        })  # fmt: skip
    return found


def price(stored: dict[str, Any] | None, language: str) -> dict[str, Any] | None:
    """Return the fee as lines of text and whether somebody still has to confirm it."""
    if not stored:
        return None
    adult, child = stored.get("adult_jpy"), stored.get("child_jpy")
    lines = [_("Free")] if adult == 0 else [_("Adults %(price)s") % {"price": yen(adult, language)}] if adult else []
    if child and adult:
        lines.append(_("Children %(price)s") % {"price": yen(child, language)})
    elif child == 0 and adult:
        lines.append(_("Children free"))
    note = stored.get("note") or ""
    return (
        {"lines": lines, "note": note, "to_confirm": stored.get("certainty") == "to_confirm"} if lines or note else None
    )


def in_force(notices: Sequence[dict[str, Any]] | None, at: datetime) -> list[dict[str, Any]]:
    """Return the notices that hold at this moment: a stored one may lapse before its document is made anew."""
    return [
        n
        for n in notices or ()
        if not (n.get("expires") and datetime.fromisoformat(n["expires"]) <= at)
        and not (n.get("starts") and datetime.fromisoformat(n["starts"]) > at)
    ]


def sentences(text: str | Sequence[str] | None) -> list[str]:
    """Return the opening rule's sentences, however many there are."""
    if not text:
        return []
    return [text] if isinstance(text, str) else list(text)


def href(contact: dict[str, Any]) -> str:
    """Return where a contact leads, or "" for one that is only to be read."""
    kind, value = contact.get("kind", ""), contact.get("value", "")
    if kind in {"phone", "tel"}:
        return "tel:" + "".join(c for c in value if c.isdigit() or c == "+")
    if kind in {"email", "mail"}:
        return f"mailto:{value}"
    return value if value.startswith(("https://", "http://")) else ""


@lru_cache(maxsize=512)
def qr(address: str) -> str:
    """Return a QR code of an address as an SVG data URI, for paper."""
    return segno.make(address, error="m").svg_data_uri(border=2, omitsize=True)
