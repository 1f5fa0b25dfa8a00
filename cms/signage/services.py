"""Pairing, revoking and hearing from displays."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from cms import clock
from cms.signage.models import Display, Pairing
from cms.signage.tokens import digest, new_code, new_secret, typed_code

VALID: Final = timedelta(minutes=10)
MOST_OPEN: Final = 200
"""So many screens may wait for their code at once; more is somebody filling the table."""

REPORTED: Final = {
    "version": 40,
    "manifest": 64,
    "error": 500,
    "storage": 20,
    "slide": 80,
    "offset_ms": None,
    "free_bytes": None,
    "screen": 20,
}
"""What a display may say of itself, with the longest text kept; None: a whole number."""


class PairingError(ValueError):
    """A code that cannot be used; the message says why and what to do."""


class TooManyPairings(PairingError):
    """More screens wait for a code than a city has."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A code to show and the secret with which the screen asks again."""

    code: str
    secret: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """What the screen gets when it asks: `token` once, then never again."""

    state: str  # waiting | paired | claimed | expired
    expires: datetime
    display: Display | None = None
    token: str = ""


def open_pairing() -> Opened:
    """Return a code that no other waiting screen shows; raises TooManyPairings."""
    now = clock.now()
    with transaction.atomic():
        open_codes = set(Pairing.objects.filter(expires__gt=now, claimed_at=None).values_list("code", flat=True))
        if len(open_codes) >= MOST_OPEN:
            raise TooManyPairings(f"{len(open_codes)} screens wait for their code; try again in ten minutes")
        code = new_code()
        while code in open_codes:
            code = new_code()
        secret = new_secret()
        Pairing.objects.create(code=code, secret_digest=digest(secret), created=now, expires=now + VALID)
    return Opened(code, secret, now + VALID)


def approve(code: str, *, name: str = "", display: Display | None = None, **settings: Any) -> Display:
    """Give the screen that shows `code` to a display, a new one called `name` if none is given; raises PairingError.

    `settings` are fields of a new display. The display's former screen keeps playing until the new one fetches its token.
    """
    typed = typed_code(code)
    with transaction.atomic():
        pairing = Pairing.objects.select_for_update().filter(code=typed).order_by("-created").first()
        if pairing is None:
            raise PairingError(f"No screen shows the code {typed}. Read it again from the screen.")
        if pairing.expires <= clock.now():
            raise PairingError(f"The code {typed} is over ten minutes old. The screen shows a new one.")
        if pairing.display_id is not None:
            raise PairingError(f"The code {typed} has been used. The screen plays as “{pairing.display}”.")
        if display is None:
            display = Display(name=name.strip() or typed, **settings)
            display.full_clean()
            display.save()
        pairing.display = display
        pairing.save(update_fields=["display"])
    return display


def claim(secret: str) -> Claim | None:
    """Return where a pairing stands, with the token when it is fetched for the first time; None for an unknown secret."""
    with transaction.atomic():
        pairing = (
            Pairing.objects.select_for_update(of=("self",))
            .filter(secret_digest=digest(secret))
            .select_related("display")
            .first()
        )
        if pairing is None:
            return None
        if pairing.claimed_at is not None:
            return Claim("claimed", pairing.expires)
        if pairing.expires <= clock.now():
            return Claim("expired", pairing.expires)
        if pairing.display is None:
            return Claim("waiting", pairing.expires)
        now = clock.now()
        # The conditional update decides between two polls that arrive together.
        if not Pairing.objects.filter(pk=pairing.pk, claimed_at=None).update(claimed_at=now):
            return Claim("claimed", pairing.expires)
        token = new_secret()
        Display.objects.filter(pk=pairing.display.pk).update(
            token_digest=digest(token), paired_at=now, revoked_at=None, last_seen=None, report={}
        )
        return Claim("paired", pairing.expires, pairing.display, token)


def revoke(display: Display) -> None:
    """Take a display's right to its programme; at its next question the screen returns to a pairing code."""
    Display.objects.filter(pk=display.pk, revoked_at=None).update(revoked_at=clock.now())


def hear(display: Display, report: dict[str, Any]) -> None:
    """Note that a display is alive and what it says of itself; unknown members and wrong types are left out."""
    kept: dict[str, Any] = {}
    for member, longest in REPORTED.items():
        value = report.get(member)
        if longest is None and isinstance(value, (int, float)) and not isinstance(value, bool):
            kept.update({member: int(value)} if math.isfinite(value) else {})
        elif longest is not None and isinstance(value, str):
            kept[member] = _storable(value)[:longest]
    Display.objects.filter(pk=display.pk).update(last_seen=clock.now(), report=kept)


def _storable(text: str) -> str:
    """Return a text without null characters and halves of surrogate pairs, which JSON can hold and PostgreSQL cannot."""
    return text.replace("\0", "").encode(errors="replace").decode()


def forget_expired() -> int:
    """Delete pairings an hour after they ended; return how many."""
    return Pairing.objects.filter(expires__lt=clock.now() - timedelta(hours=1)).delete()[0]
