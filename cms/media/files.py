"""Files that stand in what is published: a copy under a public name made of its content; the original stays private."""

from __future__ import annotations

from typing import Final

from django.core.files.storage import storages

from cms.media.models import KakuzanDocument

SOUND_TYPES: Final = {"mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg", "oga": "audio/ogg"}


def public_address(document: KakuzanDocument) -> str:
    """Return the root-relative address of a document's public copy, made if absent."""
    public = storages["public"]
    with document.file.open("rb") as file:
        name = public.save(f"sound/{document.filename}", file)
    return str(public.url(name))
