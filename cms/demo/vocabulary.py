"""The controlled words of the demo: tags for all kinds, categories per kind, readings of names."""

from __future__ import annotations

from cms.demo.content import localized, read
from cms.languages.models import CONFIRMED, SUGGESTED, Reading
from cms.records.vocabulary import Category, Tag


def load_tags() -> int:
    """Make the tags that are missing; return how many."""
    held = set(Tag.objects.values_list("slug", flat=True))
    rows = [row for row in read("cms.demo", "tags") if row["slug"] not in held]
    for row in rows:
        Tag.objects.create(slug=row["slug"], name=localized(row["names"]), is_theme=row["theme"])
    return len(rows)


def load_readings() -> int:
    """Make the readings of names that are missing; return how many. An unconfirmed one is a suggestion to the curator."""
    held = set(Reading.objects.values_list("surface", flat=True))
    rows = [row for row in read("cms.demo", "glossary") if row["surface"] not in held]
    for row in rows:
        Reading.objects.create(
            surface=row["surface"],
            reading=row["reading"],
            status=CONFIRMED if row["confirmed"] else SUGGESTED,
            confirmed_source="demo" if row["confirmed"] else "",
            note=row["source"],
        )
    return len(rows)


def load_categories(package: str) -> int:
    """Make the categories of a package's data that are missing; return how many."""
    held = set(Category.objects.values_list("kind", "slug"))
    rows = [row for row in read(package, "categories") if (row["kind"], row["slug"]) not in held]
    for row in rows:
        Category.objects.create(kind=row["kind"], slug=row["slug"], name=localized(row["names"]))
    return len(rows)


def tags(slugs: list[str]) -> list[Tag]:
    """Return tags by their codes."""
    return list(Tag.objects.filter(slug__in=slugs))


def category(kind: str, slug: str) -> Category:
    """Return the category of a kind."""
    return Category.objects.get(kind=kind, slug=slug)
