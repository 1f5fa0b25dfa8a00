"""Longer texts as the editor writes them: a small set of features, one canonical form for comparing."""

from __future__ import annotations

import re
from functools import cache
from html import escape, unescape
from typing import Any, Final

FEATURES: Final = ("h3", "bold", "italic", "ol", "ul", "link")
_KEYS: Final = re.compile(r"""\s+data-block-key=(?:"[^"]*"|'[^']*')""")
_TAG: Final = re.compile(r"<[^>]+>")
_MARKUP: Final = re.compile(r"<(p|ul|ol|h[2-6]|b|i|a|br|strong|em)\b", re.IGNORECASE)
_BREAK: Final = re.compile(r"</(?:p|li|h[2-6])>|<br\s*/?>", re.IGNORECASE)


@cache
def editor() -> Any:
    """Return the Draftail widget with the small set of features; its script mounts it when its language is shown."""
    from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea

    return DraftailRichTextArea(features=list(FEATURES))


def as_html(text: str) -> str:
    """Return plain text as paragraphs, and HTML as it is."""
    if not text.strip() or _MARKUP.search(text):
        return text
    parts = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    return "".join(f"<p>{escape(part, quote=False).replace(chr(10), '<br/>')}</p>" for part in parts)


def canonical(text: str) -> str:
    """Return the form in which two rich texts are the same text: no editor's keys, no empty paragraphs."""
    html = _KEYS.sub("", as_html(text)).replace("<br>", "<br/>").replace("<br />", "<br/>")
    return re.sub(r"<p>(?:\s|<br/>)*</p>", "", html).strip()


def length(text: str) -> int:
    """Return how many characters a reader sees."""
    return len(plain(text))


def plain(text: str) -> str:
    """Return the text without markup, block ends as line breaks."""
    return unescape(_TAG.sub("", _BREAK.sub("\n", as_html(text)))).strip()


def posted(value: str) -> str:
    """Return the HTML of what an editor posted: content state as JSON, or HTML from a script; ValueError for neither."""
    value = value.strip()
    if value in ("", "null"):
        return ""
    if not value.startswith("{"):
        return canonical(value)
    try:
        return canonical(str(editor().converter.to_database_format(value)))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"the editor's content could not be read ({error})") from error
