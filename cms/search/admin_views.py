"""The admin's pages about search: why it finds what it finds (as JSON with `explain=1`), and how it stands."""

from __future__ import annotations

from dataclasses import asdict
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.languages.table import CODES, LANGUAGES
from cms.records.models import Record
from cms.records.overdue import edit_url
from cms.search.condition import condition
from cms.search.explaining import Explained, explain

LONGEST = 200
TIERS = {
    "whole": _("The whole name"),
    "reading": _("The whole reading, name in another language, category or number"),
    "start": _("The start of a name"),
    "most": _("All words but one"),
    "name": _("Words of the name"),
    "keys": _("Readings, other names, category, tags"),
    "part": _("Some words in names, the rest in the text"),
    "lead": _("In the short text that introduces it"),
    "phrase": _("The words in a row in the text"),
    "text": _("Words of the text"),
    "mistaken": _("Only inside another name"),
}
COLUMNS = {
    "exact": _("whole name"),
    "name": _("name"),
    "keys": _("readings, other names, category, tags"),
    "text": _("text"),
}


def why(request: HttpRequest) -> HttpResponse:
    """Show what `q` finds in `lang`, with the tier and the place of each word; only for who may see synonyms."""
    demand(request)
    query, lang = request.GET.get("q", "")[:LONGEST], request.GET.get("lang", "ja")
    lang = lang if lang in CODES else "ja"
    found = explain(lang, query)
    if request.GET.get("explain") == "1":
        return JsonResponse({"q": query, "lang": lang, "results": [asdict(row) for row in found]})
    context = {
        "rows": shown(found),
        "query": query,
        "lang": lang,
        "languages": [(one.code, one.native_name) for one in LANGUAGES],
        "page_url": f"/{lang}/search/?{urlencode({'q': query})}",
        "synonym_url": f"{reverse('wagtailsnippets_cms_search_searchsynonym:add')}?{urlencode({'term': query, 'lang': lang})}",
    }
    return render(request, "cms_search/admin/why.html", context)


def state(request: HttpRequest) -> HttpResponse:
    """Show which engine answers, how full the index is, and the cluster's builds."""
    demand(request)
    return render(request, "cms_search/admin/state.html", {"condition": condition()})


def demand(request: HttpRequest) -> None:
    """Raise PermissionDenied for who may not see synonyms."""
    if not request.user.has_perm("cms_search.view_searchsynonym"):
        raise PermissionDenied


def shown(found: list[Explained]) -> list[dict[str, object]]:
    """Return the rows as the page shows them: with a link to the form, and columns in words."""
    records = {record.uuid: record for record in Record.objects.filter(uuid__in=[row.uuid for row in found])}
    return [
        {
            "row": row,
            "tier": TIERS[row.tier],
            "url": edit_url(records[row.uuid]) if row.uuid in records else "",
            "words": [(met.word, [COLUMNS[name] for name in met.columns]) for met in row.words],
        }
        for row in found
    ]
