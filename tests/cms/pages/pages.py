"""Stories and topics for tests, made as an editor makes them."""

from __future__ import annotations

from typing import Any

from django.test import TestCase
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from cms.pages.models import ContentPage, HomePage, StoryPage, TopicPage
from cms.publishing.services import drain

TITLE = "石垣を読む"
SHORT = "津山城の石垣の見かた"


def home(code: str = "ja") -> HomePage:
    return HomePage.objects.get(locale__language_code=code)


def story(slug: str = "stone-walls", *, parent: Any = None, live: bool = True, **members: Any) -> StoryPage:
    """Return a story about the stone walls below the Japanese home, published unless `live` is false."""
    return _below(parent or home(), StoryPage(slug=slug, **{"title": TITLE, "short": SHORT, **members}), live=live)


def topic(slug: str = "castle", *, live: bool = True, **members: Any) -> TopicPage:
    return _below(home(), TopicPage(slug=slug, **{"title": "城を知る", "short": "城の物語", **members}), live=live)


def text(html: str) -> list[tuple[str, Any]]:
    return [("text", html)]


def in_language(page: ContentPage, code: str, *, live: bool = True, **members: Any) -> ContentPage:
    """Return the page as somebody wrote it in another language by hand, without wagtail-localize."""
    copy = page.copy_for_translation(Locale.objects.get(language_code=code), copy_parents=True)
    for name, value in members.items():
        setattr(copy, name, value)
    copy.draft_title = copy.title
    return publish(copy) if live else copy


def translated(page: ContentPage, code: str) -> Translation:
    """Return a translation begun with wagtail-localize: published at once, with the source's words."""
    source, _ = TranslationSource.update_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code=code))
    _save(translation)
    return translation


def translate(
    translation: Translation, *, texts: dict[str, str] | None = None, machine: bool = False, only: int | None = None
) -> None:
    """Translate the segments (all, or the first `only`) and publish the result."""
    kind = StringTranslation.TRANSLATION_TYPE_MACHINE if machine else StringTranslation.TRANSLATION_TYPE_MANUAL
    for segment in list(StringSegment.objects.filter(source=translation.source).order_by("order"))[:only]:
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=translation.target_locale,
            context=segment.context,
            defaults={
                "data": (texts or {}).get(segment.string.data, f"T:{segment.string.data}"),
                "translation_type": kind,
            },
        )
    _save(translation)


def _save(translation: Translation) -> None:
    """Save and publish; wagtail-localize publishes on commit, which a test's transaction never reaches by itself."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        translation.save_target(publish=True)
    assert translation.get_target_instance().live
    drain()


def publish(page: Any) -> Any:
    page.save_revision().publish()
    drain()
    page.refresh_from_db()
    return page


def _below(parent: Any, page: Any, *, live: bool) -> Any:
    page.live = False
    page.locale = parent.locale
    parent.refresh_from_db()
    parent.add_child(instance=page)
    return publish(page) if live else page
