"""Links that editors set, as documents hold them: behind the origin marker, in the reader's language, public targets only."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Any, Final
from urllib.parse import urlsplit

from django.utils import translation

from cms.languages.table import CODES, SOURCE
from cms.media.pictures import ORIGIN

SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})
_ANCHOR: Final = re.compile(r"<a\b([^>]*)>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"""([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


def published_link(address: str, language: str) -> str:
    """Return an address as documents hold it, or an empty string for one that a document may not hold.

    `/places/tsuyama-castle/` gets the language (`@ORIGIN@/en/places/…`), one that names a language keeps it.
    """
    address = address.strip()
    if not address.startswith("/"):
        parts = urlsplit(address)
        return address if parts.scheme.lower() in SCHEMES and (parts.netloc or parts.path) else ""
    if address.startswith("//") or "\\" in address:
        return ""
    first = address.split("/")[1].lower()
    unprefixed = first in CODES or first in {"id", "ucode", "media", "static"}
    return f"{ORIGIN}{address}" if unprefixed else f"{ORIGIN}/{language}{address}"


def expanded(html: str, language: str = "") -> str:
    """Return editor's HTML whose links are published ones; a link to what is not public loses its address."""
    return _ANCHOR.sub(lambda match: _anchor(match[1], language or _active()), html) if "<a" in html.lower() else html


def _anchor(attributes: str, language: str) -> str:
    given = {name.lower(): unescape(double or single) for name, double, single in _ATTRIBUTE.findall(attributes)}
    href = (
        _page_address(given.get("id", ""))
        if given.get("linktype") == "page"
        else published_link(given.get("href", ""), language)
    )
    return f'<a href="{escape(href)}">' if href else "<a>"


def _page_address(pk: str) -> str:
    """Return the address of a page in the language now active, or an empty string where visitors may not see it."""
    from wagtail.models import Page

    page: Any = Page.objects.filter(pk=int(pk)).first() if pk.isdigit() else None
    if page is None:
        return ""
    page = page.localized
    if not page.live or page.get_view_restrictions().exists():
        return ""
    url = page.specific.get_url()
    return f"{ORIGIN}{url}" if url and url.startswith("/") else ""


def _active() -> str:
    code = (translation.get_language() or SOURCE).lower()
    return code if code in CODES else SOURCE
