"""Users and the departments that own content."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class Department(models.Model):
    """A part of the city's organisation that owns records, e.g. the tourism division or the city museum."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):  # type: ignore[django-manager-missing]
    """Somebody who edits, approves, translates or administers."""

    department = models.ForeignKey(
        Department, verbose_name=_("department"), null=True, blank=True, on_delete=models.PROTECT, related_name="users"
    )
    editable_languages = models.JSONField(
        _("editable languages"),
        default=list,
        blank=True,
        help_text=_("Language codes this person may change; empty means all."),
    )
