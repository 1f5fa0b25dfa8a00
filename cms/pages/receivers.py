"""Signals settle what visitors read, nothing else."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.signals import post_delete, post_migrate, post_save, pre_save
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_unpublished, post_page_move
from wagtail_localize.models import Translation, TranslationSource

from cms.pages.front_door import prepare
from cms.pages.models import ContentPage, HomePage
from cms.pages.services import bootstrap, settle, settle_below
from cms.publishing.models import Outbox
from cms.publishing.services import enqueue
from cms.records.models import Record


def on_page(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A page was saved, published, unpublished or deleted."""
    if kwargs.get("raw") or not isinstance(instance, Page):
        return
    model = type(instance) if type(instance) is not Page else instance.specific_class
    if model is not None and issubclass(model, ContentPage):
        settle(model, instance.translation_key)


def on_home_published(sender: Any, instance: HomePage, **kwargs: Any) -> None:
    """A home page was published: its pictures are made now and not while a visitor waits."""
    prepare(instance)


def on_moved(sender: Any, instance: Page, **kwargs: Any) -> None:
    """A page moved in the tree, and with it all pages below."""
    settle_below(instance, reason="moved")


def before_restriction(sender: Any, instance: PageViewRestriction, **kwargs: Any) -> None:
    """A page is about to become private: should the machine stop right after, the outbox still knows."""
    keys = Page.objects.filter(path__startswith=instance.page.path).values_list("translation_key", flat=True)
    enqueue(*keys, reason="privacy")


def on_restriction(sender: Any, instance: PageViewRestriction, **kwargs: Any) -> None:
    """A page became private, or public again."""
    settle_below(instance.page, reason="privacy")


def on_translation(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A translation was begun, stopped, or follows a newer source: it may have become incomplete."""
    source = instance.source if isinstance(instance, Translation) else instance
    model = source.specific_content_type.model_class()
    if model is not None and issubclass(model, ContentPage) and not kwargs.get("raw"):
        settle(model, source.object_id, reason="translation")


def on_migrated(sender: Any, **kwargs: Any) -> None:
    """The tables stand: make the trees that every site has. A migration of single apps may leave tables missing."""
    using = kwargs.get("using", DEFAULT_DB_ALIAS)
    needed = {model._meta.db_table for model in (HomePage, Site, Outbox, Translation, Record)}
    if using == DEFAULT_DB_ALIAS and needed <= set(connections[using].introspection.table_names()):
        bootstrap()


def connect() -> None:
    """Attach the receivers; called once, in `AppConfig.ready`."""
    for signal in (post_save, post_delete, page_published, page_unpublished):
        signal.connect(on_page, dispatch_uid=f"pages.page.{id(signal)}")
    page_published.connect(on_home_published, sender=HomePage, dispatch_uid="pages.home")
    post_page_move.connect(on_moved, dispatch_uid="pages.moved")
    pre_save.connect(before_restriction, sender=PageViewRestriction, dispatch_uid="pages.restricting")
    post_save.connect(on_restriction, sender=PageViewRestriction, dispatch_uid="pages.restricted")
    post_delete.connect(on_restriction, sender=PageViewRestriction, dispatch_uid="pages.unrestricted")
    post_save.connect(on_translation, sender=Translation, dispatch_uid="pages.translation")
    post_save.connect(on_translation, sender=TranslationSource, dispatch_uid="pages.source")
    post_migrate.connect(on_migrated, sender=apps.get_app_config("cms_pages"), dispatch_uid="pages.migrated")
