"""Comparing two revisions of a localized text: language by language, only what moved."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.admin.compare import FieldComparison, diff_text

from cms.languages import rich
from cms.languages.table import LANGUAGES
from cms.languages.values import LocalizedValue
from cms.languages.widgets import STATUS_LABELS

NAMES = dict(STATUS_LABELS)


class LocalizedComparison(FieldComparison):  # type: ignore[misc]
    """Shows each language whose text or status differs, under its own name."""

    val_a: Any
    val_b: Any

    def __init__(self, field: Any, obj_a: Any, obj_b: Any) -> None:
        super().__init__(field, obj_a, obj_b)
        self.val_a, self.val_b = LocalizedValue(self.val_a or {}), LocalizedValue(self.val_b or {})

    def has_changed(self) -> bool:
        """Tell whether a text or status differs; who saved it, and when, is no difference."""
        return any(self._moved(language.code) for language in LANGUAGES)

    def htmldiff(self) -> SafeString:
        """Return the differences, marked inside each text."""
        rows = [
            (language.html_lang, language.native_name, self._text(language.code), self._status(language.code))
            for language in LANGUAGES
            if self._moved(language.code)
        ]
        return format_html_join("", '<div lang="{}"><strong>{}</strong> {} {}</div>', rows)

    def _moved(self, code: str) -> bool:
        return self.val_a.stamp(code) != self.val_b.stamp(code)

    def _text(self, code: str) -> Any:
        before, after = (self._plain(value.text(code)) for value in (self.val_a, self.val_b))
        return diff_text(before, after).to_html()

    def _plain(self, text: str) -> str:
        return rich.plain(text) if getattr(self.field, "rich", False) else text

    def _status(self, code: str) -> Any:
        before, after = self.val_a.status(code), self.val_b.status(code)
        if before == after or not before or not after:
            return ""
        return format_html("<em>{} → {}</em>", NAMES[before], NAMES[after])
