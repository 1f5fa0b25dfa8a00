"""Real-looking things for tests. Each function makes one, published when asked."""

from __future__ import annotations

from typing import Any

from cms.publishing.services import drain
from cms.records.models import RecordModel
from cms.records.vocabulary import Category, Tag
from museum.models import Item
from tours.models import Event, EventDate, Notice, NoticeRecord, Place, Tour, TourStop


def tag(slug: str = "castle", ja: str = "城", *, is_theme: bool = False, **names: str) -> Tag:
    defaults = {"name": _texts({"ja": ja, **names}), "is_theme": is_theme}
    return Tag.objects.get_or_create(slug=slug, defaults=defaults)[0]


def category(kind: str = "place", slug: str = "castle", ja: str = "城") -> Category:
    return Category.objects.get_or_create(kind=kind, slug=slug, defaults={"name": _texts({"ja": ja})})[0]


def place(slug: str = "tsuyama-castle", *, live: bool = True, **members: Any) -> Place:
    """Return 津山城, or another place; published and written for readers unless `live` is false."""
    defaults: dict[str, Any] = {
        "name": {"ja": "津山城", "en": "Tsuyama Castle"},
        "reading": "つやまじょう",
        "short": {"ja": "石垣の残る城跡", "en": "Castle ruins with stone walls"},
        "lat": 35.0628,
        "lon": 134.0050,
        "accuracy_m": 30,
    }
    tags = members.pop("tags", ())
    made = Place(
        slug=slug,
        category=members.pop("category", None) or category(),
        live=False,
        **localized({**defaults, **members}),
    )
    made.tags.set(tags)
    return publish(made) if live else save(made)


def event(
    slug: str = "gongo-matsuri", *, live: bool = True, dates: Any = (), place: Any = None, **members: Any
) -> Event:
    """Return 津山納涼ごんごまつり, with (start, end) pairs as its dates."""
    defaults = {
        "name": {"ja": "ごんごまつり", "en": "Gongo Festival"},
        "short": {"ja": "夏の夜の祭り", "en": "A summer night's festival"},
    }
    made = Event(slug=slug, live=False, place_id=place.uuid if place else None, **localized({**defaults, **members}))
    made.dates.set([EventDate(start=start, end=end) for start, end in dates])
    return publish(made) if live else save(made)


def tour(slug: str = "castle-walk", *, live: bool = True, stops: Any = (), **members: Any) -> Tour:
    """Return a walk over the given records."""
    defaults = {
        "name": {"ja": "城下町さんぽ", "en": "Castle town walk"},
        "short": {"ja": "城から町へ", "en": "From castle to town"},
    }
    made = Tour(slug=slug, live=False, **localized({**defaults, **members}))
    made.stops.set([TourStop(record_id=stop.uuid, narration="石垣を見上げます。") for stop in stops])
    return publish(made) if live else save(made)


def item(slug: str = "demo-0001", *, live: bool = True, **members: Any) -> Item:
    """Return a demonstration piece."""
    defaults = {
        "name": {"ja": "展示見本の皿", "en": "Demonstration dish"},
        "short": {"ja": "架空の展示見本", "en": "An invented piece"},
        "accession_number": "DEMO-0001",
        "demonstration": True,
        "rights": "cc0",
    }
    made = Item(slug=slug, live=False, **localized({**defaults, **members}))
    return publish(made) if live else save(made)


def notice(*records: Any, notice_kind: str = "postponed", live: bool = True, **members: Any) -> Notice:
    """Return a notice about records, in force from now."""
    made = Notice(notice_kind=notice_kind, live=False, **localized(members))
    made.records.set([NoticeRecord(record_id=record.uuid) for record in records])
    return publish(made) if live else save(made)


def save(instance: Any) -> Any:
    instance.full_clean()
    instance.save()
    return instance


def publish(instance: RecordModel, *, work: bool = True) -> Any:
    save(instance)
    instance.save_revision().publish()
    if work:
        drain()
    instance.refresh_from_db()
    return instance


def localized(members: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _texts(value) if isinstance(value, dict) and set(value) <= LANGUAGES else value
        for name, value in members.items()
    }


def _texts(texts: dict[str, str]) -> Any:
    from cms.languages.values import LocalizedValue

    return LocalizedValue.of(texts)


LANGUAGES = {"ja", "en", "zh-hans", "zh-hant", "ko", "fr", "ja-x-easy"}
