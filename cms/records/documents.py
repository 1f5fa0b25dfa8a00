"""The members that every published document has, and `build`, which turns an instance into a document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from cms import clock
from cms.languages.readings import easy_words
from cms.languages.table import by_code
from cms.languages.values import SOURCE_LANGUAGE, Given, LocalizedValue
from cms.records import furigana
from cms.records.kinds import Built
from cms.records.models import RecordModel

ORIGIN: Final = "@ORIGIN@"
"""Stands before root-relative addresses in stored bytes; answers put the public origin there, pages nothing."""

Enricher = Callable[[RecordModel, str], tuple[dict[str, Any], frozenset[str]]]
_ENRICHERS: Final[list[Enricher]] = []


def add_enricher(enricher: Enricher) -> None:
    """Let a room above add members to every document (notices, readings); registered once, in `AppConfig.ready`."""
    if enricher not in _ENRICHERS:
        _ENRICHERS.append(enricher)


@dataclass(slots=True)
class Draft:
    """A document being made: collects in which language each member was given and what it was made from."""

    instance: RecordModel
    language: str
    member_langs: dict[str, str] = field(default_factory=dict)
    depends_on: set[str] = field(default_factory=set)
    lead: Given | None = None

    def text(self, member: str, value: LocalizedValue) -> str:
        """Return what a reader gets of `value` and note its language where it is not the document's own."""
        given = value.give(self.language)
        if given.text and self.lead is not None and given.lang != self.lead.lang:
            self.member_langs[member] = given.lang
        return given.text

    def name_of(self, value: LocalizedValue) -> dict[str, str]:
        """Return {name, lang?} of a thing named inside the document; `lang` only where it differs from the language asked for."""
        given = value.give(self.language)
        return {"name": given.text} | ({"lang": given.lang} if given.lang != self.language else {})


def own_languages(instance: RecordModel) -> list[str]:
    """Return the languages in which both name and short text are machine or reviewed (design.md 2)."""
    short = instance.short
    return [code for code in instance.name.languages() if not short or short.is_public(code)]


def start(instance: RecordModel, language: str) -> tuple[Draft, dict[str, Any]]:
    """Return a draft and the members that come first in every document."""
    short = instance.short  # read once: of a page it is made anew each time
    lead_value = short if short.languages() else instance.name
    lead = lead_value.give(language)
    draft = Draft(instance, language, lead=lead)
    members: dict[str, Any] = {
        "id": str(instance.uuid),
        "kind": instance.kind_name,
        "slug": instance.slug,
        "name": draft.text("name", instance.name),
        "reading": instance.reading,
        "lang": lead.lang,
        "lang_status": lead.status,
        "stale": lead.stale,
        "languages": own_languages(instance),
        "url": f"{ORIGIN}/{language}/{instance.kind().plural}/{instance.slug}/" if instance.kind().has_page else None,
        "short": lead.text if lead_value is short else "",
        "confirm": "being_checked" if instance.confirm_by and instance.confirm_by < clock.today() else "ok",
        "position": None,
        "image": None,
        "tags": [],
        "category": None,
        "notices": [],
    }
    return draft, members


def in_japanese(draft: Draft, name: str) -> dict[str, str]:
    """Return {name_ja}, what a visitor shows to a driver, for documents that call the thing something else."""
    given = draft.instance.name.give(SOURCE_LANGUAGE)
    said = given.lang == SOURCE_LANGUAGE and given.text not in ("", name) and not by_code(draft.language).is_easy
    return {"name_ja": given.text} if said else {}


def finish(draft: Draft, summary: dict[str, Any], detail: dict[str, Any]) -> Built:
    """Return the document: what the rooms above add, and `member_langs` where any member is in another language."""
    for enricher in _ENRICHERS:
        members, depends_on = enricher(draft.instance, draft.language)
        summary.update(members)
        draft.depends_on |= depends_on
    in_summary = {member: code for member, code in draft.member_langs.items() if member in summary}
    full = summary | detail | in_japanese(draft, summary["name"])
    if draft.language in furigana.LANGUAGES:
        name = draft.instance.name.text(SOURCE_LANGUAGE)
        words = easy_words() if by_code(draft.language).is_easy else ()
        full, depends_on = furigana.annotated(full, name=name, reading=draft.instance.reading, words=words)
        draft.depends_on |= depends_on
    if in_summary:
        summary = summary | {"member_langs": in_summary}
    if draft.member_langs:
        full = full | {"member_langs": dict(draft.member_langs)}
    return Built(summary, full, frozenset(draft.depends_on))


def build(instance: RecordModel, language: str) -> Built:
    """Return the document of an instance, saved or made from a revision, in one language."""
    return instance.kind().builder(instance, language)
