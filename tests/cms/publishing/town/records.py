"""What editors, clerks and translators do to records."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from cms import clock
from cms.languages.models import Reading
from cms.records.services import patch
from tests import factories
from tests.cms.publishing.town.scene import Scene
from tours.models import Event, Notice, NoticeRecord, Place
from tours.notices.services import undo

INDEXES = st.integers(0, 3)
NUMBERS = st.integers(0, 1)
LANGUAGES = st.sampled_from(["ja", "en", "ko", "fr"])
WORDS = st.sampled_from(["城", "石垣", "鶴山公園", "Castle", "성", "château"])
READINGS = st.sampled_from([("城", "しろ"), ("城", "じょう"), ("石垣", "いしがき"), ("鶴山公園", "かくざんこうえん")])


class RecordRules(Scene):
    """Places above all: they are what everything else names."""

    @rule(index=INDEXES, lang=LANGUAGES, word=WORDS)
    def patch_name(self, index: int, lang: str, word: str) -> None:
        if (place := self.place(index)) is not None:
            patch(place, {"name": {lang: word}})

    @rule(index=INDEXES, lang=LANGUAGES, status=st.sampled_from(["machine", "reviewed", "draft"]))
    def translate(self, index: int, lang: str, status: str) -> None:
        place = self.place(index)
        if place is not None and (lang != "ja" or status == "reviewed"):
            patch(place, {"short": {lang: {"text": self.secret(), "status": status}}})

    @rule(index=INDEXES)
    def change_slug(self, index: int) -> None:
        if (place := self.place(index)) is not None:
            patch(place, {"slug": self.slug("renamed")})

    @rule(index=INDEXES)
    def save_a_draft(self, index: int) -> None:
        if (place := self.place(index)) is not None:
            draft = place.get_latest_revision_as_object() if place.latest_revision else place
            draft.short = draft.short.with_text("en", self.secret())
            draft.save_revision()

    @rule(index=INDEXES)
    def publish_draft(self, index: int) -> None:
        if (place := self.place(index)) is not None:
            draft = place.get_latest_revision_as_object() if place.latest_revision else place
            draft.go_live_at = None
            draft.save_revision().publish()

    @rule(index=INDEXES)
    def unpublish(self, index: int) -> None:
        place = self.place(index)
        if place is not None and place.live:
            place.unpublish()

    @rule(index=INDEXES)
    def delete(self, index: int) -> None:
        if (place := self.place(index)) is not None:
            place.delete()

    @rule(index=INDEXES)
    def replace_a_deleted_place(self, index: int) -> None:
        if self.place(index) is None:
            self.places[index] = factories.publish(factories.place(self.slug("rebuilt"), live=False), work=False).uuid

    @rule(index=INDEXES, private=st.booleans())
    def set_privacy(self, index: int, private: bool) -> None:
        if (place := self.place(index)) is not None:
            patch(place, {"restricted": private})

    @rule(number=NUMBERS, word=WORDS)
    def rename_tag(self, number: int, word: str) -> None:
        tag = self.tags[number]
        tag.name = tag.name.with_text("ja", word)
        tag.save()

    @rule(index=INDEXES, number=NUMBERS)
    def retag(self, index: int, number: int) -> None:
        place = self.place(index)
        if place is not None and place.live:
            place.tags.set([self.tags[number]])
            place.save_revision().publish()

    @rule(index=INDEXES)
    def move_event(self, index: int) -> None:
        event = Event.objects.get(uuid=self.event)
        event.place_id = self.places[index]
        event.save_revision().publish()

    @rule(words=READINGS, confirmed=st.booleans())
    def note_a_reading(self, words: tuple[str, str], confirmed: bool) -> None:
        reading = Reading.objects.filter(surface=words[0]).first() or Reading(surface=words[0])
        reading.reading, reading.status = words[1], "confirmed" if confirmed else "suggested"
        reading.save()

    @precondition(lambda self: Reading.objects.exists())
    @rule(words=READINGS)
    def drop_a_reading(self, words: tuple[str, str]) -> None:
        for reading in Reading.objects.filter(surface=words[0]):
            reading.delete()

    @rule(index=INDEXES, kind=st.sampled_from(["closed", "crowded", "moved"]), begins=st.integers(-1, 2))
    def announce(self, index: int, kind: str, begins: int) -> None:
        if self.place(index) is not None:
            factories.publish(self._notice(index, kind, clock.now() + timedelta(hours=begins)), work=False)

    def _notice(self, index: int, kind: str, starts: Any) -> Notice:
        other = Place.objects.filter(uuid__in=self.places).exclude(uuid=self.places[index]).first()
        moved = other.uuid if kind == "moved" and other else None
        made = Notice(
            notice_kind=kind, live=False, starts=starts, expires=starts + timedelta(hours=4), new_place_id=moved
        )
        made.notice_kind = kind if kind != "moved" or moved else "crowded"
        made.records.set([NoticeRecord(record_id=self.places[index])])
        return made

    @precondition(lambda self: Notice.objects.filter(live=True).exists())
    @rule()
    def take_notice_back(self) -> None:
        undo(Notice.objects.filter(live=True).first(), user=None)
