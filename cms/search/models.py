"""What search keeps beside the token tables: one entry per thing, its tags, and the keys of suggestions."""

from __future__ import annotations

from django.db import models


class SearchEntry(models.Model):
    """A thing in the index; its number is the row number in every language's token table."""

    uuid = models.UUIDField(unique=True)
    kind = models.CharField(max_length=16)
    visible_from = models.BigIntegerField(default=0)
    visible_until = models.BigIntegerField(default=2**53)

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"


class SearchTag(models.Model):
    """A tag of an entry, for filters and facets."""

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="tags")
    tag = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "tag"], name="search_tag_once")]

    def __str__(self) -> str:
        return self.tag


class SearchKey(models.Model):
    """A folded name or reading, or the later words of one, that a suggestion may begin with."""

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=64, db_index=True)
    whole = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "key"], name="search_key_once")]

    def __str__(self) -> str:
        return self.key
