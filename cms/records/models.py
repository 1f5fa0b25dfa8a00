"""One row per thing of any kind, and what every kind of record has in common."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, Self

from django.core.validators import RegexValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index

from cms import clock
from cms.languages.fields import LocalizedTextField
from cms.media.pictures import picture
from cms.memo import children
from cms.records.facts import Facts, Window
from cms.records.forms import RecordForm
from cms.records.kinds import Kind, kind
from cms.records.locking import lock

SLUG: RegexValidator = RegexValidator(
    r"^[a-z0-9]+(?:-[a-z0-9]+)*\Z", _("Small letters a-z, digits and single hyphens, e.g. tsuyama-castle.")
)
UCODE = RegexValidator(
    r"^[0-9a-f]{32}\Z", _("A ucode has 32 hexadecimal digits, e.g. 00001c000000000000000000000000ff.")
)


class Record(models.Model):
    """A thing of any kind: what `/id/`, `/ucode/`, relations, redirects and 410 answers read.

    Kept by `cms.records.services.register`, never by hand. A uuid never changes; a slug is never given to another thing.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=16)
    slug = models.CharField(max_length=120)
    former_slugs = models.JSONField(default=list, blank=True)
    title = models.CharField(max_length=255, blank=True)
    ucode = models.CharField(max_length=32, null=True, blank=True, unique=True)
    live = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    owner = models.ForeignKey("cms_users.Department", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirm_by = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("record")
        verbose_name_plural = _("records")
        ordering = ["kind", "slug"]
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="record_slug_once")]

    def __str__(self) -> str:
        return self.title or f"{self.kind}/{self.slug}"


class RecordSlug(models.Model):
    """Every slug that a thing ever had, so that a slug is never reused and an old address answers 301."""

    kind = models.CharField(max_length=16)
    slug = models.CharField(max_length=120)
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="slugs")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="slug_never_reused")]

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}"


class RecordModel(
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, index.Indexed, ClusterableModel
):  # type: ignore[misc]
    """A thing with facts: Place, Event, Notice, Tour, Item … One row per thing, all languages in it."""

    kind_name: str = ""
    base_form_class = RecordForm

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.CharField(
        _("address of the page"),
        max_length=120,
        unique=True,
        validators=[SLUG],
        help_text=_("The last part of the page's address."),
    )
    ucode = models.CharField(
        _("ucode"),
        max_length=32,
        null=True,
        blank=True,
        unique=True,
        validators=[UCODE],
        help_text=_("The code on tags that already hang in the town."),
    )
    name = LocalizedTextField(_("name"), max_chars=60, help_text=_("As it is to be read on a sign."))
    reading = models.CharField(
        _("reading (kana)"),
        max_length=200,
        blank=True,
        help_text=_("In hiragana, e.g. つやまじょう. Feeds furigana, search and speech."),
    )
    short = LocalizedTextField(
        _("short text"),
        max_chars=60,
        rows=2,
        blank=True,
        help_text=_("One sentence for lists and signs, 60 characters."),
    )
    owner = models.ForeignKey(
        "cms_users.Department",
        verbose_name=_("responsible department"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    confirm_by = models.DateField(
        _("confirm by"),
        null=True,
        blank=True,
        help_text=_("After this day visitors see “being checked” until somebody confirms the facts."),
    )
    restricted = models.BooleanField(
        _("private"),
        default=False,
        help_text=_("Kept from all visitors even when published, e.g. while a lender has to agree."),
    )
    rank = models.PositiveSmallIntegerField(
        _("order"), default=100, help_text=_("Smaller numbers come first in lists.")
    )
    created = models.DateTimeField(auto_now_add=True)
    modified = models.DateTimeField(auto_now=True)

    search_fields = [
        index.SearchField("name", boost=4),
        index.SearchField("reading", boost=4),
        index.SearchField("slug", boost=2),
        index.SearchField("short"),
        index.AutocompleteField("name"),
        index.AutocompleteField("reading"),
        index.AutocompleteField("slug"),
        index.FilterField("live"),
    ]

    class Meta:
        abstract = True
        ordering = ["rank", "slug"]

    def __str__(self) -> str:
        return str(self.name) or self.slug

    @classmethod
    def kind(cls) -> Kind:
        """Return the registered kind of this model."""
        return kind(cls.kind_name)

    def is_public(self) -> bool:
        """Tell whether visitors may know of this thing: published, not private, and its time not over."""
        return self.live and not self.restricted and not self.is_over()

    def is_over(self) -> bool:
        """Tell whether its end has come; the scheduler takes it back within the minute that follows."""
        return self.expire_at is not None and self.expire_at <= clock.now()

    def facts(self) -> Facts:
        """Return what lists and filters know of this thing."""
        return Facts(visible_until=self.expire_at)

    def card_image(self, language: str) -> dict[str, Any] | None:
        """Return the picture that stands for this thing inside another document."""
        rows = children(self, "images") if hasattr(self, "images") else []
        return picture(rows[0].image, language, alt=rows[0].alt) if rows else None

    def opening_windows(self, start: date, days: int) -> list[Window] | None:
        """Return the opening windows of `days` days from `start` (Asia/Tokyo), or None where no hours are known."""
        return None

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row and its `Record` together."""
        from cms.records.services import register

        self.ucode = self.ucode or None
        with transaction.atomic():
            super().save(*args, **kwargs)
            register(self)

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Self | None:
        """Publish a revision and put the thing into the outbox in one transaction."""
        with transaction.atomic():
            lock([self])
            return super().publish(revision, *args, **kwargs)  # type: ignore[no-any-return]

    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        """Take the thing from all visitors: row, tombstone and outbox in one transaction."""
        with transaction.atomic():
            lock([self])
            return super().unpublish(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Delete the thing; its `Record` stays as withdrawn, so that its address answers 410 for ever."""
        with transaction.atomic():
            lock([self])
            return super().delete(*args, **kwargs)

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """Return the visitors' own page template."""
        return self.kind().page_template or "cms_frontend/preview.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """Return the document that publishing this revision would write: a preview is what is published."""
        from cms.records.preview import preview_context

        return preview_context(self, request, mode_name)


from cms.records.vocabulary import Category, Tag  # noqa: E402, F401 - Django finds models through this module
