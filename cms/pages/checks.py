"""House rules about pages that `manage.py check` explains."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register

from cms.pages.segments import fixed_segments


@register(Tags.models)
def pages_have_a_home(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every page type is one of ours: synchronised slug, checked address, no type that visitors could not reach."""
    from wagtail.models import Page, get_page_models

    from cms.pages.models import BasePage

    return [
        Error(
            f"{model.__name__} does not build on cms.pages.models.BasePage.",
            hint="Its address would not be checked against the site's own and would differ between languages.",
            obj=model,
            id="cms_pages.E001",
        )
        for model in get_page_models()
        if model is not Page and not issubclass(model, BasePage)
    ]


@register(Tags.database)
def no_page_takes_a_fixed_address(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """A page below Home that was there before a kind or address came (`check --database default`)."""
    from django.db import connection
    from wagtail.models import Page

    if not databases or Page._meta.db_table not in connection.introspection.table_names():
        return []
    taken = Page.objects.filter(depth=3, slug__in=fixed_segments()).values_list("pk", "slug")
    return [
        Error(f"Page {pk} has the slug {slug!r}, an address of the site itself.", id="cms_pages.E002")
        for pk, slug in taken
    ]
