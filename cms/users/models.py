"""Users and the departments that own content."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index


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


class User(index.Indexed, AbstractUser):  # type: ignore[django-manager-missing, misc]
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

    search_fields = [
        *(index.SearchField(name, boost=2) for name in ("username", "first_name", "last_name")),
        *(index.AutocompleteField(name) for name in ("username", "first_name", "last_name", "email")),
        index.SearchField("email"),
        index.RelatedFields("department", [index.SearchField("name"), index.AutocompleteField("name")]),
        *(index.FilterField(name) for name in ("id", "username", "first_name", "last_name", "last_login")),
        *(index.FilterField(name) for name in ("is_active", "is_superuser", "groups")),
    ]
