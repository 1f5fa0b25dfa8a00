"""The clerk's short form: what happened, to what, until when. Everything else has a sensible default."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms import clock
from cms.languages.values import LocalizedValue
from cms.records.chooser import kind_label
from cms.records.models import Record
from tours.models.notice import KINDS, LEVELS, Notice, NoticeRecord

UNTIL = [
    ("tonight", _("until midnight")),
    ("tomorrow", _("until tomorrow night")),
    ("week", _("for a week")),
    ("open", _("until I take it back")),
    ("at", _("until the moment given below")),
]


class RecordsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Records to tick, each with its kind: a place and its festival may share a name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return name and kind."""
        return f"{obj} （{kind_label(obj.kind)}）"


class NoticeForm(forms.Form):
    """Made for a thumb: radio buttons, a list that is searched by typing, two times."""

    notice_kind = forms.ChoiceField(label=_("What happened?"), choices=KINDS, widget=forms.RadioSelect)
    records = RecordsField(label=_("To what?"), queryset=Record.objects.none(), widget=forms.CheckboxSelectMultiple)
    until = forms.ChoiceField(
        label=_("Until when does this stand?"), choices=UNTIL, widget=forms.RadioSelect, initial="tonight"
    )
    until_at = forms.DateTimeField(
        label=_("Until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    new_time = forms.DateTimeField(
        label=_("New time, if there is one"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    new_place = forms.ModelChoiceField(
        label=_("New place, if there is one"), required=False, queryset=Record.objects.none()
    )
    message = forms.CharField(
        label=_("In your own words (Japanese, only if needed)"),
        required=False,
        max_length=140,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    level = forms.ChoiceField(label=_("How urgent?"), choices=LEVELS, widget=forms.RadioSelect, initial="important")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        live = Record.objects.filter(live=True)
        events_first = live.filter(kind__in=["event", "place", "tour", "item"]).order_by("kind", "title")
        self.fields["records"].queryset = events_first  # type: ignore[attr-defined]
        self.fields["new_place"].queryset = live.filter(kind="place").order_by("title")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen kind needs, in the field where it is missing."""
        said = super().clean() or {}
        if said.get("until") == "at" and not said.get("until_at"):
            self.add_error("until_at", _("Say until when."))
        elif said.get("until_at") and said["until_at"] <= clock.now() and said.get("until") == "at":
            self.add_error("until_at", _("This moment has passed."))
        if said.get("notice_kind") == "new_time" and not said.get("new_time"):
            self.add_error("new_time", _("Say the new time."))
        if said.get("notice_kind") == "moved" and not said.get("new_place") and not said.get("message"):
            self.add_error("new_place", _("Say the new place, or describe it in your own words."))
        if said.get("notice_kind") == "other" and not said.get("message"):
            self.add_error("message", _("Say in Japanese what happened."))
        return said

    def notice(self) -> Notice:
        """Return an unsaved notice of what was said."""
        said = self.cleaned_data
        made = Notice(
            notice_kind=said["notice_kind"],
            level=said["level"],
            starts=clock.now(),
            expires=self._expires(),
            new_time=said["new_time"],
            new_place=said["new_place"],
            message=LocalizedValue.of(said["message"]) if said["message"] else LocalizedValue(),
        )
        made.records.set(
            [NoticeRecord(record=record, sort_order=order) for order, record in enumerate(said["records"])]
        )
        return made

    def _expires(self) -> Any:
        said = self.cleaned_data
        midnight = clock.local_now().replace(hour=0, minute=0, second=0, microsecond=0)
        days = {"tonight": 1, "tomorrow": 2, "week": 7}
        last_minute = timedelta(minutes=1)  # so that "until 22 November" is read, not the day after
        if said["until"] == "at":
            return said["until_at"]
        return midnight + timedelta(days=days[said["until"]]) - last_minute if said["until"] in days else None
