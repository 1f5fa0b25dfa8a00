"""The one table of languages. No other module maps a language code to anything.

Codes are the lower-case tags of the public contract; they stand in addresses, `?lang=`, `Content-Language`, `html lang`
and hreflang alike.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

SOURCE: Final = "ja"
"""The language in which the city writes; every other text is made from it."""

DEFAULT: Final = "en"
"""What a visitor gets whose browser names none of our languages."""


class UnknownLanguage(LookupError):
    """A language code that is not in the table; the message names the code and what would be accepted."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"Unknown language {code!r}; accepted: {', '.join(CODES)}.")


@dataclass(frozen=True, slots=True)
class Language:
    """One language and every name by which some other system knows it.

    `catalogue` is the folder under locale/ (Django's locale name), `babel` what Babel can parse, `fallbacks` the codes
    tried after this one, in order.
    """

    code: str
    catalogue: str
    babel: str
    native_name: str
    html_lang: str
    fallbacks: tuple[str, ...]
    english_name: str

    @property
    def is_easy(self) -> bool:
        """Whether this is a simplified register of another language and not a language of its own."""
        return "-x-" in self.code

    @property
    def hreflang(self) -> str | None:
        """The tag for hreflang and sitemaps; None for private-use tags, which search engines reject."""
        return None if self.is_easy else self.code


LANGUAGES: Final[tuple[Language, ...]] = (
    Language("ja", "ja", "ja", "日本語", "ja", (), "Japanese"),
    Language("en", "en", "en", "English", "en", ("ja",), "English"),
    Language("zh-hans", "zh_Hans", "zh_Hans", "简体中文", "zh-hans", ("zh-hant", "en", "ja"), "Chinese (Simplified)"),
    Language("zh-hant", "zh_Hant", "zh_Hant", "繁體中文", "zh-hant", ("zh-hans", "en", "ja"), "Chinese (Traditional)"),
    Language("ko", "ko", "ko", "한국어", "ko", ("en", "ja"), "Korean"),
    Language("fr", "fr", "fr", "Français", "fr", ("en", "ja"), "French"),
    Language("ja-x-easy", "ja_X-easy", "ja", "やさしい日本語", "ja-x-easy", ("ja", "en"), "Easy Japanese"),
)
CODES: Final[tuple[str, ...]] = tuple(language.code for language in LANGUAGES)

_TRADITIONAL: Final = frozenset({"hant", "tw", "hk", "mo"})
_CHINESE: Final = frozenset({"zh", "yue", "cmn", "wuu", "nan", "hak"})
_TRADITIONAL_BY_HABIT: Final = frozenset({"yue", "nan", "hak"})
_LONGEST_HEADER: Final = 2000
_BY_CODE: Final = {language.code: language for language in LANGUAGES}


def by_code(code: str) -> Language:
    """Return the language with `code`, in any case; raise UnknownLanguage for any other text."""
    try:
        return _BY_CODE[code.lower()]
    except KeyError:
        raise UnknownLanguage(code) from None


def chain(code: str) -> tuple[str, ...]:
    """Return the codes to try for a reader of `code`, its own first; raise UnknownLanguage."""
    language = by_code(code)
    return (language.code, *language.fallbacks)


def negotiate(accept_language: str | None) -> str:
    """Return the code of our language that an Accept-Language header (RFC 9110, 12.5.4) likes best. Never raises.

    A header that names none of ours gets `en`. Ranges of equal quality keep the order in which they were written;
    `q=0` forbids a language.
    """
    wanted: list[tuple[float, int, str]] = []
    refused: set[str] = set()
    for place, part in enumerate((accept_language or "")[:_LONGEST_HEADER].split(",")):
        tag, _, parameters = part.partition(";")
        code = match(tag)
        if code is None:
            continue
        quality = _quality(parameters)
        if quality > 0:
            wanted.append((-quality, place, code))
        else:
            refused.add(code)
    return next((code for _, _, code in sorted(wanted) if code not in refused), DEFAULT)


def match(tag: str) -> str | None:
    """Return our code for one language tag or range in any case (`zh-TW` -> `zh-hant`, `*` -> `en`), or None."""
    subtags = tag.strip().lower().replace("_", "-").split("-")
    whole, primary = "-".join(subtags), subtags[0]
    if whole in CODES:
        return whole
    if primary == "*":
        return DEFAULT
    if primary in _CHINESE:
        return _script(primary, subtags[1:])
    return primary if primary in CODES else None


def _script(primary: str, subtags: list[str]) -> str:
    """An explicit script wins over the region; the region over the habit of the language."""
    if "hans" in subtags:
        return "zh-hans"
    if _TRADITIONAL.intersection(subtags):
        return "zh-hant"
    written_in_traditional = primary in _TRADITIONAL_BY_HABIT and not {"cn", "sg", "my"}.intersection(subtags)
    return "zh-hant" if written_in_traditional else "zh-hans"


def _quality(parameters: str) -> float:
    """The q value between 0 and 1; 1 where there is none, 0 where it cannot be read."""
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() != "q":
            continue
        try:
            quality = float(value)
        except ValueError:
            return 0.0
        return min(max(quality, 0.0), 1.0) if math.isfinite(quality) else 0.0
    return 1.0
