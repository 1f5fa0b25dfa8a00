"""Tags of the visitor site: built files, icons, dates, and what a reader's language asks of a piece of text."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import escape, format_html, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cms.frontend import assets, icons, moments
from cms.frontend.states import day, last_day
from cms.languages import formats
from cms.languages.table import by_code

register = template.Library()
register.simple_tag(assets.address, name="asset")


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return a line icon; screen readers pass over it, so a word must stand beside it."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>', icons.PATHS[name]
    )


@register.simple_tag
def facility_icon(code: str) -> SafeString:
    """Return the icon of a facility's code."""
    return icon(icons.FACILITIES.get(code, "info"))


@register.simple_tag
def kind_icon(kind: str) -> SafeString:
    """Return the icon of a kind of record."""
    return icon(icons.KINDS.get(kind, "info"))


@register.simple_tag
def contact_icon(kind: str) -> SafeString:
    """Return the icon of a kind of contact."""
    return icon(icons.CONTACTS.get(kind, "info"))


@register.simple_tag
def access_icon(mode: str) -> SafeString:
    """Return the icon of a way to get there."""
    return icon(icons.ACCESS.get(mode, "map"))


@register.simple_tag
def lang_of(document: dict[str, Any], member: str, page: str) -> str:
    """Return ` lang="..."` for a member written in another language than the page, else nothing."""
    own = document.get("lang") or page
    code = (document.get("member_langs") or {}).get(member, own)
    return format_html(' lang="{}"', by_code(code).html_lang) if code != page else ""


@register.simple_tag
def name_lang(document: dict[str, Any], page: str) -> str:
    """Return ` lang="..."` for the name of a thing in a list: its `member_langs` says so, else the language of its text."""
    return lang_of(document, "name", page)


@register.simple_tag
def word_lang(word: dict[str, Any], page: str) -> str:
    """Return ` lang="..."` for a category, tag or fact that carries a language of its own."""
    code = word.get("lang")
    return format_html(' lang="{}"', by_code(code).html_lang) if code and code != page else ""


@register.filter
def web(url: str | None) -> str:
    """Return a stored address as a page writes it: the origin's marker gives way to nothing."""
    return (url or "").replace("@ORIGIN@", "")


@register.simple_tag
def artwork(image: dict[str, Any] | None) -> str:
    """Return the address of the drawing behind an image, when it is one of our own; drawings have an evening of their own."""
    name = (image or {}).get("artwork")
    return str(static(f"art/{name}.svg")) if name else ""


@register.filter
def in_language(url: str, code: str) -> str:
    """Return the address `/ja/...` of another page as it is in `code`."""
    parts = web(url).split("/", 2)
    return f"/{code}/{parts[2]}" if len(parts) == 3 else url


@register.filter
def distance(metres: float, language: str) -> str:
    """Return `350 m` or `1.2 km`."""
    return formats.distance(metres, language)


@register.simple_tag
def event_days(date: dict[str, Any], language: str) -> str:
    """Return the days of one of an event's dates: a day, or first and last."""
    if not date.get("all_day", True) and day(date["start"]) == day(date.get("end") or date["start"]):
        return moments.hours(datetime.fromisoformat(date["start"]), date.get("end"), language)
    return moments.span(day(date["start"]), day(date.get("end") or date["start"]), language)


@register.simple_tag
def event_when(document: dict[str, Any], language: str, year: int | str) -> SafeString:
    """Return the days of an event's next date for a narrow column: it breaks after the year, then between the days.

    Without hours, and with the year only when it is another than `year`.
    """
    start, end = day(document["starts"]), last_day(document)
    written = formats.date_range(start, end, language, year=start.year != year)
    days = re.sub("([〜~至]|から)", r"\1<wbr>", escape(written))
    return mark_safe(re.sub("^(\\d+[年년] ?)(.+)$", r'\1<wbr><span class="days">\2</span>', days))  # noqa: S308 - escaped here


@register.simple_tag
def written_day(text: str, language: str) -> str:
    """Return the whole date of an RFC 3339 text."""
    return formats.date_text(day(text), language)


@register.simple_tag
def notice_end(text: str, language: str) -> str:
    """Return `until November 23, 2026` for the RFC 3339 moment at which a notice lapses."""
    return moments.until_day(formats.date_text(moments.last_day(datetime.fromisoformat(text)), language))


@register.simple_tag
def confidence(said: str) -> str:
    """Return how sure a source is, in the reader's words; what is no such word as it stands."""
    return {"high": _("confidence high"), "medium": _("confidence medium"), "low": _("confidence low")}.get(said, said)


@register.simple_tag
def json_data(value: Any, element_id: str) -> SafeString:
    """Return a block of data for our scripts; `<`, `>` and `&` are escaped."""
    return json_script(value, element_id)


@register.simple_tag
def linked_data(value: dict[str, Any]) -> SafeString:
    """Return a JSON-LD block. A `</script>` inside a text cannot end it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped above
