"""What a curator says of a picture for deep zoom."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.media.pieces import InPieces
from media_pipeline.jobs.services import Order
from media_pipeline.models import Upload

SUFFIXES: Final = frozenset({".tif", ".tiff", ".jpg", ".jpeg", ".png"})
USUAL: Final = "88"
QUALITIES: Final = [
    (USUAL, _("usual: what screens show, in small files")),
    ("95", _("high: for brushwork and fine print, files about twice as large")),
]


class QualityForm(forms.Form):
    """How finely tiles are kept; shared by the upload and by making again."""

    quality = forms.ChoiceField(
        label=_("Quality of the tiles"), choices=QUALITIES, initial=USUAL, widget=forms.RadioSelect
    )

    def order(self) -> Order:
        """Return what the job is to do."""
        quality = self.cleaned_data["quality"]
        return Order("image", changes={} if quality == USUAL else {"picture": {"quality": int(quality)}})


class PictureForm(InPieces, QualityForm):
    """The file comes with the form itself or, where scripts run, was sent in pieces before (`uploads` names it)."""

    files = forms.FileField(  # type: ignore[assignment]
        label=_("Picture file"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(sorted(SUFFIXES))}),
        help_text=_(
            "One TIFF, JPEG or PNG of up to 500 million pixels; of several pages the first. The original is kept untouched and"
            " is never public."
        ),
    )
    field_order = ("title", "files", "uploads", "quality")

    def clean(self) -> dict[str, Any]:
        """Demand one picture, by one way or the other."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        keys, file = said.get("uploads"), said.get("files")
        names = list(Upload.objects.filter(pk__in=keys).values_list("name", flat=True)) if keys else []
        names += [file.name] if file else []
        if self.errors:
            return said
        if len(names) != 1:
            self.add_error("files", ValidationError(_("Choose one file.")))
        elif PurePosixPath(names[0]).suffix.lower() not in SUFFIXES:
            self.add_error(
                "files", ValidationError(_("This is no TIFF, JPEG or PNG. Meshes are added under 3D models."))
            )
        return said
