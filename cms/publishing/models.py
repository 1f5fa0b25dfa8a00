"""What visitors read, and the outbox through which it is made."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outbox(models.Model):
    """One wish that a thing be made anew, written in the transaction that changed it. The outbox is the queue."""

    uuid = models.UUIDField(db_index=True)
    reason = models.CharField(max_length=60, blank=True)
    created = models.DateTimeField()
    not_before = models.DateTimeField(db_index=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("waiting publication")
        verbose_name_plural = _("waiting publications")

    def __str__(self) -> str:
        return f"{self.uuid} ({self.reason})"


class Counter(models.Model):
    """The one row that numbers changes; locked by the writing transaction, so that numbers commit in order."""

    name = models.CharField(max_length=20, primary_key=True)
    value = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


class PublishedThing(models.Model):
    """A thing that is, or was, public: what all its languages share and what lists filter by."""

    uuid = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=16)
    category = models.CharField(max_length=60, blank=True)
    slug = models.CharField(max_length=120)
    rank = models.PositiveSmallIntegerField(default=100)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    seasons = models.CharField(max_length=60, blank=True)
    starts = models.DateTimeField(null=True)
    ends = models.DateTimeField(null=True)
    visible_from = models.DateTimeField(null=True)
    visible_until = models.DateTimeField(null=True)
    sequence = models.BigIntegerField(unique=True)
    windows = models.JSONField(null=True)
    windows_until = models.DateTimeField(null=True)
    changed = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("published thing")
        verbose_name_plural = _("published things")
        indexes = [
            models.Index(fields=["kind", "rank", "slug"], name="published_list"),
            models.Index(fields=["kind", "slug"], name="published_slug"),
            models.Index(fields=["kind", "lat", "lon"], name="published_position"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}"


class PublishedTag(models.Model):
    """A tag of a thing, for `?tag=`."""

    thing = models.ForeignKey(PublishedThing, on_delete=models.CASCADE, related_name="tags")
    tag = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "thing"], name="published_tag_once")]

    def __str__(self) -> str:
        return self.tag


class PublishedWindow(models.Model):
    """One opening window as instants, for `?open_at=`; 14 days ahead, rolled on every night."""

    thing = models.ForeignKey(PublishedThing, on_delete=models.CASCADE, related_name="opening_windows")
    start = models.DateTimeField()
    end = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["thing", "start", "end"], name="published_window_span")]

    def __str__(self) -> str:
        return f"{self.start:%Y-%m-%d %H:%M} to {self.end:%H:%M}"


class PublishedDocument(models.Model):
    """The bytes of a thing in one language, fallbacks filled in. `digest` covers them without `updated`.

    `own`: name and short text are both in this language (design.md 2); `lang_given` tells of the short text alone.
    """

    thing = models.ForeignKey(PublishedThing, on_delete=models.CASCADE, related_name="documents")
    lang = models.CharField(max_length=12)
    lang_given = models.CharField(max_length=12)
    status = models.CharField(max_length=10)
    own = models.BooleanField(default=False)
    etag = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    updated = models.DateTimeField()
    summary = models.BinaryField()
    full = models.BinaryField()

    class Meta:
        verbose_name = _("published document")
        verbose_name_plural = _("published documents")
        constraints = [models.UniqueConstraint(fields=["thing", "lang"], name="published_once_per_language")]

    def __str__(self) -> str:
        return f"{self.thing_id} {self.lang}"


class DocumentDependency(models.Model):
    """A thing's documents were made from `on` (`tag:castle`, `image:12`, `record:<uuid>`): a change there makes them anew."""

    thing = models.UUIDField()
    on = models.CharField(max_length=80, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thing", "on"], name="dependency_once")]

    def __str__(self) -> str:
        return f"{self.thing} on {self.on}"
