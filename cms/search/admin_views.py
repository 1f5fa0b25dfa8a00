"""The admin's page that says why a search finds what it finds; as JSON with `explain=1`."""

from __future__ import annotations

from dataclasses import asdict

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from cms.languages.table import CODES
from cms.search.explaining import explain

LONGEST = 200
TIERS = {
    "whole": _("The whole name"),
    "reading": _("The whole reading, name in another language, category or number"),
    "start": _("The start of a name"),
    "name": _("Words of the name"),
    "keys": _("Readings, other names, category, tags"),
    "part": _("Some words in names, the rest in the text"),
    "phrase": _("The words in a row in the text"),
    "text": _("Words of the text"),
    "mistaken": _("Only inside another name"),
}


def why(request: HttpRequest) -> HttpResponse:
    """Show what `q` finds in `lang`, with the tier and the place of each word; only for who may see synonyms."""
    if not request.user.has_perm("cms_search.view_searchsynonym"):
        raise PermissionDenied
    query, lang = request.GET.get("q", "")[:LONGEST], request.GET.get("lang", "ja")
    found = explain(lang if lang in CODES else "ja", query)
    if request.GET.get("explain") == "1":
        return JsonResponse({"q": query, "lang": lang, "results": [asdict(row) for row in found]})
    rows = [(row, TIERS[row.tier]) for row in found]
    return render(
        request, "cms_search/admin/why.html", {"rows": rows, "query": query, "lang": lang, "languages": CODES}
    )
