"""Model fields for texts in several languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.rich_text import extract_references_from_rich_text

from cms.languages.forms import LocalizedFormField
from cms.languages.limits import limit_for
from cms.languages.rich import length
from cms.languages.values import SOURCE_LANGUAGE, LocalizedValue


class LocalizedTextField(models.JSONField):  # type: ignore[type-arg]
    """A short text: language → text, status, fingerprint of its source (see `LocalizedValue`).

    `max_chars` bounds the text in each language; `blank=False` demands a text in the source language.
    """

    rich = False

    def __init__(self, verbose_name: Any = None, *, max_chars: int | None = None, rows: int = 1, **kwargs: Any) -> None:
        self.max_chars, self.rows = max_chars, rows
        kwargs.setdefault("default", LocalizedValue)
        super().__init__(verbose_name, **kwargs)

    def deconstruct(self) -> Any:
        """Leave out what does not touch the database, so that a limit or a taller box makes no migration."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> LocalizedValue:
        """Return stored JSON as a value."""
        loaded = super().from_db_value(value, expression, connection)
        return LocalizedValue(loaded or {})

    def to_python(self, value: Any) -> LocalizedValue:
        """Return anything given as a value, or raise a validation error that says what is accepted."""
        if isinstance(value, str) and not value.lstrip().startswith("{"):
            return LocalizedValue.of(value)
        try:
            return LocalizedValue.parse(super().to_python(value) if isinstance(value, str) else value)
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        """Install a descriptor that keeps the attribute a `LocalizedValue` even when a dict is assigned."""
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, name, _LocalizedAttribute(name))

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuse a missing source text, null characters, which PostgreSQL keeps in no text, and texts over the limit."""
        text = LocalizedValue.parse(value)
        if not self.blank and not text.text(SOURCE_LANGUAGE).strip():
            raise ValidationError(_("A text in Japanese is needed: all other languages fall back to it."))
        for entry in text.values():
            ProhibitNullCharactersValidator()(entry["text"])
        if self.max_chars:
            for code, entry in text.items():
                most = limit_for(code, self.max_chars)
                if most is not None and self.length(entry["text"]) > most:
                    raise ValidationError(
                        _("%(language)s: %(length)d characters; at most %(limit)d fit."),
                        params={"language": code, "length": self.length(entry["text"]), "limit": most},
                    )

    def length(self, text: str) -> int:
        """Return how many characters a reader sees of a text."""
        return length(text) if self.rich else len(text)

    def formfield(self, **kwargs: Any) -> forms.Field | None:  # type: ignore[override]
        """Return a field that posts the languages touched, and no others."""
        defaults = {"form_class": LocalizedFormField, "rows": self.rows, "rich": self.rich, "limit": self.max_chars}
        return models.Field.formfield(self, **{**defaults, **kwargs})  # type: ignore[arg-type]

    def save_form_data(self, instance: models.Model, data: Any) -> None:
        """Merge the posted languages into what the instance holds: a language that was not posted is not touched."""
        current: LocalizedValue = getattr(instance, self.name)
        setattr(instance, self.name, current.merged(data or {}))

    def value_to_string(self, obj: models.Model) -> Any:
        """Return a plain mapping for revisions."""
        return dict(self.value_from_object(obj))


class LocalizedRichTextField(LocalizedTextField):
    """A longer text as HTML of the editor's small set of features, in several languages."""

    rich = True

    def extract_references(self, value: Any) -> Iterator[tuple[Any, str, str, str]]:
        """Return what the texts link to, for the lists of where a page or picture is used."""
        for code, entry in LocalizedValue.parse(dict(value or {})).items():
            for model, pk, model_path, _content_path in extract_references_from_rich_text(entry["text"]):
                yield model, pk, model_path, code


class _LocalizedAttribute:
    """Gives and takes `LocalizedValue`; a plain mapping or string assigned becomes one."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, instance: models.Model | None, owner: type[models.Model]) -> Any:
        if instance is None:
            return self
        if self.name not in instance.__dict__:
            instance.refresh_from_db(fields=[self.name])
        return instance.__dict__[self.name]

    def __set__(self, instance: models.Model, value: Any) -> None:
        if isinstance(value, str):
            value = LocalizedValue.of(value)
        instance.__dict__[self.name] = value if isinstance(value, LocalizedValue) else LocalizedValue(value or {})
