"""The form that takes the code from a screen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.languages.table import LANGUAGES
from cms.records.models import Record
from cms.signage.models import ORIENTATIONS, Display, Playlist, default_languages
from cms.signage.services import PairingError, approve
from cms.signage.tokens import LENGTH, typed_code


class PairForm(forms.Form):
    """A code, and either a new display's name and place or a display that gets a new screen."""

    code = forms.CharField(
        label=_("code on the screen"),
        max_length=20,
        help_text=_("Six letters and digits; capitals and spaces do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "autofocus": True}),
    )
    display = forms.ModelChoiceField(
        Display.objects.all(),
        label=_("display"),
        required=False,
        empty_label=_("a new display"),
        help_text=_("Choose one here when its screen was replaced: it keeps its name, place and playlist."),
    )
    name = forms.CharField(label=_("name of the new display"), max_length=80, required=False)
    place = forms.ModelChoiceField(
        Record.objects.filter(kind="place", live=True), label=_("stands at"), required=False, empty_label=_("not said")
    )
    orientation = forms.ChoiceField(label=_("orientation"), choices=ORIENTATIONS, required=False)
    languages = forms.MultipleChoiceField(
        label=_("languages"),
        choices=[(language.code, language.native_name) for language in LANGUAGES],
        initial=default_languages,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    playlist = forms.ModelChoiceField(
        Playlist.objects.all(), label=_("playlist"), required=False, empty_label=_("rotate by itself")
    )

    def clean_code(self) -> str:
        """Return the code as it was shown."""
        code = typed_code(self.cleaned_data["code"])
        if len(code) != LENGTH:
            raise ValidationError(_("The code has %(length)d characters."), params={"length": LENGTH})
        return code

    def clean(self) -> dict[str, Any]:
        """Ask for a name where the display is new."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("display") and not cleaned.get("name"):
            self.add_error("name", _("A new display needs a name."))
        return cleaned

    def save(self) -> Display | None:
        """Pair, or put the reason why not at the code and return None."""
        data = self.cleaned_data
        settings: dict[str, Any] = {name: data[name] for name in ("place", "orientation", "playlist") if data[name]}
        settings["languages"] = data["languages"] or default_languages()
        try:
            return approve(data["code"], name=data["name"], display=data["display"], **settings)
        except PairingError as error:
            self.add_error("code", str(error))
            return None
