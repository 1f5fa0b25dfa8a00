"""Where is it now: what an editor is told of the surfaces that a record has reached, or why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cms.languages.fields import LocalizedTextField
from cms.languages.table import CODES, by_code
from cms.publishing.models import Outbox, PublishedDocument, PublishedThing


@dataclass(frozen=True, slots=True)
class Surface:
    """One surface: its name, where to look, since when, or the reason why not."""

    name: str
    url: str
    since: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The surfaces, what still waits, and the languages whose text is older than the Japanese."""

    surfaces: tuple[Surface, ...]
    waiting: str
    stale: tuple[str, ...]
    missing: tuple[str, ...]


def whereabouts(instance: Any) -> Whereabouts:
    """Return where a record is now."""
    thing = PublishedThing.objects.filter(uuid=instance.uuid).first()
    since = (
        PublishedDocument.objects.filter(thing_id=instance.uuid)
        .order_by("-updated")
        .values_list("updated", flat=True)
        .first()
    )
    reason = "" if since else _reason(instance, thing)
    kind = instance.kind()
    page = f"/ja/{kind.plural}/{instance.slug}/" if kind.has_page else ""
    surfaces = [Surface(_("API"), f"/api/v1/{kind.plural}/{instance.uuid}", since, reason)]
    if page:
        surfaces.insert(0, Surface(_("Page"), page, since, reason))
    if kind.search_fields:
        surfaces.append(Surface(_("Search"), f"/ja/search/?q={instance.name.text('ja')}", since, reason))
    surfaces.append(
        Surface(_("Signs"), "/signage/", since, reason or _("where a sign's programme names it; within half a minute"))
    )
    stale, missing = language_state(instance)
    return Whereabouts(tuple(surfaces), _waiting(instance), stale, missing)


def language_state(instance: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return (stale, missing): native names of languages with a text older than the Japanese, and of those without name or short text."""
    fields = [field for field in instance._meta.concrete_fields if isinstance(field, LocalizedTextField)]
    values = {field.name: getattr(instance, field.name) for field in fields}
    stale = [code for code in CODES if any(value.is_stale(code) for value in values.values())]
    main = [value for name, value in values.items() if name in {"name", "short"} and value.text("ja")]
    missing = [code for code in CODES if not all(value.is_public(code) for value in main)]
    return tuple(by_code(code).native_name for code in stale), tuple(by_code(code).native_name for code in missing)


def _reason(instance: Any, thing: PublishedThing | None) -> str:
    if instance.restricted:
        return _("private: kept from all visitors")
    if instance.live and instance.is_over():
        return _("over: its time has ended")
    if not instance.live:
        return _("withdrawn") if thing is not None and thing.withdrawn_at else _("a draft: not published yet")
    return _("on its way")


def _waiting(instance: Any) -> str:
    row = Outbox.objects.filter(uuid=instance.uuid).order_by("-attempts").first()
    if row is None:
        return ""
    return (
        _("tried %(count)d times; last error: %(error)s") % {"count": row.attempts, "error": row.error}
        if row.error
        else _("waiting to be written")
    )
