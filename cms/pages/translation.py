"""How far translations made with wagtail-localize have come."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from wagtail_localize.models import StringSegment, StringTranslation, Translation


@dataclass(frozen=True, slots=True)
class Progress:
    """One translation: all segments there, any of them by a machine, the source published anew since."""

    total: int
    translated: int
    machine: bool
    stale: bool

    @property
    def complete(self) -> bool:
        """Whether every segment is translated, so that the page counts as text of its own."""
        return self.total == self.translated


def progress(key: UUID) -> dict[str, Progress]:
    """Return language → progress for the languages that follow a source; a page written by hand is not among them."""
    found = {}
    for translation in Translation.objects.filter(source__object_id=key, enabled=True).select_related(
        "source", "target_locale"
    ):
        total, translated = translation.get_progress()
        found[translation.target_locale.language_code] = Progress(
            total, translated, _machine(translation, key), _stale(translation)
        )
    return found


def _machine(translation: Translation, key: UUID) -> bool:
    return bool(
        StringTranslation.objects.filter(
            locale_id=translation.target_locale_id,
            context__object_id=key,
            translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
            translation_of_id__in=StringSegment.objects.filter(source_id=translation.source_id).values("string_id"),
        ).exists()
    )


def _stale(translation: Translation) -> bool:
    source = translation.source.get_source_instance()
    published = source.last_published_at
    return bool(published and published > translation.source.last_updated_at)
