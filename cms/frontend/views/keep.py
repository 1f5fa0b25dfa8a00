"""The keep: the record that the site names as its main reconstruction, seen whole."""

from __future__ import annotations

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cms import clock
from cms.frontend import town
from cms.frontend.cards import card
from cms.frontend.details import record_context
from cms.frontend.frame import page
from cms.frontend.views.arrival import in_language
from cms.frontend.views.records import neighbours
from cms.languages.table import Language
from cms.pages.selectors import main_reconstruction
from cms.publishing.selectors import Detail, detail


@in_language
def keep(request: HttpRequest, language: Language) -> HttpResponse:
    """Show the reconstruction: poster first, the viewer after a tap, and plainly what is known and what assumed."""
    found = reconstruction(language.code)
    if found is None:
        raise Http404
    document, now = orjson.loads(found.full), clock.now()
    around = neighbours(document, language, at=now)
    context = record_context(
        request, document, found.windows, language=language, at=now, neighbours=around, path="keep/"
    )
    context.update(
        assumed=assumed(),
        here=card(document, found.windows, at=now, language=language.code) if found.kind == "place" else None,
        known=known(),
        near=around[:2],
        section="keep",
    )
    return page(request, "keep.html", context, given=found.lang)


def reconstruction(lang: str) -> Detail | None:
    """Return the record that the site settings name, else the base of the keep."""
    chosen = main_reconstruction()
    found = detail(lang, uuid=chosen) if chosen else None
    return found or detail(lang, kind="place", slug=town.KEEP_SLUG)


def known() -> list[str]:
    """Return what records say of the keep; the sources stand on the page."""
    return [
        _("Four roofs, five floors and a basement, of the tower type"),
        _("Stone base about 3 ken high"),
        _("Ground floor 10 by 11 ken (65 by 71.5 shaku)"),
        _("About 22 to 23 metres high"),
        _("No gables below the top floor"),
        _("Sold off under the order of 1873, demolished from 1874"),
    ]


def assumed() -> list[str]:
    """Return what the reconstruction adds."""
    return [
        _("Number and place of windows and loopholes"),
        _("The curve of the eaves, the layout of the tiles"),
        _("Railing of the top floor and the colour of the wood"),
        _("Shape and colour of the roof ornaments"),
        _("The shape of every single stone"),
    ]
