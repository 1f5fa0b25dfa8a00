"""What a curator says of a scan."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.media.meshes.widgets import ManyFilesField

RECIPES = [
    ("web", _("Web: phone, desktop and sign")),
    ("ar", _("AR: phone only")),
]
UNITS = [("", _("as the file says, else metres")), ("mm", "mm"), ("cm", "cm"), ("m", "m")]
UPS = [("", _("as the file says")), ("y", "Y"), ("z", "Z")]


class UploadForm(forms.Form):
    """Files come with the form itself or, where scripts run, were sent in pieces before (`uploads` names them)."""

    title = forms.CharField(label=_("Title"), max_length=200)
    files = ManyFilesField(  # type: ignore[assignment]
        label=_("Files"),
        required=False,
        help_text=_(
            "OBJ with MTL and textures, PLY, STL or GLB; several files or one zip. The original is kept untouched."
        ),
    )
    uploads = forms.CharField(required=False, widget=forms.HiddenInput)
    recipe = forms.ChoiceField(label=_("What for"), choices=RECIPES)
    unit = forms.ChoiceField(label=_("Unit of length"), choices=UNITS, required=False)
    up = forms.ChoiceField(label=_("Axis that points up"), choices=UPS, required=False)

    def clean_uploads(self) -> list[UUID]:
        """Return the keys of the files that came in pieces."""
        try:
            return [UUID(key) for key in self.cleaned_data["uploads"].split()]
        except ValueError as error:
            raise ValidationError(_("This is no upload of yours.")) from error

    def clean(self) -> dict[str, Any]:
        """Demand files, by one way or the other."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not said.get("files") and not said.get("uploads") and not self.errors:
            self.add_error("files", ValidationError(_("Choose at least one file.")))
        return said
