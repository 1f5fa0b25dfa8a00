"""The words by which lists can be filtered: only those that a published thing of the kind carries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cms.publishing.models import PublishedTag, PublishedThing
from cms.records.vocabulary import Category, Tag


@dataclass(frozen=True, slots=True)
class Word:
    """A category or tag in the reader's language."""

    slug: str
    name: str


def categories(kind: str, lang: str) -> tuple[Word, ...]:
    """Return the categories in use, by name."""
    used = PublishedThing.objects.filter(kind=kind, withdrawn_at=None).values("category")
    return words(Category.objects.filter(kind=kind, slug__in=used), lang)


def tags(kind: str, lang: str) -> tuple[Word, ...]:
    """Return the tags in use, by name."""
    used = PublishedTag.objects.filter(thing__kind=kind, thing__withdrawn_at=None).values("tag")
    return words(Tag.objects.filter(slug__in=used), lang)


def themes(kind: str, lang: str) -> tuple[Word, ...]:
    """Return the tags in use that editors marked as themes, by name."""
    used = PublishedTag.objects.filter(thing__kind=kind, thing__withdrawn_at=None).values("tag")
    return words(Tag.objects.filter(slug__in=used, is_theme=True), lang)


def named(slugs: Iterable[str], lang: str) -> tuple[Word, ...]:
    """Return the tags with these slugs, by name; one that nobody knows is left out."""
    return words(Tag.objects.filter(slug__in=list(slugs)), lang)


def words(rows: object, lang: str) -> tuple[Word, ...]:
    """Return rows of a vocabulary in a language, sorted."""
    found = [Word(row.slug, row.name.give(lang).text or row.slug) for row in rows]  # type: ignore[attr-defined]
    return tuple(sorted(found, key=lambda word: word.name))
