"""The box per language: one switch per form shows one language, with the source text beside (`localized.js`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cms.languages import rich
from cms.languages.limits import limit_for
from cms.languages.table import CODES, LANGUAGES, Language
from cms.languages.values import DRAFT, MACHINE, REVIEWED, SOURCE_LANGUAGE, LocalizedValue

STATUS_LABELS = ((REVIEWED, _("reviewed")), (MACHINE, _("machine translation")), (DRAFT, _("draft, not published")))
SOURCE_STATUS_LABELS = ((REVIEWED, _("ready")), (DRAFT, _("draft, not published")))


class LocalizedWidget(forms.Widget):
    """Renders every language; only the one chosen in the form's switch is shown.

    `current` is what the form edits, `editable` the languages its user may change, `failed` the complaints per language:
    the form field sets them. Beside each text the form posts `-was`, a stamp of what it loaded, so that the server
    knows which languages were touched and whether somebody else touched them meanwhile.
    """

    template_name = "cms_languages/localized_widget.html"

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, rows: int = 1, rich: bool = False, limit: int | None = None
    ) -> None:
        super().__init__(attrs)
        self.rows, self.rich, self.limit = rows, rich, limit
        self.current: LocalizedValue | None = None
        self.editable: frozenset[str] = frozenset(CODES)
        self.failed: dict[str, list[str]] = {}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return one entry per language for the template."""
        context = super().get_context(name, value, attrs)
        shown: Mapping[str, Any] = value if isinstance(value, Mapping) else {}
        current = self.current if self.current is not None else _stored(shown)
        context["widget"].update(rows=self.rows, rich=self.rich)
        context["source"] = _source(current, self.rich)
        context["entries"] = [self._entry(language, context["widget"], shown, current) for language in LANGUAGES]
        return context

    def _entry(
        self, language: Language, widget: dict[str, Any], shown: Mapping[str, Any], current: LocalizedValue
    ) -> dict[str, Any]:
        code = language.code
        held = shown.get(code, {}) if isinstance(shown.get(code, {}), Mapping) else {}
        text = held.get("text", current.text(code))
        ident = f"{widget['attrs'].get('id', '')}-{code}"
        return {
            "language": language,
            "text": text,
            "rich": self._editor(f"{widget['name']}-{code}", text, ident) if self.rich else "",
            "reading": rich.as_html(text) if self.rich else text,
            "statuses": SOURCE_STATUS_LABELS if code == SOURCE_LANGUAGE else STATUS_LABELS,
            "status": held.get("status") or current.status(code) or REVIEWED,
            "stale": current.is_stale(code),
            "by": current.get(code, {}).get("by", ""),
            "at": current.get(code, {}).get("at", "")[:10],
            "was": current.stamp(code),
            "is_source": code == SOURCE_LANGUAGE,
            "editable": code in self.editable,
            "limit": limit_for(code, self.limit),
            "failed": self.failed.get(code, []),
        }

    def _editor(self, name: str, text: str, ident: str) -> SafeString:
        """Return Draftail's input asleep: the script wakes it when its language is shown, and only then."""
        editor = rich.editor()
        attrs = {**editor.attrs, "id": ident, "data-controller": None, "data-rich-editor": True}
        attrs = {key: value for key, value in attrs.items() if value is not None}
        html = editor.render(name, rich.as_html(text), attrs)
        return SafeString(html.replace('data-controller="w-init"', ""))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, dict[str, Any]]:
        """Return language → {text, status, was, confirmed} for the languages that the form posted."""
        posted: dict[str, dict[str, Any]] = {}
        for code in CODES:
            if (text := data.get(f"{name}-{code}")) is None:
                continue
            entry: dict[str, Any] = {"text": str(text).replace("\r\n", "\n")}
            entry["status"] = data.get(f"{name}-{code}-status", REVIEWED)
            if (was := data.get(f"{name}-{code}-was")) is not None:
                entry["was"] = was
            if data.get(f"{name}-{code}-confirmed"):
                entry["confirmed"] = True
            posted[code] = self._read(entry) if self.rich else entry
        return posted

    def _read(self, entry: dict[str, Any]) -> dict[str, Any]:
        try:
            return entry | {"text": rich.posted(entry["text"])}
        except ValueError as error:
            return entry | {"text": "", "problem": str(error)}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Tell whether the form posted no language of this field at all."""
        return not any(f"{name}-{code}" in data for code in CODES)

    def id_for_label(self, id_: str) -> str:
        """Return the id of the source language's box."""
        return f"{id_}-{SOURCE_LANGUAGE}" if id_ else id_

    @property
    def media(self) -> forms.Media:
        """Return the switch, and the editor's own files where one is needed."""
        own = forms.Media(css={"all": ["cms_languages/localized.css"]}, js=["cms_languages/localized.js"])
        return own + rich.editor().media if self.rich else own


def _stored(shown: Mapping[str, Any]) -> LocalizedValue:
    try:
        return LocalizedValue.parse(dict(shown))
    except ValueError:
        return LocalizedValue()


def _source(current: LocalizedValue, is_rich: bool) -> str:
    text = current.text(SOURCE_LANGUAGE)
    return rich.plain(text) if is_rich else text
