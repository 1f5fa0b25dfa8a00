"""A demo sign: a playlist with a headline and the display that plays it, waiting for a screen to be paired with it."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from wagtail.models import ModelLogEntry

from cms.demo.content import localized, read, uuid_of
from cms.records.models import Record
from cms.signage.models import Display, Playlist, PlaylistEntry


def load_signs() -> int:
    """Make the playlists and displays that are missing; return how many displays were made. What an editor deleted is not missing."""
    made = 0
    for row in read("cms.demo", "signs"):
        with transaction.atomic():
            playlist = _playlist(row["playlist"])
            if _is_missing(Display, row["name"]):
                place = Record.objects.filter(uuid=uuid_of("place", row["place"])).first()
                Display.objects.create(name=row["name"], orientation=row["orientation"], place=place, playlist=playlist)
                made += 1
    return made


def _playlist(row: dict[str, Any]) -> Playlist | None:
    """Return the playlist of this name, made on first use; None where an editor deleted it."""
    if not _is_missing(Playlist, row["name"]):
        return Playlist.objects.filter(name=row["name"]).first()
    made = Playlist(name=row["name"], kinds=row["kinds"], limit=row["limit"], headline=localized(row["headline"]))
    chosen = [Record.objects.get(uuid=uuid_of(entry["kind"], entry["key"])) for entry in row["entries"]]
    made.entries.set([PlaylistEntry(record=record, sort_order=order) for order, record in enumerate(chosen)])
    made.full_clean()
    made.save()
    return made


def _is_missing(model: type[models.Model], name: str) -> bool:
    """Tell whether nothing of this name is there and nobody deleted it in the admin."""
    if model._default_manager.filter(name=name).exists():
        return False
    deleted = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model), action="wagtail.delete", label=name
    )
    return not deleted.exists()
