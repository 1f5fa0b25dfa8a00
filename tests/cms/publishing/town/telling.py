"""What editors and translators do to pages."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from wagtail.models import PageViewRestriction
from wagtail_localize.models import Translation

from tests.cms.pages import pages
from tests.cms.publishing.town.records import WORDS
from tests.cms.publishing.town.scene import Scene

NUMBERS = st.integers(0, 1)
OTHERS = st.sampled_from(["en", "ko"])
PARENTS = st.sampled_from(["home", "topic 0", "topic 1"])


class PageRules(Scene):
    """Home, topics and stories; English and Korean by hand or with wagtail-localize."""

    def story(self, number: int, language: str = "ja") -> Any | None:
        return self.page(self.stories[number], language)

    def above(self, name: str) -> Any | None:
        """Return the home page or a topic by its name in `PARENTS`."""
        return pages.home() if name == "home" else self.page(self.topics[int(name[-1])])

    @rule(number=NUMBERS, word=WORDS, keep=st.booleans())
    def edit_story(self, number: int, word: str, keep: bool) -> None:
        if (page := self.story(number)) is not None:
            draft = page.get_latest_revision_as_object()
            draft.title = word
            draft.short = draft.short if keep else self.secret()
            draft.go_live_at = None
            draft.save_revision().publish()

    @rule(number=NUMBERS)
    def leave_a_story_unfinished(self, number: int) -> None:
        if (page := self.story(number)) is not None:
            draft = page.get_latest_revision_as_object()
            draft.title = draft.draft_title = draft.lead = self.secret()
            draft.save_revision()

    @rule(number=NUMBERS, language=st.sampled_from(["ja", "en", "ko"]))
    def unpublish_story(self, number: int, language: str) -> None:
        page = self.story(number, language)
        if page is not None and page.live:
            page.unpublish()

    @rule(number=NUMBERS, to=PARENTS)
    def move_story(self, number: int, to: str) -> None:
        page, parent = self.story(number), self.above(to)
        if page is not None and parent is not None and not page.is_child_of(parent):
            page.move(parent, pos="last-child")

    @rule(number=NUMBERS)
    def rename_story(self, number: int) -> None:
        if (page := self.story(number)) is not None:
            page.slug = self.slug("story")
            page.save_revision().publish()

    @rule(number=NUMBERS, language=st.sampled_from(["ja", "en"]))
    def delete_story(self, number: int, language: str) -> None:
        if (page := self.story(number, language)) is not None:
            page.delete()

    @rule(number=NUMBERS, parent=PARENTS)
    def tell_another(self, number: int, parent: str) -> None:
        above = self.above(parent)
        if self.story(number) is None and above is not None:
            page = pages.story(self.slug("story"), parent=above, live=False)
            page.save_revision().publish()
            self.stories[number] = page.translation_key

    @rule(number=NUMBERS, gone=st.booleans())
    def take_topic(self, number: int, gone: bool) -> None:
        page = self.page(self.topics[number])
        if page is not None and page.live:
            page.delete() if gone else page.unpublish()

    @rule(number=NUMBERS, word=WORDS)
    def edit_topic(self, number: int, word: str) -> None:
        if (page := self.page(self.topics[number])) is not None:
            page.title = word
            page.save_revision().publish()

    @rule(which=st.sampled_from(["home", "topic 0", "story 0", "story 1"]))
    def close(self, which: str) -> None:
        page = self.story(int(which[-1])) if which.startswith("story") else self.above(which)
        if page is not None and not PageViewRestriction.objects.filter(page=page).exists():
            PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    @rule()
    def open_everything(self) -> None:
        for restriction in PageViewRestriction.objects.all():
            restriction.delete()

    @rule()
    def leave_the_front_door_unfinished(self) -> None:
        home = pages.home()
        home.lead = self.secret()
        home.save_revision()

    @rule(number=NUMBERS, language=OTHERS, word=WORDS)
    def write_by_hand(self, number: int, language: str, word: str) -> None:
        page, told = self.story(number), self.story(number, language)
        if told is not None and not Translation.objects.filter(source__object_id=self.stories[number]).exists():
            told.title = word
            told.save_revision().publish()
        elif page is not None and told is None:
            copy = pages.in_language(page, language, live=False, title=word, short=self.secret())
            copy.save_revision().publish()

    @rule(number=NUMBERS, language=OTHERS)
    def begin_translation(self, number: int, language: str) -> None:
        page = self.story(number)
        if page is not None and self.story(number, language) is None and self._translation(number, language) is None:
            pages.translated(page, language)

    @rule(number=NUMBERS, language=OTHERS, machine=st.booleans(), only=st.sampled_from([1, None]))
    def translate_story(self, number: int, language: str, machine: bool, only: int | None) -> None:
        translation = self._translation(number, language)
        if translation is not None and self.story(number) is not None and self.story(number, language) is not None:
            pages.translate(translation, machine=machine, only=only)

    @rule(number=NUMBERS, language=OTHERS)
    def follow_the_source(self, number: int, language: str) -> None:
        translation = self._translation(number, language)
        if translation is not None and self.story(number) is not None:
            translation.source.update_from_db()

    @rule(number=NUMBERS, language=OTHERS)
    def stop_translation(self, number: int, language: str) -> None:
        translation = self._translation(number, language)
        if translation is not None:
            translation.enabled = False
            translation.save()

    def _translation(self, number: int, language: str) -> Translation | None:
        return Translation.objects.filter(
            source__object_id=self.stories[number], target_locale__language_code=language, enabled=True
        ).first()
