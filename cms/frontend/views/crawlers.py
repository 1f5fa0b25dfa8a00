"""For machines that read sites: robots.txt, sitemaps and the web app manifest."""

from __future__ import annotations

from xml.sax.saxutils import escape

import orjson
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.frontend.cards import page_url
from cms.frontend.frame import origin
from cms.frontend.views.arrival import in_language
from cms.languages.table import LANGUAGES, Language, by_code
from cms.publishing.selectors import ListQuery, list_things

STANDING_PAGES = ("", "places/", "items/", "events/", "tours/", "stories/", "keep/", "map/")
KINDS = ("place", "item", "event", "tour", "story", "topic")
MOST = 50_000
"""Addresses in one sitemap (sitemaps.org protocol)."""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Name the sitemap and keep crawlers from the admin and from searches."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /*/search/?",
        f"Sitemap: {origin(request)}/sitemap.xml",
        "",
    ]
    return cached(HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8"))


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """List one sitemap per language."""
    base = origin(request)
    rows = "".join(f"<sitemap><loc>{base}/{language.code}/sitemap.xml</loc></sitemap>" for language in LANGUAGES)
    return xml(f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>')


@in_language
def sitemap(request: HttpRequest, language: Language) -> HttpResponse:
    """List the pages that have a text of their own in a language, with their alternates."""
    base = origin(request)
    rows = [entry(base, f"{path}", [c.code for c in LANGUAGES], language.code, "") for path in STANDING_PAGES]
    for row in list_things(ListQuery(lang=language.code, kinds=KINDS, limit=MOST)).rows:
        document = orjson.loads(row.summary)
        if language.code in document.get("languages", ()):
            path = page_url(document, language.code).split("/", 2)[2]
            rows.append(entry(base, path, document["languages"], language.code, str(document.get("updated", ""))))
    return xml(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
        + "".join(rows)
        + "</urlset>"
    )


def entry(base: str, path: str, own: list[str], lang: str, updated: str) -> str:
    """Return one address with its alternates; private-use languages are left out."""
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{tag}" href="{escape(f"{base}/{code}/{path}")}"/>'
        for code in own
        if (tag := by_code(code).hreflang)
    )
    changed = f"<lastmod>{escape(updated)}</lastmod>" if updated else ""
    return f"<url><loc>{escape(f'{base}/{lang}/{path}')}</loc>{changed}{links}</url>"


@in_language
def manifest(request: HttpRequest, language: Language) -> HttpResponse:
    """Return the web app manifest in a language."""
    icons = [
        {
            "src": static(f"icons/kakuzan-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": "any maskable",
        }
        for size in (192, 512)
    ]
    icons.append({"src": static("icons/kakuzan.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"})
    document = {
        "name": f"{_('Kakuzan')} – {_('Tsuyama castle town')}",
        "short_name": _("Kakuzan"),
        "lang": language.html_lang,
        "start_url": f"/{language.code}/",
        "scope": "/",
        "display": "browser",
        "background_color": "#f3f5f4",
        "theme_color": "#1f292e",
        "icons": icons,
    }
    return cached(
        JsonResponse(document, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})
    )


def xml(body: str) -> HttpResponse:
    """Return an XML document."""
    return cached(
        HttpResponse('<?xml version="1.0" encoding="UTF-8"?>\n' + body, content_type="application/xml; charset=utf-8")
    )


def cached(response: HttpResponse) -> HttpResponse:
    """Let caches hold an answer for ten minutes."""
    patch_cache_control(response, public=True, max_age=600)
    return response
