"""Assets, the jobs that work on them and what came out. Thin: all work is in the library."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Asset(models.Model):
    """A mesh that somebody uploaded, or that is generated: the untouched master and its versions."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("title"), max_length=200)
    about = models.JSONField(default=dict, blank=True)
    master = models.JSONField(default=list, blank=True, editable=False)
    """The uploaded files as they were kept: rows of name in the private storage, bytes and sha256."""

    created = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    primary = models.ForeignKey(
        "Job", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("3D model")
        verbose_name_plural = _("3D models")
        ordering = ["-created"]

    def __str__(self) -> str:
        return self.title


class Job(models.Model):
    """One run of a recipe over one master. A lease says that a worker is at it; an expired one is taken up by the next.

    `fault` says whose reason `error` is. `cut_offs` counts how often in a row a worker was ended, `attempts` how often a fault of ours
    happened while at the stage `cut_off_at`; both begin anew at another stage. `seconds_left` is an estimate, None while nothing can be said.
    """

    STATES = [
        ("queued", _("waiting")),
        ("running", _("running")),
        ("done", _("done")),
        ("failed", _("failed")),
        ("cancelled", _("cancelled")),
    ]
    FAULTS = [
        ("input", _("the files break a rule")),
        ("fault", _("a fault of the system")),
        ("cut_off", _("the worker was ended")),
        ("disk", _("too little free space")),
        ("turn", _("waits for another job")),
    ]

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="jobs")
    recipe = models.CharField(_("recipe"), max_length=60, default="web")
    source = models.CharField(max_length=400, blank=True)
    generator = models.CharField(max_length=60, blank=True)
    checksum = models.CharField(max_length=64, blank=True)
    unit = models.CharField(max_length=8, blank=True)
    up = models.CharField(max_length=4, blank=True)
    changes = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=STATES, default="queued")
    stage = models.CharField(_("stage"), max_length=20, blank=True)
    share = models.FloatField(default=0.0)
    note = models.CharField(max_length=255, blank=True)
    stages = models.JSONField(default=dict, blank=True)
    seconds_left = models.PositiveIntegerField(null=True, blank=True)
    error = models.TextField(_("reason"), blank=True)
    fault = models.CharField(max_length=10, choices=FAULTS, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    cut_offs = models.PositiveSmallIntegerField(default=0)
    cut_off_at = models.CharField(max_length=20, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    cancel_asked = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True, blank=True)
    finished = models.DateTimeField(null=True, blank=True)
    manifest = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.asset} · {self.recipe}"


class Derivative(models.Model):
    """One public file of a job; `name` is its content-addressed name in the public storage."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="derivatives")
    uri = models.CharField(max_length=200)
    name = models.CharField(max_length=200, db_index=True)
    sha256 = models.CharField(max_length=64)
    bytes = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "uri"], name="derivative_once_per_job")]

    def __str__(self) -> str:
        return self.uri


class Upload(models.Model):
    """A large file on its way, in pieces. `sha256` is empty until the last byte has come."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    bytes = models.BigIntegerField()
    offset = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    touched = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")

    def __str__(self) -> str:
        return self.name
