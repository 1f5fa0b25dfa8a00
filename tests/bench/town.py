"""A town of 5,000 things in seven languages: the rows that publishing writes, without forms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from cms import clock
from cms.languages.table import CODES
from cms.publishing.building import Document, Projected, _digest
from cms.publishing.models import Counter, PublishedDocument, PublishedTag, PublishedThing, PublishedWindow
from cms.publishing.services import _rows, members
from cms.records.facts import Facts, Window

THINGS: Final = 5000
BATCH: Final = 100
TAGS: Final = ("castle", "museum", "garden", "shrine", "food", "river", "onsen", "craft")


def build(things: int = THINGS) -> None:
    """Write `things` places in batches, without search: bulk, so that preparing does not take longer than measuring."""
    now = clock.now()
    made = projected(things)
    for begin in range(0, things, BATCH):
        batch = [next(made) for _ in range(min(BATCH, things - begin))]
        with transaction.atomic():
            PublishedThing.objects.bulk_create(
                PublishedThing(uuid=p.uuid, sequence=begin + n, windows=p.windows, changed=now, **members(p))
                for n, p in enumerate(batch, 1)
            )
            PublishedTag.objects.bulk_create(
                PublishedTag(thing_id=p.uuid, tag=tag) for p in batch for tag in p.facts.tags
            )
            PublishedWindow.objects.bulk_create(
                PublishedWindow(thing_id=p.uuid, start=_instant(start), end=_instant(end))
                for p in batch
                for start, end, _ in p.windows or ()
            )
            for p in batch:
                PublishedDocument.objects.bulk_create(_rows(p, set(CODES), now))
    Counter.objects.update_or_create(name="sequence", defaults={"value": things})


def _instant(epoch: int) -> datetime:
    return datetime.fromtimestamp(epoch, tz=UTC)


def projected(things: int) -> Iterator[Projected]:
    """Yield places around the castle: two tags of eight each, hours of sixteen days, text in all languages."""
    random = Random(1603)
    for number in range(things):
        slug = f"place-{number:05}"
        lat, lon = 35.06 + random.gauss(0, 0.05), 134.0 + random.gauss(0, 0.05)
        tags = tuple(sorted(random.sample(TAGS, 2)))
        documents = tuple(_document(number, slug, code, lat, lon, tags) for code in CODES)
        uuid = uuid5(NAMESPACE_URL, slug)
        facts = Facts(category="museum", lat=lat, lon=lon, tags=tags, seasons=("spring",))
        yield Projected(uuid, "place", slug, number % 200, facts, _windows(random), documents, frozenset())


def _windows(random: Random) -> list[Window]:
    midnight = clock.local_now().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)
    opening = random.choice((8, 9, 10))
    closed = random.randrange(7)
    days = [midnight + timedelta(days=day) for day in range(16)]
    return [
        (
            int((day + timedelta(hours=opening)).timestamp()),
            int((day + timedelta(hours=opening + 8)).timestamp()),
            int((day + timedelta(hours=opening + 7.5)).timestamp()),
        )
        for day in days
        if day.weekday() != closed
    ]


def _document(number: int, slug: str, code: str, lat: float, lon: float, tags: tuple[str, ...]) -> Document:
    picture = f"@ORIGIN@/media/images/{slug}"
    image = {
        "url": f"{picture}.width-800.webp",
        "srcset": ", ".join(f"{picture}.width-{width}.webp {width}w" for width in (400, 800, 1600)),
        **{"width": 800, "height": 600, "alt": "石垣と櫓を南から見る", "alt_lang": code, "credit": "津山市"},
        **{"licence": "CC BY 4.0", "licence_url": "https://creativecommons.org/licenses/by/4.0/"},
    }
    summary: dict[str, Any] = {
        **{"id": str(uuid5(NAMESPACE_URL, slug)), "kind": "place", "slug": slug, "name": f"津山の見どころ {number}"},
        **{
            "reading": "つやまのみどころ",
            "lang": code,
            "lang_status": "reviewed",
            "stale": False,
            "languages": list(CODES),
        },
        "url": f"@ORIGIN@/{code}/places/{slug}/",
        **{"short": "城下町の石垣と町並みを歩いて見る所。", "confirm": "ok"},
        **{"position": {"lat": lat, "lon": lon, "accuracy_m": 30}, "image": image},
        "tags": [{"slug": tag, "name": tag} for tag in tags],
        **{"category": {"slug": "museum", "name": "博物館"}, "notices": [], "has_hours": True},
    }
    text = "津山城は慶長9年に森忠政が築城を始め、13年をかけて完成した。石垣が残り、備中櫓が復元されている。" * 4
    full = summary | {
        **{"text": text, "text_html": f"<p>{text}</p>", "body_html": f"<p>{text}</p>" * 4, "images": [image] * 3},
        **{"media": [], "related": [], "sources": [{"text": "津山市", "confidence": "A"}], "facts": [], "address": ""},
    }
    return Document(code, code, "reviewed", summary, full, _digest(summary, full))
