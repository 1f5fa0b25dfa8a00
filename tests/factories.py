"""Real-looking things for tests. Each function makes one, published when asked."""

from __future__ import annotations

from typing import Any

from cms.publishing.services import drain
from cms.records.models import RecordModel
from cms.records.vocabulary import Category, Tag
from tours.models import Place


def tag(slug: str = "castle", ja: str = "城", **names: str) -> Tag:
    return Tag.objects.get_or_create(slug=slug, defaults={"name": _texts({"ja": ja, **names})})[0]


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
    made = Place(slug=slug, category=members.pop("category", None) or category(), live=False, **localized({**defaults, **members}))
    made.tags.set(tags)
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
    return {name: _texts(value) if isinstance(value, dict) and set(value) <= LANGUAGES else value for name, value in members.items()}


def _texts(texts: dict[str, str]) -> Any:
    from cms.languages.values import LocalizedValue

    return LocalizedValue.of(texts)


LANGUAGES = {"ja", "en", "zh-hans", "zh-hant", "ko", "fr", "ja-x-easy"}
