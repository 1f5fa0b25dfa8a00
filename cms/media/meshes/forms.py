"""What a curator says of a scan."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.media.meshes.settings import SettingsForm
from cms.media.meshes.widgets import ManyFilesField


class UploadForm(SettingsForm):
    """Files come with the form itself or, where scripts run, were sent in pieces before (`uploads` names them)."""

    title = forms.CharField(label=_("Title"), max_length=200)
    files = ManyFilesField(  # type: ignore[assignment]
        label=_("Files"),
        required=False,
        help_text=_(
            "OBJ with MTL and textures, PLY, STL, GLB, 3MF or DAE; several files or one zip. A capture report (CSV, JSON or PDF) may"
            " lie beside it. The original is kept untouched."
        ),
    )
    uploads = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("title", "files", "uploads", "recipe")

    def clean_uploads(self) -> list[UUID]:
        """Return the keys of the files that came in pieces."""
        try:
            return [UUID(key) for key in self.cleaned_data["uploads"].split()]
        except ValueError as error:
            raise ValidationError(_("This is no upload of yours.")) from error

    def clean(self) -> dict[str, Any]:
        """Demand files, by one way or the other."""
        said = super().clean()
        if not said.get("files") and not said.get("uploads") and not self.errors:
            self.add_error("files", ValidationError(_("Choose at least one file.")))
        return said
