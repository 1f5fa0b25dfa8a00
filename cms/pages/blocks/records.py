"""Blocks that show records. A page holds the reference; the facts come from the record, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ListBlock, StructBlock

from cms.pages.blocks.base import Previewed
from cms.records.chooser import RecordChooserBlock
from cms.records.documents import ORIGIN, Draft
from cms.records.kinds import kind
from cms.records.members import media
from cms.records.models import Record
from cms.records.related import related_summaries

PLACED = ("place", "event")
MODELLED = ("place", "item")


class RecordCardBlock(Previewed, StructBlock):  # type: ignore[misc]
    """A card that leads to a record."""

    record = RecordChooserBlock(label=_("Record"), accepts=("place", "item", "event", "tour", "story"))
    note = CharBlock(label=_("Why it stands here"), required=False, max_length=120)

    def document(self, value: Any, draft: Draft) -> dict[str, Any] | None:
        """Return the summary of the record, or None while it is not public."""
        if value["record"] is None:
            return None
        found = related_summaries(draft, [value["record"].uuid])
        return {"value": found[0] | {"note": value["note"]}} if found else None

    class Meta:
        icon = "link"
        label = _("Record card")
        description = _("A card that leads to a place, an item, an event, a tour or another story.")
        label_format = "{record}"


class RecordMapBlock(Previewed, StructBlock):  # type: ignore[misc]
    """Several records on one map, and as a list."""

    title = CharBlock(label=_("Title"), required=False, max_length=80)
    records = ListBlock(
        RecordChooserBlock(label=_("Record"), accepts=PLACED), label=_("Records"), min_num=1, max_num=30
    )

    def document(self, value: Any, draft: Draft) -> dict[str, Any] | None:
        """Return {title, records} with a position each; None where none of them is public."""
        chosen = [record.uuid for record in value["records"] if record is not None]
        summaries = related_summaries(draft, chosen)
        return {"value": {"title": value["title"], "records": summaries}} if summaries else None

    def get_preview_value(self) -> Any:
        """Return the first three places."""
        found = list(Record.objects.filter(live=True, kind__in=PLACED)[:3])
        return self.normalize({"title": "", "records": found})

    class Meta:
        icon = "globe"
        label = _("Map of records")
        description = _("Several places on one map, with the list that the map stands for.")
        label_format = "{title}"


class ModelBlock(Previewed, StructBlock):  # type: ignore[misc]
    """The 3D model of a record; the picture stands first, the model loads on a tap."""

    record = RecordChooserBlock(label=_("Record with a 3D model"), accepts=MODELLED)
    caption = CharBlock(label=_("Caption"), required=False, max_length=200)

    def document(self, value: Any, draft: Draft) -> dict[str, Any] | None:
        """Return {asset, manifest, media, record, caption}; None while the record is not public or has no model.

        `media` is what the record's own document holds: nothing while the model is being prepared.
        """
        if (record := value["record"]) is None:
            return None
        found = related_summaries(draft, [record.uuid])
        asset = getattr(kind(record.kind).find(record.uuid), "asset", None)
        if not found or asset is None:
            return None
        manifest = f"{ORIGIN}/api/v1/media/{asset}"
        files = media(draft, asset)
        return {
            "value": {
                "asset": str(asset),
                "manifest": manifest,
                "media": files,
                "record": found[0],
                "caption": value["caption"],
            }
        }

    class Meta:
        icon = "kakuzan-cube"
        label = _("3D view")
        description = _("The 3D model of a place or item. A picture stands first; the model loads on a tap.")
        label_format = "{record}"
