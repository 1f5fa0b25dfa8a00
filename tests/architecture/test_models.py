"""Rules that hold over all models."""

from __future__ import annotations

from django.apps import apps
from django.db import models
from modelcluster.fields import ParentalManyToManyField
from wagtail.models import DraftStateMixin, RevisionMixin

OURS = ("cms_", "museum", "tours", "media_pipeline", "api")


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label.startswith(OURS)]


def test_no_record_has_a_plain_many_to_many_that_would_go_live_before_its_draft() -> None:
    found = [
        f"{model.__name__}.{field.name}"
        for model in ours()
        if issubclass(model, DraftStateMixin | RevisionMixin)
        for field in model._meta.local_many_to_many
        if not isinstance(field, ParentalManyToManyField)
    ]
    assert found == []


def test_tours_and_museum_hold_no_key_to_each_other() -> None:
    found = [
        f"{model._meta.label}.{field.name}"
        for model in ours()
        if model._meta.app_label in {"tours", "museum"}
        for field in model._meta.get_fields()
        if field.is_relation and field.related_model is not None and not field.auto_created
        and {model._meta.app_label, field.related_model._meta.app_label} == {"tours", "museum"}
    ]  # fmt: skip
    assert found == []


def test_every_model_is_called_something_a_curator_reads() -> None:
    found = [model.__name__ for model in ours() if not str(model._meta.verbose_name).strip()]
    assert found == []
    assert len(ours()) > 10
