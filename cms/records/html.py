"""HTML in documents: sanitised here, and only members named `*_html` hold any."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

import nh3

from cms.records.links import expanded

TAGS: Final = {
    "a",
    "b",
    "strong",
    "i",
    "em",
    "p",
    "br",
    "ul",
    "ol",
    "li",
    "h2",
    "h3",
    "h4",
    "blockquote",
    "ruby",
    "rt",
    "rp",
    "span",
}
ATTRIBUTES: Final = {"a": {"href"}, "*": {"lang"}}
SCHEMES: Final = {"http", "https", "mailto", "tel"}
_BLOCK_END = re.compile(r"</(?:p|li|h2|h3|h4|blockquote)>|<br ?/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]+>")
_READING = re.compile(r"<(rt|rp)>[^<]*</\1>", re.IGNORECASE)


def sanitised(html: str) -> str:
    """Return HTML with the editor's small set of elements; scripts, styles, handlers and unknown schemes are gone."""
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener nofollow")


def paragraphs(text: str) -> str:
    """Return plain text or HTML as sanitised HTML: plain text becomes paragraphs at blank lines."""
    if not text.strip():
        return ""
    if "<" in text and re.search(r"<(p|ul|ol|h2|h3|b|i|a|br)\b", text):
        return published_html(text)
    escaped = [nh3.clean_text(part.strip()) for part in re.split(r"\n\s*\n", text) if part.strip()]
    return "".join(f"<p>{unescape_safe(part)}</p>" for part in escaped)


def published_html(html: str) -> str:
    """Return an editor's HTML as documents hold it: links resolved, then sanitised; empty where it says nothing."""
    return sanitised(expanded(html)) if plain(html) else ""


def unescape_safe(text: str) -> str:
    """Return escaped text with only &amp;, &lt;, &gt; left as entities (nh3 also escapes slashes and spaces)."""
    plain = unescape(text)
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")


def plain(html: str) -> str:
    """Return the text of HTML, block ends as line breaks; furigana are no part of it."""
    return unescape(_TAG.sub("", _BLOCK_END.sub("\n", _READING.sub("", html)))).strip()
