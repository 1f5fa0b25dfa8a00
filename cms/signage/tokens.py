"""Codes that people read off a screen, and secrets that only machines see."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from typing import Final

from django.conf import settings

ALPHABET: Final = "ACDEFGHJKMNPQRTUVWXY34679"
"""Capital letters and digits that nobody takes for another across a room: no 0 O, 1 I L, 2 Z, 5 S, 8 B."""

LENGTH: Final = 6


def new_code() -> str:
    """Return six characters; 25⁶ = 244 million codes."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def typed_code(text: str) -> str:
    """Return a code as it was shown, from how somebody typed it: small letters, full width, spaces and hyphens."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(character for character in folded if character not in " -\N{IDEOGRAPHIC SPACE}")


def new_secret() -> str:
    """Return 256 random bits, fit for an address or a header."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Return what may be stored of a secret: HMAC-SHA-256 under the installation's key."""
    return hmac.new(settings.SECRET_KEY.encode(), b"signage:" + secret.encode(), hashlib.sha256).hexdigest()
