"""Which rules cut the tokens that an index holds: where they have changed, the index is made anew (cms/search/renewal.py)."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import Final

from cms.languages.guessing import rules

_RULES: Final = {
    "cms.search": ("naming.py", "wording.py", "projection.py"),
    "cms.search.tokens": (
        "folding.py",
        "index.py",
        "stemming.py",
        "suggestions.py",
        "words.py",
        "corrections.py",
        "numbers.py",
    ),
    "cms.languages": (
        "hanzi.py",
        "hanzi.csv",
        "romaji.py",
        "opencc/STCharacters.txt",
        "opencc/JPShinjitaiCharacters.txt",
        "opencc/TWVariants.txt",
        "opencc/HKVariants.txt",
    ),
}
"""Everything that what the index holds depends on. What only widens a query (synonyms, years) is not among it."""


@cache
def tokens_version() -> str:
    """Return twelve hex digits that change with the rules, and with the extra that guesses readings: it comes and goes.

    Nobody has to remember to count a number up.
    """
    digest = hashlib.sha256()
    for package, names in _RULES.items():
        for name in names:
            digest.update(files(package).joinpath(*name.split("/")).read_bytes())
    digest.update(rules().encode())
    return digest.hexdigest()[:12]
