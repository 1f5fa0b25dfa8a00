"""What the pipeline says, by code: English texts stay where they are raised; here each is known again with its values, so
that whoever shows it to people can say it in their language.

`recognised` gives code and values of an English text, `translated` the text in another language.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent
FILES: Final = ("rules.toml", "other.toml")
WORDS: Final = "words"
SLOT: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Template:
    """One text: its code `section.name`, how it reads in each language, and what it looks like with its slots filled."""

    code: str
    texts: dict[str, str]
    pattern: re.Pattern[str]

    @property
    def fixed(self) -> int:
        """Return how many of its English letters are not slots: of two templates that fit, the more certain has more."""
        return len(SLOT.sub("", self.texts["en"]))


@dataclass(frozen=True, slots=True)
class Message:
    """A text that was known again: its template and what stood in its slots."""

    template: Template
    values: dict[str, str]

    @property
    def code(self) -> str:
        """The code of its template."""
        return self.template.code


@cache
def templates() -> tuple[Template, ...]:
    """Return every text, the most certain first."""
    found = []
    for name in FILES:
        for section, rows in tomllib.loads((FOLDER / name).read_text("utf-8")).items():
            if section != WORDS:
                found += [Template(f"{section}.{code}", row, _pattern(row["en"])) for code, row in rows.items()]
    return tuple(sorted(found, key=lambda row: -row.fixed))


@cache
def words() -> dict[str, str]:
    """Return the Japanese of single words that fill slots."""
    found: dict[str, str] = tomllib.loads((FOLDER / "other.toml").read_text("utf-8"))[WORDS]
    return found


def _pattern(english: str) -> re.Pattern[str]:
    parts = SLOT.split(english)
    return re.compile(
        "".join(f"(?P<{part}>.+?)" if i % 2 else re.escape(part) for i, part in enumerate(parts)), re.DOTALL
    )


def recognised(text: str, *sections: str) -> Message | None:
    """Return what an English text says, looked for in `sections` (all without); None for one that no code knows."""
    for template in templates():
        if sections and template.code.partition(".")[0] not in sections:
            continue
        if match := template.pattern.fullmatch(text):
            return Message(template, match.groupdict())
    return None


def translated(text: str, language: str, *sections: str) -> str:
    """Return an English text of the pipeline in `language` (ja; en leaves it), as it is where no code knows it."""
    message = recognised(text, *sections) if language != "en" else None
    if message is None or language not in message.template.texts:
        return text
    values = {name: words().get(value, value) for name, value in message.values.items()}
    return message.template.texts[language].format(**values)


def sentence(error: str, language: str, *, sections: tuple[str, ...]) -> str:
    """Return the line of a BadInput (`file: place: rule`, each of the first two may lack) in `language`.

    A file's name may hold colons: the longest end of the line that is a rule counts as the rule.
    """
    parts = error.split(": ")
    for start in range(len(parts)):
        rule = ": ".join(parts[start:])
        if recognised(rule, *sections):
            where = [translated(part, language, "places") for part in parts[:start]]
            return _joined([*where, translated(rule, language, *sections)], language)
    return error


def _joined(parts: list[str], language: str) -> str:
    return ("：" if language == "ja" else ": ").join(parts)
