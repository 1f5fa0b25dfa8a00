"""Visitors' addresses (contract.md 2). The first segment of a page is a language."""

from __future__ import annotations

from django.urls import path, re_path
from django.urls.resolvers import URLPattern, URLResolver

from cms.frontend.views import addresses, crawlers, home, keep, lists, maps, records, search, trip
from cms.languages.table import CODES

LANG = rf"(?P<lang>{'|'.join(sorted(CODES, key=len, reverse=True))})"
PLURALS = "places|items|events|tours|stories|topics"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.door, name="door"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", crawlers.sitemap_index, name="sitemap_index"),
    path("id/<str:uuid>", addresses.identity, name="identity"),
    path("ucode/<str:code>", addresses.ucode, name="ucode"),
    re_path(rf"^{LANG}/$", home.home, name="home"),
    re_path(rf"^{LANG}/sitemap\.xml$", crawlers.sitemap, name="sitemap"),
    re_path(rf"^{LANG}/manifest\.webmanifest$", crawlers.manifest, name="web_manifest"),
    re_path(rf"^{LANG}/keep/$", keep.keep, name="keep"),
    re_path(rf"^{LANG}/map/$", maps.atlas, name="map"),
    re_path(rf"^{LANG}/search/$", search.search, name="search"),
    re_path(rf"^{LANG}/trip/$", trip.trip, name="trip"),
    re_path(rf"^{LANG}/(?P<plural>{PLURALS})/$", lists.listing, name="record_list"),
    re_path(rf"^{LANG}/(?P<plural>{PLURALS})/(?P<slug>[a-z0-9-]+)/$", records.record_page, name="record_page"),
]
