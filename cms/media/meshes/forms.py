"""What a curator says of a scan."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.media.meshes.settings import SettingsForm
from cms.media.meshes.widgets import ManyFilesField
from cms.media.pieces import InPieces


class UploadForm(InPieces, SettingsForm):
    """Files come with the form itself or, where scripts run, were sent in pieces before (`uploads` names them)."""

    files = ManyFilesField(  # type: ignore[assignment]
        label=_("Files"),
        required=False,
        help_text=_(
            "OBJ with MTL and textures, PLY, STL, GLB, 3MF or DAE; several files or one zip. A capture report (CSV, JSON or PDF) may"
            " lie beside it. The original is kept untouched."
        ),
    )
    field_order = ("title", "files", "uploads", "recipe")

    def clean(self) -> dict[str, Any]:
        """Demand files, by one way or the other."""
        said = super().clean()
        if not said.get("files") and not said.get("uploads") and not self.errors:
            self.add_error("files", ValidationError(_("Choose at least one file.")))
        return said
