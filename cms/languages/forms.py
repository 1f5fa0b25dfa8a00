"""Form field and widget: one box per language, one switch per form (the switch is `localized.js`)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.languages.table import CODES, LANGUAGES
from cms.languages.values import DRAFT, MACHINE, REVIEWED, SOURCE_LANGUAGE, LocalizedValue

STATUS_LABELS = ((REVIEWED, _("reviewed")), (MACHINE, _("machine translation")), (DRAFT, _("draft, not published")))


class LocalizedWidget(forms.Widget):
    """Renders every language; only the one chosen in the form's switch is shown, with the source text beside it."""

    template_name = "cms_languages/localized_widget.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, rows: int = 1, rich: bool = False, limit: int | None = None) -> None:
        super().__init__(attrs)
        self.rows, self.rich, self.limit = rows, rich, limit

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return one entry per language for the template."""
        context = super().get_context(name, value, attrs)
        text = LocalizedValue.parse(value if isinstance(value, dict) else {})
        context["widget"].update(rows=self.rows, rich=self.rich, limit=self.limit, statuses=STATUS_LABELS)
        context["source"] = text.text(SOURCE_LANGUAGE)
        context["entries"] = [
            {
                "language": language,
                "text": text.text(language.code),
                "status": text.status(language.code) or REVIEWED,
                "stale": text.is_stale(language.code),
                "is_source": language.code == SOURCE_LANGUAGE,
            }
            for language in LANGUAGES
        ]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, dict[str, str]]:
        """Return language → {text, status} for the languages that the form posted."""
        posted = {}
        for code in CODES:
            if (text := data.get(f"{name}-{code}")) is not None:
                status = data.get(f"{name}-{code}-status", REVIEWED)
                posted[code] = {"text": str(text).replace("\r\n", "\n"), "status": status}
        return posted

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Tell whether the form posted no language of this field at all."""
        return not any(f"{name}-{code}" in data for code in CODES)

    def id_for_label(self, id_: str) -> str:
        """Return the id of the source language's box."""
        return f"{id_}-{SOURCE_LANGUAGE}" if id_ else id_

    class Media:
        css = {"all": ["cms_languages/localized.css"]}
        js = ["cms_languages/localized.js"]


class LocalizedFormField(forms.Field):
    """Cleans posted languages; merging with what was there is the model field's work."""

    def __init__(self, *, rows: int = 1, rich: bool = False, limit: int | None = None, **kwargs: Any) -> None:
        for unused in ("encoder", "decoder", "max_length"):
            kwargs.pop(unused, None)
        kwargs["widget"] = LocalizedWidget(rows=rows, rich=rich, limit=limit)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """Refuse an unknown status, and an emptied source text where one is needed."""
        posted = value or {}
        for code, entry in posted.items():
            if entry.get("status") not in {REVIEWED, MACHINE, DRAFT}:
                raise forms.ValidationError(_("%(language)s: unknown status"), params={"language": code})
        if self.required and SOURCE_LANGUAGE in posted and not posted[SOURCE_LANGUAGE]["text"].strip():
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return posted

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Tell whether any posted language differs from the initial value."""
        before = LocalizedValue.parse(initial or {})
        return before.merged(data or {}) is not before
