"""Fill the tables that visitors' pages read with the documents of tests/cms/frontend, for the server that browser tests look at.

Run as `python -m tests.browser.fill` in the server's environment. Opening windows are laid around this moment.
"""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.run")
    django.setup()

    from django.db import transaction

    from tests.cms.frontend import documents

    with transaction.atomic():
        for number, make in enumerate(documents.ALL):
            publish(make(), number)
        for number in range(40):
            publish(documents.copy_of(documents.shurakuen(), number), 100 + number)
        withdraw("withdrawn-desk", documents.identity("withdrawn-desk"))


def publish(document: dict[str, Any], rank: int) -> None:
    """Write what publishing would write of a document, in all languages; English has names of its own."""
    import orjson

    from cms import clock
    from cms.languages.table import CODES
    from cms.publishing.models import PublishedDocument, PublishedThing
    from cms.records.models import Record, RecordSlug

    position = document["position"] or {}
    now = clock.now()
    thing = PublishedThing.objects.create(
        uuid=document["id"],
        kind=document["kind"],
        category=(document["category"] or {}).get("slug", ""),
        slug=document["slug"],
        rank=rank,
        lat=position.get("lat"),
        lon=position.get("lon"),
        seasons=",spring,summer,autumn,winter," if document["slug"] == "tsuyama-castle" else "",
        sequence=rank + 1,
        windows=windows(document["slug"]),
        changed=now,
    )
    record = Record.objects.create(uuid=document["id"], kind=document["kind"], slug=document["slug"], live=True)
    RecordSlug.objects.create(kind=document["kind"], slug=document["slug"], record=record)
    for code in CODES:
        text = given(document, code)
        PublishedDocument.objects.create(
            thing=thing,
            lang=code,
            lang_given=text["lang"],
            status="reviewed",
            etag=f"{rank}-{code}",
            digest="",
            updated=now,
            summary=orjson.dumps({key: value for key, value in text.items() if key in SUMMARY}),
            full=orjson.dumps(text),
        )


def given(document: dict[str, Any], code: str) -> dict[str, Any]:
    """Return a document as a reader of `code` gets it: English where it exists, else Japanese."""
    english = {"ja": False, "ja-x-easy": False}.get(code, True) and document.get("english")
    text = {key: value for key, value in document.items() if key != "english"}
    text["url"] = text["url"].replace("/ja/", f"/{code}/")
    if english:
        text |= {
            "lang": "en",
            "name": document["english"],
            "name_html": "",
            "short": "Stone walls and trees.",
            "reading": "",
        }
        text["member_langs"] = {
            "text_html": "ja",
            "body_html": "ja",
            "address": "ja",
            "access": "ja",
            "designations": "ja",
        }
    return text


def windows(slug: str) -> list[list[int]] | None:
    """Return two weeks of hours for the castle, a last half hour for the railway museum, nothing for the rest."""
    from cms import clock

    now = int(clock.now().timestamp())
    if slug == "railway-museum":
        return [[now - 3600, now + 1800, now + 900]]
    if slug in {"tsuyama-castle", "tsuyama-tenshudai"}:
        return [
            [now + day - 4 * 3600, now + day + 4 * 3600]
            for day in range(0, 14 * 86400, int(timedelta(days=1).total_seconds()))
        ]
    return None


def withdraw(slug: str, uuid: str) -> None:
    """Leave the trace of a thing that was public once."""
    from cms import clock
    from cms.records.models import Record, RecordSlug

    record = Record.objects.create(uuid=uuid, kind="place", slug=slug, live=False, withdrawn_at=clock.now())
    RecordSlug.objects.create(kind="place", slug=slug, record=record)


SUMMARY = frozenset({
    "id", "kind", "slug", "name", "reading", "lang", "lang_status", "languages", "member_langs", "url", "position", "image", "tags", "category",
    "short", "confirm", "notices", "updated", "dates_text", "starts", "ends", "status", "demonstration", "date", "duration_minutes", "distance_m",
})  # fmt: skip

if __name__ == "__main__":
    main()
