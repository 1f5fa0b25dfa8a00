"""Rows below a record, edited by two people at once: a three-way merge of what was loaded, saved since, and posted.

A row is named by its key. What nobody touched is as it was saved last; a row that somebody added stays, one that somebody
removed stays away. Conflicts are two, and each is told where it stands: a row changed here and removed there, and a row
removed here and changed there. Saving again then settles it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey
from django.forms.formsets import ORDERING_FIELD_NAME, BaseFormSet
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import InlinePanel
from wagtail.admin.panels.base import get_form_for_model

from cms.languages.fields import LocalizedTextField
from cms.languages.forms import LocalizedFormField
from cms.languages.merging import LOADED, MergingForm, loaded_stamps
from cms.languages.values import LocalizedValue

KEY: Final = "key"


class KeyInput(forms.HiddenInput):
    """Names the row that the form edits; nothing for a new row, and for one that is there no more."""

    held = ""

    def format_value(self, value: Any) -> str:
        """Return the key, whatever was posted: a row that was removed meanwhile is a new one when it is saved again."""
        return self.held


class KeyField(forms.CharField):
    """A key is no change of a row."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return that nothing changed."""
        return False


class RowForm(MergingForm, WagtailAdminModelForm):  # type: ignore[misc]
    """One row; merges its texts by language and its facts one by one."""

    def __init__(self, *args: Any, known: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = known or {}
        posted = self.data.get(self.add_prefix(KEY), "") if self.is_bound else ""
        self.was_removed = bool(posted) and posted not in known
        self.was_touched = self.was_removed and any(
            field.was_touched(entry) for field, _name, _code, entry in self.posted_texts()
        )
        self.loaded = loaded_stamps(self.data.get(self.add_prefix(LOADED), "")) if self.is_bound else {}
        widget = KeyInput()
        widget.held = str(self.instance.key) if str(self.instance.key) in known else ""
        self.fields[KEY] = KeyField(required=False, widget=widget)
        if self.was_removed:
            self._forget_loaded()

    def posted_texts(self) -> Iterator[tuple[LocalizedFormField, str, str, dict[str, Any]]]:
        """Yield each posted language of each localized text: field, its name, language, what was posted."""
        for name, field in self.fields.items():
            if isinstance(field, LocalizedFormField):
                posted = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
                for code, entry in posted.items():
                    yield field, name, code, entry

    def moved_meanwhile(self) -> bool:
        """Tell whether the row was saved with other values after the form had loaded it."""
        for field, _name, code, entry in self.posted_texts():
            current = (field.widget.current or LocalizedValue()).stamp(code)
            if entry.get("was", current) != current:
                return True
        return any(stamp != self._now.get(name, stamp) for name, stamp in self.loaded.items())

    def _forget_loaded(self) -> None:
        """Let a removed row be read as a new one: there is nothing saved any more that it could be compared with."""
        for name in [key for key in self.data if key.startswith(f"{self.prefix}-")]:
            if name.endswith("-was") or name == self.add_prefix(LOADED):
                del self.data[name]

    def _post_clean(self) -> None:
        """Say that somebody removed the row which was changed here."""
        super()._post_clean()
        if not self.was_removed:
            return
        posted = self.stamps()
        self.was_touched |= any(stamp != posted.get(name, stamp) for name, stamp in self.loaded.items())
        if self.was_touched:
            problem = _("Somebody removed this row since you opened the form. Save again to put it back, or delete it.")
            self.add_error(None, ValidationError(problem, code="conflict"))


class RowFormSet(BaseChildFormSet):  # type: ignore[misc]
    """All rows of one relation."""

    def __init__(self, data: Any = None, files: Any = None, instance: Any = None, **kwargs: Any) -> None:
        own: dict[str, Any] = dict(kwargs.pop("form_kwargs", None) or {})
        super().__init__(data.copy() if data is not None else None, files, instance=instance, **kwargs)
        self.held: dict[str, Any] = {str(row.key): row for row in self.get_queryset()}
        self.form_kwargs = {**own, "known": self.held}
        if self.is_bound:
            for index in range(self.total_form_count()):
                self._name_row(self.add_prefix(index))

    def _name_row(self, prefix: str) -> None:
        """Put the present primary key to a row's key: publishing gives one to a draft's row, removing takes it."""
        key = self.data.get(f"{prefix}-{KEY}")
        if key is None:  # a script that knows primary keys only
            row = next((row for row in self.held.values() if str(row.pk) == self.data.get(f"{prefix}-id")), None)
            if row is not None:
                self.data[f"{prefix}-{KEY}"] = str(row.key)
        elif key:
            self.data[f"{prefix}-id"] = str((self.held[key].pk if key in self.held else None) or "")

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        if not self.is_bound:
            return super()._construct_form(i, **kwargs)
        row = self.held.get(self.data.get(f"{self.add_prefix(i)}-{KEY}") or "")
        kwargs["instance"] = row if row is not None else self.model()
        return BaseFormSet._construct_form(self, i, **kwargs)  # type: ignore[attr-defined]  # past two look-ups by id

    def _should_delete_form(self, form: Any) -> bool:
        """Leave away what the user deletes, and what somebody removed and the user never touched."""
        return bool(super()._should_delete_form(form) or (form.was_removed and not form.was_touched))

    def clean(self) -> None:
        """Say that somebody changed a row which was deleted here."""
        super().clean()
        for form in self.forms:
            deleted = super()._should_delete_form(form) and self._is_held(form)
            if deleted and form.moved_meanwhile():
                raise ValidationError(
                    _("Somebody changed a row that you deleted (%(row)s). Save again to delete it all the same."),
                    params={"row": _shown(form.instance)},
                    code="conflict",
                )

    def save(self, commit: bool = True) -> list[Any]:
        """Put the merged rows into the record, in their order."""
        rows = self.merged()
        for place, row in enumerate(rows):
            row.sort_order = place
        self.new_objects = [row for row in rows if str(row.key) not in self.held]
        self.changed_objects = [
            (f.instance, f.changed_data) for f in self._kept() if self._is_held(f) and f.has_changed()
        ]
        self.deleted_objects = [row for row in self.held.values() if row not in rows]
        manager = getattr(self.instance, self.rel_name)
        manager.set(rows)
        if commit:
            manager.commit()
        return rows

    def merged(self) -> list[Any]:
        """Return the rows as they are to be: the user's order where the user moved rows, else the saved one."""
        kept = self._kept()
        dropped = {str(form.instance.key) for form in self.forms if self._should_delete_form(form)}
        mine = [form.instance for form in sorted(kept, key=_order)]
        saved = [row for key, row in self.held.items() if key not in dropped]
        moved = [form.instance for form in kept if self._is_held(form)]
        if [row for row in mine if row in moved] != moved:
            return interleaved(mine, saved)
        return interleaved(saved, mine)

    def _kept(self) -> list[Any]:
        forms = [form for form in self.forms if not self._should_delete_form(form)]
        return [form for form in forms if self._is_held(form) or form.has_changed()]

    def _is_held(self, form: Any) -> bool:
        return str(form.instance.key) in self.held


class RowsPanel(InlinePanel):  # type: ignore[misc]
    """Wagtail's inline panel with forms that merge."""

    def get_form_options(self) -> dict[str, Any]:
        """Return Wagtail's options with our form and formset."""
        options: dict[str, Any] = super().get_form_options()
        rows = options["formsets"][self.relation_name]
        deferred = self.child_edit_handler.get_form_options().get("defer_required_on_fields")
        extra = {"defer_required_on_fields": deferred} if deferred else {}
        rows["form"] = get_form_for_model(self.db_field.related_model, form_class=RowForm, fields=[], **extra)
        rows["formset"] = RowFormSet
        return options


def interleaved(first: Sequence[Any], second: Sequence[Any]) -> list[Any]:
    """Return all rows of both: the order is that of `first`; a row only in `second` follows whom it follows there."""
    rows = list(first)
    before: Any = None
    for row in second:
        if row not in rows:
            rows.insert(rows.index(before) + 1 if before in rows else 0, row)
        before = row
    return rows


def _order(form: Any) -> int:
    return form.cleaned_data.get(ORDERING_FIELD_NAME) or 10_000


def _shown(row: Any) -> str:
    """Return what a row is about, for a message: its first text, else what it points to."""
    for field in row._meta.concrete_fields:
        value = getattr(row, field.name)
        if isinstance(field, LocalizedTextField) and str(value):
            return str(value)
        if isinstance(field, ForeignKey) and not isinstance(field, ParentalKey) and value is not None:
            return str(value)
    return str(row)
