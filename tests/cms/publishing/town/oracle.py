"""Who and what is public, said once more and without the code under test: from rows of the database and the clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from wagtail.models import PageViewRestriction
from wagtail_localize.models import Translation

from cms import clock
from cms.pages.models import ContentPage, StoryPage, TopicPage
from cms.records.kinds import kind
from cms.records.models import Record
from museum.models import Item
from tests.cms.publishing.town.scene import SECRET
from tours.models import Event, Notice, Place, Tour

RECORDS = (Place, Event, Item, Tour, Notice)
SECRETS = re.compile(rf"{SECRET} \d{{4}}".encode())


def is_over(moment: Any) -> bool:
    """Tell whether an end has come."""
    return moment is not None and moment <= clock.now()


def public_records() -> list[Any]:
    """Return published records that are neither private nor over."""
    return [
        row
        for model in RECORDS
        for row in model.objects.filter(live=True, restricted=False)
        if not is_over(row.expire_at) and not (model is Notice and is_over(row.expires))
    ]


def public_pages() -> dict[UUID, dict[str, ContentPage]]:
    """Return the pages that anybody may read: translation key → language → page. A copy that only mirrors is no text."""
    closed = [restriction.page.path for restriction in PageViewRestriction.objects.select_related("page")]
    found: dict[UUID, dict[str, ContentPage]] = {}
    for model in (StoryPage, TopicPage):
        for page in model.objects.filter(live=True, alias_of=None).select_related("locale"):
            hidden = any(page.path.startswith(path) for path in closed)
            if not hidden and not is_over(page.expire_at) and _is_whole(page):
                found.setdefault(page.translation_key, {})[page.locale.language_code] = page
    return found


def _is_whole(page: ContentPage) -> bool:
    followed = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale, enabled=True
    ).first()
    if followed is None:
        return True
    total, translated = followed.get_progress()
    return bool(total == translated)


def public_things() -> dict[UUID, str]:
    """Return the kind of each thing whose documents stand: records and pages together."""
    records = {row.uuid: row.kind_name for row in public_records()}
    pages = {key: next(iter(told.values())).kind_name for key, told in public_pages().items()}
    return records | pages


def private_marks(public: dict[UUID, str]) -> Iterator[str]:
    """Yield the ids and addresses of everything that exists, or is remembered, and is not public."""
    for record in Record.objects.exclude(uuid__in=public):
        yield str(record.uuid)
        yield f"/{kind(record.kind).plural}/{record.slug}/"


def published_secrets() -> set[bytes]:
    """Return the once secret texts that somebody has published since."""
    told: list[str] = []
    for row in public_records():
        for value in (row.name, row.short):
            told += [value.text(code) for code in value.languages()]
    for page in (page for languages in public_pages().values() for page in languages.values()):
        told += [page.title, page.short, page.lead]
    return {secret for text in told for secret in SECRETS.findall(text.encode())}
