"""The gettext catalogues under locale/: what the code says, what is translated, and the compiled files.

Extraction and compiling go through Babel, so that no gettext tools need be on the machine. A catalogue is
`locale/<folder>/LC_MESSAGES/django.po`, its folder named by the table of languages. Texts for staff alone stand only in
the catalogues of the languages that the admin speaks; elsewhere nobody would ever read them.

`locale/borrowed/` says in Japanese what Wagtail and wagtail-localize say in the admin and have no Japanese for. Nothing
extracts it: a test names the entries that an upgrade of theirs made idle.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polib
from babel.messages import extract as babel_extract
from babel.messages.catalog import PYTHON_FORMAT
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from cms.languages.table import LANGUAGES, Language

ROOMS: Final = ("cms", "museum", "tours", "api", "media_pipeline")
STAFF_LANGUAGES: Final = ("ja", "en")
_STAFF_FILES: Final = re.compile(
    "|".join(
        (
            r"/(?:admin_views|apps|checks|chooser|panels|viewsets|wagtail_hooks|forms|fields|menu)\.py$",
            r"/(?:models|blocks)(?:\.py$|/)",
            r"^cms/(?:users|records|languages|publishing|ops|setup|health)/",
            r"^cms/media/(?!rights)",
            r"^cms/pages/town\.py$",
            r"^media_pipeline/",
            r"^tours/notices/",
            r"^tours/templates/tours/notice_",
            r"_(?:form|panel|widget)\.(?:py|html)$",
            r"/(?:wagtailadmin|admin)/",
            r"/block_preview\.html$",
        )
    )
)
"""Files that speak to staff: forms, models and lists of the admin. A text that any other file says too is for visitors."""

_SKIPPED: Final = frozenset({"migrations", "node_modules", "static", "__pycache__", "management"})
_KEYWORDS: Final = {
    **babel_extract.DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


@dataclass(frozen=True, slots=True)
class Message:
    """One text of the code: its English, its plural, its context, and the files that say it."""

    english: str
    plural: str = ""
    context: str | None = None
    files: tuple[str, ...] = ()

    @property
    def for_staff(self) -> bool:
        """Whether only the admin says it."""
        return all(_STAFF_FILES.search(file) for file in self.files)


@dataclass(slots=True)
class Drift:
    """How one catalogue differs from the code: texts without translation, texts no longer said, slots that differ."""

    catalogue: str
    missing: list[str] = field(default_factory=list)
    obsolete: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether every text is translated with its slots and nothing is left over."""
        return not (self.missing or self.obsolete or self.broken)


def extract(root: Path) -> tuple[Message, ...]:
    """Return every text that Python files and templates of our rooms mark for translation, in the order of its English."""
    found: dict[tuple[str | None, str], Message] = {}
    for path in _sources(root):
        name = path.relative_to(root).as_posix()
        for english, plural, context in _messages(path):
            known = found.get((context, english))
            files = sorted({*(known.files if known else ()), name})
            either = plural or (known.plural if known else "")
            found[context, english] = Message(english, either, context, tuple(files))
    return tuple(found[key] for key in sorted(found, key=lambda key: (key[1], key[0] or "")))


def update(root: Path) -> None:
    """Bring every catalogue to what the code says: new texts empty (in English filled), texts no longer said removed."""
    messages = extract(root)
    for language in LANGUAGES:
        path = catalogue_path(root, language)
        known = {(entry.msgctxt, entry.msgid): entry for entry in read(path)} if path.exists() else {}
        catalogue = polib.POFile(wrapwidth=110)
        catalogue.metadata = _metadata(language)
        for message in messages:
            if _belongs(message, language):
                catalogue.append(_entry(message, language, known.get((message.context, message.english))))
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(path))


def drift(root: Path) -> tuple[Drift, ...]:
    """Return how each catalogue differs from the code, in the order of the table of languages."""
    messages = extract(root)
    return tuple(_drift(root, language, messages) for language in LANGUAGES)


def compile_catalogues(root: Path, *, force: bool = False) -> tuple[Path, ...]:
    """Write the compiled file beside every catalogue that is newer than it; return those written."""
    written = []
    sources = [(language, catalogue_path(root, language)) for language in LANGUAGES]
    sources += [(language, borrowed_path(root, language)) for language in LANGUAGES]
    for language, source in sources:
        target = source.with_suffix(".mo")
        if not source.exists() or not (force or _is_newer(source, target)):
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=language.babel, domain="django")
        fresh = target.with_suffix(f".{os.getpid()}.part")
        with fresh.open("wb") as file:
            write_mo(file, catalogue)
        fresh.replace(target)
        written.append(target)
    return tuple(written)


def catalogue_path(root: Path, language: Language, *, folder: str = "locale") -> Path:
    """Return where the catalogue of a language is."""
    return root / folder / language.catalogue / "LC_MESSAGES" / "django.po"


def borrowed_path(root: Path, language: Language) -> Path:
    """Return where the words are that other people's catalogues lack; most languages have none."""
    return catalogue_path(root, language, folder="locale/borrowed")


def read(path: Path) -> list[polib.POEntry]:
    """Return the entries of a catalogue, obsolete ones left out."""
    return [entry for entry in polib.pofile(str(path)) if not entry.obsolete]


def _sources(root: Path) -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((root / room).rglob("*")):
            parts = path.relative_to(root).parts
            speaks = path.suffix == ".py" or (path.suffix in {".html", ".txt"} and "templates" in parts)
            if speaks and not _SKIPPED.intersection(parts):
                yield path


def _messages(path: Path) -> Iterator[tuple[str, str, str | None]]:
    source = path.read_text(encoding="utf-8")
    if ("gettext" if path.suffix == ".py" else "trans") not in source:
        return  # most files say nothing, and parsing them takes its time
    if path.suffix != ".py":
        # Django turns a template into gettext calls; indentation is dropped because they are not Python's.
        source = "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).splitlines())
    options = {"encoding": "utf-8"}
    for _, texts, _, context in babel_extract.extract(
        "python", io.BytesIO(source.encode()), keywords=_KEYWORDS, options=options
    ):
        english, plural = (texts[0], texts[-1]) if isinstance(texts, tuple) else (texts, "")
        if english:
            yield english, plural, context


def _belongs(message: Message, language: Language) -> bool:
    return language.code in STAFF_LANGUAGES or not message.for_staff


def _entry(message: Message, language: Language, known: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(
        msgid=message.english,
        msgid_plural=message.plural,
        msgctxt=message.context,
        occurrences=[(file, "") for file in message.files],
        flags=["python-format"] if PYTHON_FORMAT.search(message.english) else [],
    )
    same_plural = known is not None and bool(known.msgid_plural) == bool(message.plural)
    if known is not None and same_plural:
        entry.msgstr, entry.msgstr_plural = known.msgstr, known.msgstr_plural
    elif message.plural:
        entry.msgstr_plural = dict.fromkeys(range(_plurals(language)), "")
    if language.code == "en" and not message.plural:
        entry.msgstr = message.english
    elif language.code == "en":
        entry.msgstr_plural = {0: message.english, 1: message.plural}
    return entry


def _drift(root: Path, language: Language, messages: tuple[Message, ...]) -> Drift:
    path = catalogue_path(root, language)
    said = {(message.context, message.english): message for message in messages if _belongs(message, language)}
    held = {(entry.msgctxt, entry.msgid): entry for entry in read(path)} if path.exists() else {}
    found = Drift(language.catalogue)
    found.obsolete = sorted(entry.msgid for key, entry in held.items() if key not in said)
    for key, message in said.items():
        entry = held.get(key)
        texts = _texts(entry) if entry is not None and not entry.fuzzy else [""]
        if not all(texts):
            found.missing.append(message.english)
        elif any(slots(text) != slots(message.english) for text in texts) and not message.plural:
            found.broken.append(message.english)
    return found


def _texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def slots(text: str) -> list[str]:
    """Return the places that a value is put into: %(name)s, {name}, %s."""
    return sorted(re.findall(r"%\(\w+\)[sd]|%[sd]|\{\w*\}", text))


def _plurals(language: Language) -> int:
    return 2 if language.code in {"en", "fr"} else 1


def _metadata(language: Language) -> dict[str, str]:
    rules = {"en": "nplurals=2; plural=(n != 1);", "fr": "nplurals=2; plural=(n > 1);"}
    return {
        "Project-Id-Version": "kakuzan",
        "Language": language.babel,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": rules.get(language.code, "nplurals=1; plural=0;"),
    }


def _is_newer(source: Path, target: Path) -> bool:
    return not target.exists() or source.stat().st_mtime > target.stat().st_mtime
