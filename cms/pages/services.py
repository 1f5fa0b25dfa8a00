"""Writing around pages: their `Record` rows, their way into the outbox, and the trees a site starts with."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Locale, Page, Site

from cms.languages.table import LANGUAGES, SOURCE
from cms.pages.models import ContentPage, HomePage, TopicPage
from cms.pages.things import thing
from cms.publishing.models import PublishedDocument
from cms.publishing.services import enqueue, publish_now, retract
from cms.records.locking import lock
from cms.records.models import Record
from cms.records.services import register, withdraw


def settle(model: type[ContentPage], uuid: UUID, *, reason: str = "published") -> None:
    """Bring what visitors read into step with a page after any change to it, in the caller's transaction.

    What is no longer public goes at once, a single language too; what is new goes through the outbox.
    """
    with transaction.atomic():
        found = thing(model, uuid)
        if found is not None:
            register(found)  # type: ignore[arg-type]
        if found is None or not found.is_public():
            withdraw(uuid)
            retract(uuid)
        else:
            if _lost_a_language(uuid, set(found.tellings)):
                publish_now(uuid)
            enqueue(uuid, reason=reason)
        enqueue(*_topics_above(model, uuid), reason="story below")


def settle_below(page: Page, *, reason: str) -> None:
    """Settle a page and all pages below it: they moved, or a private page above them changed."""
    below = Page.objects.filter(path__startswith=page.path).select_related("content_type")
    found = {(p.specific_class, p.translation_key) for p in below}
    with transaction.atomic():
        lock(Record.objects.filter(uuid__in=[key for _, key in found]))
        for model, key in found:
            if model is not None and issubclass(model, ContentPage):
                settle(model, key, reason=reason)


def _topics_above(model: type[ContentPage], uuid: UUID) -> set[UUID]:
    """Return the topics whose list of stories this page may have joined."""
    parents = {
        Page._get_parent_path_from_path(path)
        for path in model.objects.filter(translation_key=uuid).values_list("path", flat=True)
    }
    return set(TopicPage.objects.filter(path__in=parents, live=True).values_list("translation_key", flat=True))


def _lost_a_language(uuid: UUID, public: set[str]) -> bool:
    given = set(PublishedDocument.objects.filter(thing_id=uuid).values_list("lang_given", flat=True))
    return not given <= public


def bootstrap() -> None:
    """Make the seven locales and a home page in each, below which stories are told. A second run changes nothing."""
    with transaction.atomic():
        locales = {l.code: Locale.objects.get_or_create(language_code=l.code)[0] for l in LANGUAGES}
        home = HomePage.objects.filter(locale=locales[SOURCE]).order_by("path").first() or _first_home(locales[SOURCE])
        for code, locale in locales.items():
            if not home.has_translation(locale):
                copy = home.copy_for_translation(locale, copy_parents=False)
                copy.title = _home_title(code)
                copy.draft_title = copy.title
                copy.save_revision().publish()
        Page.objects.filter(
            depth=2, numchild=0, content_type__app_label="wagtailcore", content_type__model="page"
        ).delete()


def _first_home(locale: Locale) -> HomePage:
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root", locale=locale))
    home = HomePage(title=_home_title(SOURCE), slug="kakuzan", locale=locale)
    root.add_child(instance=home)
    home.save_revision().publish()
    site = Site.objects.filter(is_default_site=True).first() or Site(
        hostname="localhost", port=80, is_default_site=True
    )
    site.root_page, site.site_name = home, site.site_name or "Kakuzan"
    site.save()
    return home


def _home_title(code: str) -> str:
    with translation.override(code):
        return gettext("Home")
