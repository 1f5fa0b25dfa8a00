"""Blocks of words: text, quotation, facts, a call to action."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, ListBlock, RichTextBlock, StructBlock, TextBlock
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.languages.table import SOURCE
from cms.pages.blocks.base import Previewed
from cms.records.documents import Draft
from cms.records.html import published_html
from cms.records.links import published_link

FEATURES = ("h2", "h3", "bold", "italic", "ol", "ul", "link")
CERTAINTY = [("confirmed", _("confirmed")), ("to_confirm", _("to be confirmed"))]


class BodyTextBlock(Previewed, RichTextBlock):  # type: ignore[misc]
    """Running text with headings, lists and links."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": list(FEATURES), **kwargs})

    def document(self, value: Any, draft: Draft) -> dict[str, Any] | None:
        """Return the sanitised HTML."""
        html = published_html(value.source)
        return {"html": html} if html else None

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Running text with headings, lists and links.")
        preview_value = "<h2>石垣の城</h2><p>津山城は、森忠政が<b>慶長9年</b>に築城を始めた城です。</p>"


class QuoteBlock(Previewed, StructBlock):  # type: ignore[misc]
    """Somebody's words, and where they stand."""

    text = TextBlock(label=_("Quotation"), rows=3)
    source = CharBlock(label=_("Source"), help_text=_("Author, work, page: enough to find it again."))

    def document(self, value: Any, draft: Draft) -> dict[str, Any] | None:
        """Return text and source as plain text."""
        return {"value": {"text": value["text"].strip(), "source": value["source"].strip()}}

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        description = _("Somebody's words, with their source.")
        label_format = "{text}"
        preview_value = {"text": "引用の文がここに入ります。", "source": "出典（著者、書名、頁）"}


class FactBlock(StructBlock):  # type: ignore[misc]
    """One line of a table of facts."""

    label = CharBlock(label=_("Label"), max_length=40)
    value = CharBlock(label=_("Value"), max_length=200)
    certainty = ChoiceBlock(label=_("Certainty"), choices=CERTAINTY, default="to_confirm")

    class Meta:
        icon = "table"
        label = _("Fact")
        label_format = "{label}: {value}"


class FactsBlock(Previewed, ListBlock):  # type: ignore[misc]
    """A short table: what, how much, how sure."""

    def __init__(self, child_block: Any = None, **kwargs: Any) -> None:
        super().__init__(child_block or FactBlock(), min_num=1, **kwargs)

    def document(self, value: Any, draft: Draft) -> dict[str, Any] | None:
        """Return the lines as {label, value, certainty}."""
        return {
            "value": [{"label": row["label"], "value": row["value"], "certainty": row["certainty"]} for row in value]
        }

    class Meta:
        icon = "table"
        label = _("Facts")
        description = _("A short table. Uncertain facts are shown with a dashed line.")
        preview_value = [
            {"label": "築城開始", "value": "慶長9年（1604）", "certainty": "confirmed"},
            {"label": "天守の高さ", "value": "確認中", "certainty": "to_confirm"},
        ]


class ActionBlock(Previewed, StructBlock):  # type: ignore[misc]
    """One thing to do next, as a button."""

    label = CharBlock(label=_("Words on the button"), max_length=40)
    url = CharBlock(label=_("Address"), help_text=_("An address in this site (/places/…) or in full (https://…)."))

    def clean(self, value: Any) -> Any:
        """Refuse an address that is neither of this site nor https, http, mailto or tel."""
        cleaned = super().clean(value)
        if not published_link(cleaned["url"], SOURCE):
            problem = ValidationError(_("Give an address in this site (/places/…) or in full (https://…)."))
            raise StructBlockValidationError(block_errors={"url": problem})
        return cleaned

    def document(self, value: Any, draft: Draft) -> dict[str, Any] | None:
        """Return label and address; one within the site gets the reader's language."""
        url = published_link(value["url"], draft.language)
        return {"value": {"label": value["label"], "url": url}} if url else None

    class Meta:
        icon = "arrow-right-full"
        label = _("Call to action")
        description = _("One thing to do next, as a button.")
        label_format = "{label}"
        preview_value = {"label": "津山城を見る", "url": "/places/tsuyama-castle/"}
