"""A large catalogue from abroad against the engine of this installation: what curators and visitors type, over 20,000 items.

Filling takes a minute or two, so this runs in `make test-full`. What the queries found when they were first asked stands
in tests/golden/README.md.
"""

from __future__ import annotations

import json
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

import orjson
import pytest
from django.db import transaction

from cms import clock
from cms.publishing.models import PublishedDocument, PublishedThing
from cms.publishing.projections import Written
from cms.records.models import Record
from cms.search.projection import write_all
from cms.search.renewal import settle
from cms.search.selectors import search, suggest
from tests.cms.search.abroad import DATA, GOLDEN, LANGS, items, said

BATCH: Final = 500
CATEGORIES: Final[dict[str, dict[str, str]]] = DATA["words"]["categories"]
Answers = list[tuple[dict[str, Any], list[str]]]


@pytest.mark.full
@pytest.mark.django_db
def test_curators_and_visitors_find_what_they_mean_among_20_000_items() -> None:
    made = items()
    publish(made)
    while settle():
        pass
    asked = json.loads((GOLDEN / "abroad.json").read_text("utf-8"))
    held = {item["key"]: (item, json.dumps(item, ensure_ascii=False)) for item in made}
    answers = {sort: [(row, found(row)) for row in asked if row["sort"] == sort] for sort in ("query", "slip", "typed")}
    recall, first = figures(answers["query"], held)
    print(f"queries: recall {recall:.3f}, first {first:.3f}")
    assert recall >= 0.99, missed(answers["query"])
    assert first >= 0.985
    assert len([row for row, keys in answers["query"] if not keys]) <= 1
    for sort, least in (("slip", 0.95), ("typed", 0.96)):
        recall, _ = figures(answers[sort], held)
        print(f"{sort}: recall {recall:.3f}")
        assert recall >= least, missed(answers[sort])
    everything_comes_once(made)


def everything_comes_once(made: list[dict[str, Any]]) -> None:
    """Page through a query that finds all, by cursor."""
    seen: list[str] = []
    cursor = ""
    while True:
        page = search("en", "catalogued", limit=100, cursor=cursor)
        seen += [str(row.uuid) for row in page.rows]
        if not (cursor := page.next_cursor):
            break
    assert len(seen) == len(set(seen)) == len(made)
    assert page.facets.approximate


def found(row: dict[str, Any]) -> list[str]:
    """Keys from best to worst."""
    lang, q = row["lang"], row["q"]
    rows = suggest(lang, q) if row["sort"] == "typed" else [hit.summary for hit in search(lang, q, limit=100).rows]
    return [orjson.loads(summary)["slug"] for summary in rows]


def figures(answers: Answers, held: dict[str, tuple[dict[str, Any], str]]) -> tuple[float, float]:
    """How much of what must be found is, and how often something that is meant comes first and nothing that must not."""
    wanted = [key in keys for row, keys in answers for key in row.get("must", ())]
    clear = [(row, keys) for row, keys in answers if row.get("first")]
    met = [
        bool(keys) and keys[0] not in row.get("never", ()) and any(is_meant(keys[0], held, one) for one in row["first"])
        for row, keys in clear
    ]
    return sum(wanted) / len(wanted), sum(met) / max(1, len(met))


def is_meant(key: str, held: dict[str, tuple[dict[str, Any], str]], one: str) -> bool:
    """Whether an item is the one of a key, holds all texts of `~one&other`, or is dated to the year of `@1626`."""
    item, text = held[key]
    if one.startswith("@"):
        return item["earliest"] is not None and item["earliest"] <= int(one[1:]) <= item["latest"]
    return all(part in text for part in one[1:].split("&")) if one.startswith("~") else key == one


def missed(answers: Answers) -> list[str]:
    return [row["q"] for row, keys in answers if not set(row.get("must", ())) <= set(keys)]


def publish(made: list[dict[str, Any]]) -> None:
    """Write the rows that publishing would, and the index through the projection's own way."""
    now = clock.now()
    for place in range(0, len(made), BATCH):
        batch = made[place : place + BATCH]
        things = [
            PublishedThing(
                uuid=uuid5(NAMESPACE_URL, item["key"]), kind="item", slug=item["key"], sequence=n, changed=now
            )
            for n, item in enumerate(batch, start=place + 1)
        ]
        written = [
            Written(thing, {lang: document(item, lang) for lang in LANGS})
            for thing, item in zip(things, batch, strict=True)
        ]
        with transaction.atomic():
            Record.objects.bulk_create(
                Record(uuid=thing.uuid, kind="item", slug=item["key"], ucode=item["ucode"] or None, live=True)
                for thing, item in zip(things, batch, strict=True)
            )
            PublishedThing.objects.bulk_create(things)
            PublishedDocument.objects.bulk_create(
                PublishedDocument(
                    **{"thing": one.thing, "lang": lang, "lang_given": "ja", "status": "reviewed", "own": lang == "ja"},
                    **{"etag": f"{one.thing.slug}-{lang}", "digest": "", "updated": now},
                    **{"summary": orjson.dumps(summary), "full": orjson.dumps(full)},
                )
                for one in written
                for lang, (summary, full) in one.documents.items()
            )
            write_all(written)


def document(item: dict[str, Any], lang: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Summary and full document as far as search reads them; the maker is the short text, as on a label."""
    summary = {
        **{"kind": "item", "slug": item["key"], "name": said(item["names"], lang), "reading": item["reading"]},
        **{"short": item["maker"], "tags": [], "accession_number": item["accession"]},
        "category": {"slug": item["category"], "name": CATEGORIES[item["category"]][lang]},
        "date": {"text": item["date"], "earliest": item["earliest"], "latest": item["latest"]},
    }
    told = {**item["text"], "en": f"{item['text'].get('en', '')} Catalogued."}
    return summary, summary | {
        "text": said(told, lang),
        "medium": said(item["medium"], lang),
        "rights": {"code": "cc0"},
    }
