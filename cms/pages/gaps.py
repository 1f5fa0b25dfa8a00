"""What is stale and what is missing, over all published records and pages: the translators' list of work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from wagtail.admin.admin_url_finder import AdminURLFinder

from cms.languages.table import LANGUAGES, SOURCE
from cms.languages.values import MACHINE
from cms.pages.things import MODELS, thing
from cms.records.addresses import localized_fields
from cms.records.documents import own_languages
from cms.records.kinds import kinds

KEPT_SECONDS = 60
EXAMPLES = 8


@dataclass(frozen=True, slots=True)
class Stale:
    """One thing with a text whose source moved on."""

    title: str
    kind: str
    languages: tuple[str, ...]
    edit_url: str


@dataclass(frozen=True, slots=True)
class Row:
    """One language: how many things have no text of their own, one that is stale, one that only a machine made."""

    code: str
    native_name: str
    missing: int
    stale: int
    machine: int


@dataclass(frozen=True, slots=True)
class Gaps:
    """The whole list: `things` are published; `examples` are some of the stale ones."""

    things: int
    rows: tuple[Row, ...]
    examples: tuple[Stale, ...] = ()


@dataclass(slots=True)
class _Tally:
    things: int = 0
    missing: Counter[str] = field(default_factory=Counter)
    stale: Counter[str] = field(default_factory=Counter)
    machine: Counter[str] = field(default_factory=Counter)
    examples: list[Stale] = field(default_factory=list)

    def add(self, title: str, kind: str, *, own: set[str], stale: set[str], machine: set[str], instance: Any) -> None:
        codes = [language.code for language in LANGUAGES if language.code != SOURCE]
        self.things += 1
        self.missing.update(code for code in codes if code not in own)
        self.stale.update(stale)
        self.machine.update(machine)
        if stale and len(self.examples) < EXAMPLES:
            url = AdminURLFinder().get_edit_url(instance) or ""
            self.examples.append(Stale(title, kind, tuple(code for code in codes if code in stale), url))


def gaps() -> Gaps:
    """Return the list; at most a minute old, for it reads every published text."""
    found: Gaps | None = cache.get("pages.gaps")
    if found is None:
        found = _counted()
        cache.set("pages.gaps", found, KEPT_SECONDS)
    return found


def _counted() -> Gaps:
    tally = _Tally()
    _records(tally)
    _pages(tally)
    rows = tuple(
        Row(l.code, l.native_name, tally.missing[l.code], tally.stale[l.code], tally.machine[l.code])
        for l in LANGUAGES
        if l.code != SOURCE
    )
    return Gaps(tally.things, rows, tuple(tally.examples))


def _records(tally: _Tally) -> None:
    for kind in kinds():
        model: Any = kind.model()
        if kind.finder is not None or not kind.has_page:
            continue
        names = [found.name for found in localized_fields(model)]
        for record in model.objects.filter(live=True).iterator():
            values = [getattr(record, name) for name in names]
            stale = {code for value in values for code in value if value.is_stale(code)}
            machine = {code for value in values for code in value if value.status(code) == MACHINE}
            own = set(own_languages(record))
            tally.add(str(record), kind.label, own=own, stale=stale, machine=machine, instance=record)


def _pages(tally: _Tally) -> None:
    for model, key in _keys():
        found = thing(model, key)
        if found is None or not found.is_public():
            continue
        stale = {code for code, telling in found.tellings.items() if telling.stale}
        machine = {code for code, telling in found.tellings.items() if telling.status == MACHINE}
        page = found.source()
        tally.add(page.title, found.kind().label, own=set(found.tellings), stale=stale, machine=machine, instance=page)


def _keys() -> Iterator[tuple[Any, Any]]:
    for model in MODELS.values():
        for key in model.objects.filter(live=True).order_by().values_list("translation_key", flat=True).distinct():
            yield model, key
