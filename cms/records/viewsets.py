"""The menu 語彙: the controlled words that all records share."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.languages.viewsets import ReadingViewSet
from cms.records.vocabulary import Category, Tag


class TagViewSet(SnippetViewSet):  # type: ignore[misc]
    """Tags."""

    model = Tag
    icon = "tag"
    menu_label = _("Tags")
    list_display = ["__str__", "slug", "is_theme"]
    list_filter = ["is_theme"]
    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("is_theme")]


class CategoryViewSet(SnippetViewSet):  # type: ignore[misc]
    """Categories."""

    model = Category
    icon = "list-ul"
    menu_label = _("Categories")
    list_display = ["__str__", "kind", "slug"]
    list_filter = ["kind"]
    panels = [FieldPanel("name"), FieldPanel("kind"), FieldPanel("slug")]


class VocabularyGroup(SnippetViewSetGroup):  # type: ignore[misc]
    """The menu 語彙."""

    menu_label = _("Vocabulary")
    menu_icon = "tag"
    menu_order = 160
    items = (TagViewSet, CategoryViewSet, ReadingViewSet)
