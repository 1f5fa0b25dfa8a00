"""The kinds of record that are installed. An app registers its kinds in `AppConfig.ready`; cms imports no model of theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from cms.memo import once

if TYPE_CHECKING:
    from cms.records.models import RecordModel


@dataclass(frozen=True, slots=True)
class Built:
    """What a builder returns for one thing in one language.

    `summary` and `full` are JSON-ready and share the members that every record has; `depends_on` names, as
    `kind:id` keys, what else went in (`tag:castle`, `image:12`, `record:<uuid>`), so that a change there builds this anew.
    """

    summary: dict[str, Any]
    full: dict[str, Any]
    depends_on: frozenset[str] = frozenset()


Builder = Callable[[Any, str], Built]
"""(instance, language code) → document; works on an unsaved instance made from a revision."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: its names, how its documents are built, which templates show them and what search reads.

    `key` is the model's field that holds the uuid; `turn`, up to 2, who comes first of what search finds equally well: what
    one can go to, what is kept there, what tells of both.
    """

    name: str
    plural: str
    builder: Builder
    model: Callable[[], type[RecordModel]]
    url_name: str = ""
    card_template: str = "cms_frontend/cards/row.html"
    page_template: str = ""
    search_fields: tuple[str, ...] = ("name", "reading", "short", "text")
    finder: Callable[[UUID], Any | None] | None = None
    key: str = "uuid"
    turn: int = 0

    def find(self, uuid: UUID) -> Any | None:
        """Return the instance of a thing of this kind, live or not, or None."""
        return once(("found", self.name, uuid), lambda: self._found(uuid))

    def _found(self, uuid: UUID) -> Any | None:
        if self.finder is not None:
            return self.finder(uuid)
        return self.model()._default_manager.filter(uuid=uuid).first()

    @property
    def label(self) -> str:
        """What one thing of this kind is called, in the language now active."""
        return str(self.model()._meta.verbose_name)

    @property
    def has_page(self) -> bool:
        """Tell whether visitors have a page of this kind (a notice, for one, has none)."""
        return bool(self.page_template)


class UnknownKind(LookupError):
    """No kind of this name is installed."""


_KINDS: Final[dict[str, Kind]] = {}


def register(kind: Kind) -> None:
    """Make a kind known; a second one of the same name replaces the first (app reloads in tests)."""
    _KINDS[kind.name] = kind


def kind(name: str) -> Kind:
    """Return the kind called `name`, or raise `UnknownKind` naming what is installed."""
    try:
        return _KINDS[name]
    except KeyError as error:
        raise UnknownKind(f"kind {name!r}; installed are {', '.join(sorted(_KINDS))}") from error


def kinds() -> tuple[Kind, ...]:
    """Return the installed kinds in the order of their registration."""
    return tuple(_KINDS.values())


def by_plural(plural: str) -> Kind:
    """Return the kind whose addresses start with `plural`, e.g. `places`."""
    for candidate in _KINDS.values():
        if candidate.plural == plural:
            return candidate
    raise UnknownKind(f"kinds {plural!r}; installed are {', '.join(sorted(k.plural for k in _KINDS.values()))}")
