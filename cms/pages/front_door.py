"""What editors put on the home page: a line, a picture, blocks; each in the reader's language or the next best.

The home page is no published thing of its own: nobody lists it, finds it or shows it on a sign. Its words are read from the
live page, and its blocks show of records only what is public at this moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from uuid import uuid4

from django.db.models import Q
from django.utils import translation
from wagtail.models import PageViewRestriction

from cms import clock
from cms.languages.table import CODES, chain
from cms.media.pictures import picture
from cms.memo import remembering
from cms.pages.blocks import published_blocks
from cms.pages.models import HomePage, StoryPage
from cms.pages.things import PageThing, Telling
from cms.publishing.models import Counter
from cms.records.documents import start

MINUTE: Final = 60


@dataclass(frozen=True, slots=True)
class FrontDoor:
    """An editor's part of the home page; "" , None and () where nobody wrote anything. The languages are those given."""

    lead: str = ""
    lead_lang: str = ""
    image: dict[str, Any] | None = None
    blocks: tuple[dict[str, Any], ...] = ()
    blocks_lang: str = ""


def front_door(language: str) -> FrontDoor:
    """Return what visitors read; one statement while nothing is written, two more while nothing changes."""
    codes = chain(language)
    live = Q(live=True, alias_of=None, locale__language_code__in=codes)
    pages = {page.locale.language_code: page for page in HomePage.objects.filter(live).select_related("locale")}
    written = {code: page for code, page in pages.items() if page.lead or page.cover_id or page.body}
    if not written or _any_private(written):
        return FrontDoor()
    state = tuple((code, page.pk, page.latest_revision_id) for code, page in written.items())
    return _kept(language, state, _sequence(), int(clock.now().timestamp()) // MINUTE)


def previewed(page: HomePage) -> FrontDoor:
    """Return what visitors would read if this revision were published in its language."""
    return _told({page.locale.language_code: page}, page.locale.language_code)


@lru_cache(maxsize=32)
def _kept(language: str, state: tuple[Any, ...], sequence: int, minute: int) -> FrontDoor:
    """Return the same until a page, or anything published, changes; a picture's words are at most a minute old."""
    pages = HomePage.objects.select_related("locale", "cover").in_bulk([pk for _code, pk, _revision in state])
    return _told({code: pages[pk] for code, pk, _revision in state if pk in pages}, language)


def prepare(page: HomePage) -> None:
    """Make the renditions of everything a home page shows, so that no visitor's request has to."""
    for code in CODES:
        _told({page.locale.language_code: page}, code)


def _told(pages: Mapping[str, HomePage], language: str) -> FrontDoor:
    ordered = [(code, pages[code]) for code in chain(language) if code in pages]
    lead_lang, lead = next(((code, page.lead.strip()) for code, page in ordered if page.lead.strip()), ("", ""))
    cover = next((page.cover for _code, page in ordered if page.cover is not None), None)
    told_in, telling = next(((code, page) for code, page in ordered if page.body), ("", None))
    return FrontDoor(
        lead=lead,
        lead_lang=lead_lang,
        image=picture(cover, language) if cover is not None else None,
        blocks=tuple(_blocks(telling, told_in, language)) if telling is not None else (),
        blocks_lang=told_in,
    )


def _blocks(page: HomePage, told_in: str, language: str) -> list[dict[str, Any]]:
    """Return the blocks as a story's document would hold them: the words as told, the records in the reader's language."""
    stand_in = StoryPage(title=page.title, short=page.title, slug="home")
    thing = PageThing(uuid4(), "story", "home", {told_in: Telling(stand_in)})
    with translation.override(language), remembering():
        draft, _members = start(thing, language)  # type: ignore[arg-type]
        return published_blocks(page.body, draft)


def _sequence() -> int:
    """Return the number of the last change to anything published."""
    return Counter.objects.filter(name="sequence").values_list("value", flat=True).first() or 0


def _any_private(pages: Mapping[str, HomePage]) -> bool:
    private = PageViewRestriction.objects.exclude(restriction_type="none").filter(
        page__in=[page.pk for page in pages.values()]
    )
    return private.exists()
