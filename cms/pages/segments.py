"""The first parts of addresses that the site itself uses."""

from __future__ import annotations

from typing import Final

from cms.languages.table import CODES
from cms.records.kinds import kinds

OWN: Final = frozenset(
    {
        "keep",
        "map",
        "search",
        "trip",
        "id",
        "ucode",
        "admin",
        "api",
        "media",
        "static",
        "documents",
        "signage",
        "healthz",
    }
)
"""Contract sections 2 and 5; `places`, `items` … come from the installed kinds."""
RESERVED: Final = frozenset({"oai", "iiif", "opendata", "sitemap", "robots", "accounts", "sw"})


def fixed_segments() -> frozenset[str]:
    """Return the words that no page below Home may take as its slug."""
    return OWN | RESERVED | {kind.plural for kind in kinds()} | set(CODES)
