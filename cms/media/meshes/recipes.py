"""The recipes a curator may choose from, in plain words."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from cms.media.kinds import PICTURES
from cms.media.meshes.words import language
from media_pipeline import recipes

OURS: Final = "demo-"
"""How recipes begin that are made for one model of the demo."""

WORDS: Final = {
    "web": (
        _("Web: phone, desktop and sign"),
        _("Three sizes up to 150,000 triangles, with pictures and drawings. The usual choice."),
    ),
    "ar": (_("AR: phone only"), _("One size, to stand a thing in a room with a phone, Android or iPhone.")),
    "site": (
        _("A whole site"),
        _("For large scans of a place: tiles that load as one comes closer, and one model for phones."),
    ),
    "vr": (_("VR headset"), _("Two sizes that a headset draws without jerking.")),
    "archive": (
        _("Archive"),
        _("The untouched master with its checksums as a BagIt package, and one plain model that any program opens."),
    ),
}


def choices(own: str = "") -> list[tuple[str, str]]:
    """Return (name, title) of each recipe in the order of WORDS, those that come with no words last, and `own`, that of
    a job, in any case.
    """
    there = [name for name in recipes.names() if name == own or not (name.startswith(OURS) or name in PICTURES)]
    order = list(WORDS)
    there.sort(key=lambda name: (order.index(name) if name in order else len(order), name))
    return [(name, title(name)) for name in there]


def title(name: str) -> str:
    """Return a recipe's title in the reader's language."""
    if name in WORDS:
        return str(WORDS[name][0])
    if name not in recipes.names():
        return name
    titles = recipes.load(name).title
    return titles.get(language()) or titles.get("en") or name


def meaning(name: str) -> str:
    """Return a sentence on what a recipe is for; nothing for one that comes with no words."""
    return str(WORDS[name][1]) if name in WORDS else ""
