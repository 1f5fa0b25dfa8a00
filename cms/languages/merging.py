"""Forms that two people may have open at once: each saves what he touched, over what the other saved before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.languages.forms import LocalizedFormField
from cms.languages.values import LocalizedValue

LOADED: Final = "loaded_values"


class LoadedInput(forms.HiddenInput):
    """Always says what the form shows now, also when it comes back with errors: the next save then knows."""

    stamps: dict[str, str]

    def format_value(self, value: Any) -> str:
        """Return the stamps as JSON."""
        return json.dumps(self.stamps, separators=(",", ":"))


class MergingForm:
    """A mixin for Wagtail's model forms.

    Localized texts merge per language (`LocalizedFormField`); every other plain field merges as a whole: one that the
    form did not touch keeps the value that was saved meanwhile, one that both touched differently is a conflict that
    the form shows. Sets such as tags merge member by member: what either added is in, what either took out is out.
    Without this the last one to save would undo the work of the other, and of imports and jobs.
    """

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = getattr(self, "for_user", None) or getattr(self, "user", None)
        for form in self._all_forms():
            for name, field in form.fields.items():
                if isinstance(field, LocalizedFormField):
                    known: LocalizedValue = getattr(form.instance, name, None) or LocalizedValue()
                    field.prepare(known, user=self._user)
        widget = LoadedInput()
        self._now = self.stamps()
        widget.stamps = {**self._now, **self._members()}
        self.fields[LOADED] = forms.CharField(required=False, widget=widget)

    def _all_forms(self) -> Iterator[Any]:
        yield self
        for formset in getattr(self, "formsets", {}).values():
            yield from formset.forms

    def stamps(self) -> dict[str, str]:
        """Return field → digest of the instance's value, for plain fields."""
        instance: Any = self.instance  # type: ignore[attr-defined]
        found = {}
        for field in instance._meta.concrete_fields:
            if field.name in self.fields and not isinstance(
                self.fields[field.name], LocalizedFormField | forms.FileField
            ):
                value = repr(field.get_prep_value(field.value_from_object(instance)))
                found[field.name] = hashlib.sha256(value.encode()).hexdigest()[:12]
        return found

    def _members(self) -> dict[str, str]:
        """Return field → primary keys of the members, for fields that hold a set such as tags."""
        instance: Any = self.instance  # type: ignore[attr-defined]
        if instance.pk is None:
            return {}
        names = [field.name for field in instance._meta.many_to_many if field.name in self.fields]
        return {name: ",".join(sorted(str(one.pk) for one in getattr(instance, name).all())) for name in names}

    def _merge_members(self, loaded: dict[str, str]) -> None:
        """Take members in and out that the user took in and out, and leave all others as they were saved last."""
        for name, saved in self._members().items():
            posted = self.cleaned_data.get(name)  # type: ignore[attr-defined]
            if posted is None or name not in loaded or not hasattr(posted, "model"):
                continue
            mine, base, theirs = ({str(one.pk) for one in posted}, _members(loaded[name]), _members(saved))
            merged = (theirs - (base - mine)) | (mine - base)
            self.cleaned_data[name] = posted.model._default_manager.filter(pk__in=merged)  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """Let untouched fields keep what was saved since the form was opened."""
        instance: Any = self.instance  # type: ignore[attr-defined]
        before = {name: instance.__dict__.get(instance._meta.get_field(name).attname) for name in self._now}
        loaded = loaded_stamps(self.data.get(self.add_prefix(LOADED), ""))  # type: ignore[attr-defined]
        self._merge_members(loaded)
        super()._post_clean()  # type: ignore[misc]
        posted = self.stamps()
        for name, now in self._now.items():
            was = loaded.get(name)
            if was in (None, now) or posted[name] == now:
                continue
            if posted[name] == was:
                setattr(instance, instance._meta.get_field(name).attname, before[name])
            else:
                problem = _("Changed to “%(value)s” since you opened the form. Save again to replace it.")
                self.add_error(name, ValidationError(problem, params={"value": before[name]}, code="conflict"))  # type: ignore[attr-defined]

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """Return new stamps after an autosave, so that the open form does not take its own save for somebody else's."""
        updates = list(super().get_field_updates_for_resave())  # type: ignore[misc]
        for form in self._all_forms():
            for name, field in form.fields.items():
                if isinstance(field, LocalizedFormField):
                    value: LocalizedValue = getattr(form.instance, name)
                    prefix = form.add_prefix(name)
                    updates += [(f"{prefix}-{code}-was", value.stamp(code)) for code in field.widget.editable]
        now = json.dumps({**self.stamps(), **self._members()}, separators=(",", ":"))
        return [*updates, (self.add_prefix(LOADED), now)]  # type: ignore[attr-defined]


def _members(text: str) -> set[str]:
    return set(filter(None, text.split(",")))


def loaded_stamps(text: str) -> dict[str, str]:
    """Return what a form says that it had loaded; nothing where it says nothing that can be read."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
