"""Files that come with a form or were sent in pieces before: what the forms of scans and of pictures share."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class InPieces(forms.Form):
    """A title, and the keys of what was sent in pieces (`uploads`); a form adds its own `files`."""

    title = forms.CharField(label=_("Title"), max_length=200)
    uploads = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_uploads(self) -> list[UUID]:
        """Return the keys of the files that came in pieces."""
        try:
            return [UUID(key) for key in self.cleaned_data["uploads"].split()]
        except ValueError as error:
            raise ValidationError(_("This is no upload of yours.")) from error
