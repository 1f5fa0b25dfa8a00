"""Planes of a cut as a curator says them: across one axis, or through a point, facing what stays."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

SIDES: Final = {
    "above": (_("above"), (0, 1, 0, -1)),
    "below": (_("below"), (0, -1, 0, 1)),
    "right": (_("to the right of"), (1, 0, 0, -1)),
    "left": (_("to the left of"), (-1, 0, 0, 1)),
    "front": (_("in front of"), (0, 0, 1, -1)),
    "behind": (_("behind"), (0, 0, -1, 1)),
}
"""A plane across one axis, by what stays: its a, b, c, and the sign of the distance in d."""

FREE: Final = "free"
CHOICES: Final = [
    ("", _("no plane")),
    *((key, words) for key, (words, _plane) in SIDES.items()),
    (FREE, _("on the chosen side of a plane through three points")),
]
DIGITS: Final = 9


def three(text: str) -> list[float] | None:
    """Return three numbers written with commas or spaces between them, None for nothing. Raises ValidationError."""
    parts = text.replace("、", " ").replace(",", " ").split()
    try:
        found = [float(part) for part in parts]
    except ValueError:
        found = []
    if not parts:
        return None
    if len(found) != 3 or not all(math.isfinite(value) for value in found):
        raise ValidationError(_("Three numbers are needed."))
    return found


def wrong(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a plane lacks, by the field at which it is to be said."""
    if said["plane_side"] == FREE:
        found = {name: _("Three numbers are needed.") for name in ("plane_point", "plane_normal") if not said[name]}
        if said["plane_normal"] and not any(said["plane_normal"]):
            found["plane_normal"] = _("A direction cannot be zero.")
        return found
    if bool(said["plane_side"]) != (said["plane_at"] is not None):
        return {"plane_at" if said["plane_side"] else "plane_side": _("A plane needs its side and its place.")}
    return {}


def row(said: Mapping[str, Any]) -> list[float] | None:
    """Return a, b, c, d of the plane that was said, in front of which all stays (ax + by + cz + d >= 0); None for none."""
    if not said["plane_side"]:
        return None
    if said["plane_side"] != FREE:
        a, b, c, sign = SIDES[said["plane_side"]][1]
        return [a, b, c, sign * said["plane_at"]]
    length = math.hypot(*said["plane_normal"])
    normal = [value / length for value in said["plane_normal"]]
    away = sum(along * value for along, value in zip(normal, said["plane_point"], strict=True))
    return [round(value, DIGITS) for value in (*normal, -away)]


def said_of(plane: Sequence[float]) -> dict[str, Any]:
    """Return the form's values for a plane; a free one is said by its point nearest to the origin."""
    a, b, c, d = plane
    for side, (_words, known) in SIDES.items():
        if known[:3] == (a, b, c):
            return {"plane_side": side, "plane_at": d / known[3]}
    point = [round(-d * value, DIGITS) for value in (a, b, c)]
    return {"plane_side": FREE, "plane_point": written(point), "plane_normal": written((a, b, c))}


def written(numbers: Sequence[float]) -> str:
    """Return numbers as the form writes them."""
    return ", ".join(f"{value:.12g}" for value in numbers)
