"""Which text of which object a row of the token table holds."""

from __future__ import annotations

from django.db import models


class ObjectText(models.Model):
    """One field of one object; its number is the row number in the token table.

    Objects are kept under the root of their model's inheritance, whose key they share: a page is found as a page and as
    a story. `field` is the path of the field (`title`, `tags__name`). `searched` and `completed` tell which of Wagtail's
    two questions may look at it, `digest` whether its tokens changed.
    """

    content_type = models.ForeignKey("contenttypes.ContentType", on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=64)
    field = models.CharField(max_length=200)
    searched = models.BooleanField()
    completed = models.BooleanField()
    boost = models.FloatField(default=1.0)
    digest = models.CharField(max_length=16)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "text of an object"
        verbose_name_plural = "texts of objects"
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id", "field"], name="admin_text_once")]

    def __str__(self) -> str:
        return f"{self.content_type_id}/{self.object_id} {self.field}"
