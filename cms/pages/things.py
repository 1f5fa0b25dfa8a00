"""A page in all its languages as one thing, with the face that records have, so that publishing knows no difference."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from wagtail.models import PageViewRestriction

from cms import clock
from cms.languages.table import CODES
from cms.languages.values import MACHINE, REVIEWED, Given, LocalizedValue
from cms.media.pictures import picture
from cms.pages.models import ContentPage, StoryPage, TopicPage
from cms.pages.translation import Progress, progress
from cms.records.facts import Facts, Window
from cms.records.kinds import Kind, kind

MODELS: dict[str, type[ContentPage]] = {"story": StoryPage, "topic": TopicPage}


@dataclass(frozen=True, slots=True)
class Telling:
    """The page in one language; `status` is machine or reviewed."""

    page: ContentPage
    status: str = REVIEWED
    stale: bool = False


class Told(LocalizedValue):
    """Texts of a page. Its Japanese may be withdrawn while another language stays public: a reader whose fallbacks hold
    none gets what there is, in the order of the language table.
    """

    def give(self, code: str, among: Iterable[str] | None = None) -> Given:
        """See LocalizedValue.give."""
        found = super().give(code, among)
        return found if found.text else super().give(code, CODES)


@dataclass(frozen=True, slots=True)
class PageThing:
    """A story or topic as publishing sees it. `tellings` holds only what visitors may read: language → page."""

    uuid: UUID
    kind_name: str
    slug: str
    tellings: dict[str, Telling]
    rank: int = 100
    reading: str = ""
    ucode: str | None = None
    restricted: bool = False
    owner_id: int | None = None
    confirm_by: date | None = None

    @property
    def live(self) -> bool:
        """Whether any language is public."""
        return bool(self.tellings)

    def is_public(self) -> bool:
        """Tell whether visitors may know of it."""
        return self.live and not self.restricted

    def kind(self) -> Kind:
        """Return the registered kind."""
        return kind(self.kind_name)

    @property
    def name(self) -> LocalizedValue:
        """The titles."""
        return self._texts("title")

    @property
    def short(self) -> LocalizedValue:
        """The short texts."""
        return self._texts("short")

    def source(self) -> ContentPage:
        """Return the page that what all languages share is taken from: the first in the order of the language table."""
        return next(self.tellings[code].page for code in CODES if code in self.tellings)

    def given(self, language: str) -> ContentPage:
        """Return the page that a reader of `language` gets."""
        lead = self.short if self.short.languages() else self.name
        return self.tellings[lead.give(language).lang].page

    def facts(self) -> Facts:
        """Return what lists and filters know."""
        ends = [telling.page.expire_at for telling in self.tellings.values()]
        until = None if not ends or None in ends else max(end for end in ends if end)
        return Facts(tags=tuple(sorted(tag.slug for tag in self.source().tags.all())), visible_until=until)

    def opening_windows(self, start: date, days: int) -> list[Window] | None:
        """Return None: a page has no hours."""
        return None

    def card_image(self, language: str) -> dict[str, Any] | None:
        """Return the picture that stands for it inside another document."""
        cover = self.given(language).cover or self.source().cover
        return picture(cover, language) if cover else None

    def _texts(self, member: str) -> LocalizedValue:
        entries = {}
        for code, telling in self.tellings.items():
            entry = {"text": getattr(telling.page, member), "status": telling.status}
            # any fingerprint but the source's own says that the source moved on
            entries[code] = entry | ({"source": "moved"} if telling.stale else {})
        return Told({code: entry for code, entry in entries.items() if entry["text"]})


def thing(model: type[ContentPage], uuid: UUID) -> PageThing | None:
    """Return a page with the languages that are live, public and wholly translated; None where no page has this key."""
    pages = list(model.objects.filter(translation_key=uuid).select_related("locale", "cover").order_by("pk"))
    if not pages:
        return None
    states = progress(uuid)
    closed = _restricted(pages)
    public = {page.locale.language_code: page for page in pages if page.pk not in closed and _is_live(page)}
    tellings = {
        code: Telling(public[code], _status(states.get(code)), states[code].stale if code in states else False)
        for code in CODES
        if code in public and (code not in states or states[code].complete)
    }
    return _assembled(model, uuid, pages, tellings)


def previewed(page: ContentPage) -> PageThing:
    """Return the thing as it would stand if this revision were published in its language."""
    found = thing(type(page), page.translation_key)
    own = {page.locale.language_code: Telling(page)}
    if found is None:
        return _assembled(type(page), page.translation_key, [page], own)
    return replace(found, slug=page.slug, tellings={**found.tellings, **own})


def _assembled(
    model: type[ContentPage], uuid: UUID, pages: list[ContentPage], tellings: dict[str, Telling]
) -> PageThing:
    first = next((tellings[code].page for code in CODES if code in tellings), pages[0])
    reading = next((page.reading for page in pages if page.reading), "")
    return PageThing(uuid, model.kind_name, first.slug, tellings, rank=first.rank, reading=reading)


def _is_live(page: ContentPage) -> bool:
    return bool(page.live) and page.alias_of_id is None and (page.expire_at is None or page.expire_at > clock.now())


def _status(state: Progress | None) -> str:
    return MACHINE if state is not None and state.machine else REVIEWED


def _restricted(pages: list[ContentPage]) -> set[int]:
    """Return the pages that are private, themselves or through a page above them."""
    paths = [
        restriction.page.path
        for restriction in PageViewRestriction.objects.exclude(restriction_type="none").select_related("page")
    ]
    return {page.pk for page in pages if any(page.path.startswith(path) for path in paths)}
