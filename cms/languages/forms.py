"""The form field of a localized text, and what every form that holds one does on the server."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from cms.languages import rich
from cms.languages.limits import limit_for
from cms.languages.table import CODES, by_code
from cms.languages.values import SOURCE_LANGUAGE, STATUSES, LocalizedValue, stamp
from cms.languages.widgets import STATUS_LABELS, LocalizedWidget


class LocalizedFormField(forms.Field):
    """Cleans posted languages: keeps those that were touched, may be touched and were not touched by somebody else.

    Merging with what was there is the model field's work (`LocalizedTextField.save_form_data`).
    """

    widget: LocalizedWidget

    def __init__(self, *, rows: int = 1, rich: bool = False, limit: int | None = None, **kwargs: Any) -> None:
        for unused in ("encoder", "decoder", "max_length"):
            kwargs.pop(unused, None)
        kwargs["widget"] = LocalizedWidget(rows=rows, rich=rich, limit=limit)
        super().__init__(**kwargs)
        self.rich, self.limit, self.by = rich, limit, ""

    def prepare(self, current: LocalizedValue, *, user: Any) -> None:
        """Tell the field what the form edits and who does."""
        self.by = user.get_username() if user is not None else ""
        self.widget.current = current
        self.widget.editable = editable_languages(user)

    def clean(self, value: Any) -> dict[str, dict[str, Any]]:
        """Return the touched languages; complaints name their language and stand at its box too."""
        posted: dict[str, dict[str, Any]] = value or {}
        current = self.widget.current if self.widget.current is not None else LocalizedValue()
        kept: dict[str, dict[str, Any]] = {}
        problems: dict[str, ValidationError] = {}
        for code, entry in posted.items():
            if not self._touched(code, entry, current):
                continue
            problem = self._problem(code, entry, current)
            if problem is None:
                kept[code] = {**entry, "by": self.by}
            else:
                problems[code] = problem
        self.widget.failed = {code: list(problem.messages) for code, problem in problems.items()}
        if problems:
            raise ValidationError(list(problems.values()))
        return kept

    def was_touched(self, entry: dict[str, Any]) -> bool:
        """Tell whether a posted language differs from what the form says that it had loaded."""
        return bool(entry.get("confirmed")) or entry.get("was") not in (None, stamp(entry["text"], entry["status"]))

    def _touched(self, code: str, entry: dict[str, Any], current: LocalizedValue) -> bool:
        if entry.get("problem") or entry.get("status") not in STATUSES:
            return True
        text = entry["text"]
        if self.rich and rich.canonical(text) == rich.canonical(current.text(code)):
            text = entry["text"] = current.text(code)
        if entry.get("confirmed"):
            return True
        if "was" in entry:
            return entry["was"] != stamp(text, entry["status"])
        return stamp(text, entry["status"]) != current.stamp(code)

    def _problem(self, code: str, entry: dict[str, Any], current: LocalizedValue) -> ValidationError | None:
        name, text = by_code(code).native_name, entry["text"]
        if entry.get("problem"):
            return ValidationError(
                _("%(language)s: %(problem)s"), params={"language": name, "problem": entry["problem"]}
            )
        if entry["status"] not in STATUSES:
            return ValidationError(_("%(language)s: unknown status"), params={"language": name})
        if code not in self.widget.editable:
            return ValidationError(_("%(language)s: you may not edit this language."), params={"language": name})
        if "\0" in text:
            return ValidationError(
                _("%(language)s: %(problem)s"),
                params={"language": name, "problem": ProhibitNullCharactersValidator.message},
            )
        mine = stamp(text, entry["status"])
        if entry.get("was") not in (None, current.stamp(code)) and mine != current.stamp(code):
            return self._conflict(code, current)
        if self.required and code == SOURCE_LANGUAGE and not text.strip():
            return ValidationError(
                _("A text in Japanese is needed: all other languages fall back to it."), code="required"
            )
        most, count = limit_for(code, self.limit), rich.length(text) if self.rich else len(text)
        if most is not None and count > most:
            return ValidationError(
                _("%(language)s: %(length)d characters; at most %(limit)d fit."),
                params={"language": name, "length": count, "limit": most},
            )
        return None

    def _conflict(self, code: str, current: LocalizedValue) -> ValidationError:
        held = current.get(code, {})
        return ValidationError(
            _(
                "%(language)s: %(who)s has changed this text since you opened the form, to “%(text)s”. Save again to replace it."
            ),
            params={
                "language": by_code(code).native_name,
                "who": held.get("by") or _("somebody"),
                "text": rich.plain(held["text"]) if held else "",
            },
            code="conflict",
        )

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Tell whether any posted language differs from the initial value."""
        before = initial if isinstance(initial, LocalizedValue) else LocalizedValue.parse(initial or {})
        return any(self._touched(code, dict(entry), before) for code, entry in (data or {}).items())


def editable_languages(user: Any) -> frozenset[str]:
    """Return the languages that a user may change: all, unless the user's account names some."""
    own = getattr(user, "editable_languages", None)
    if not own or getattr(user, "is_superuser", False):
        return frozenset(CODES)
    return frozenset(own) & frozenset(CODES)


__all__ = ["STATUS_LABELS", "LocalizedFormField", "LocalizedWidget", "editable_languages"]
