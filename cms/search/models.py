"""What search keeps beside the token tables: one entry per thing, what facets count it as, and the keys of suggestions."""

from __future__ import annotations

from django.db import models


class SearchFacet(models.Model):
    """A kind together with a set of tags, shared by the entries that have both: counting by it counts kinds and tags.

    `tags` are slugs with a space before, between and behind them. There are few; one that no entry has any more stays.
    """

    kind = models.CharField(max_length=16)
    tags = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "tags"], name="search_facet_once")]

    def __str__(self) -> str:
        return f"{self.kind}{self.tags}".strip()


class SearchEntry(models.Model):
    """A thing in the index; its number is the row number in every language's token table. `rank` is the editors' order."""

    uuid = models.UUIDField(unique=True)
    facet = models.ForeignKey(SearchFacet, on_delete=models.PROTECT, related_name="entries", db_index=False)
    rank = models.PositiveSmallIntegerField(default=100)
    visible_from = models.BigIntegerField(default=0)
    visible_until = models.BigIntegerField(default=2**53)

    def __str__(self) -> str:
        return f"{self.pk} {self.uuid}"


class SearchKey(models.Model):
    """A folded name or reading, or the later words of one, that a suggestion may begin with.

    `place` orders what begins alike, low first: whole names before later words, short keys before long ones.
    """

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="keys", db_index=False)
    key = models.CharField(max_length=64)
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "key"], name="search_key_once")]
        indexes = [models.Index(fields=["key", "place", "entry"], name="search_key_beginning")]

    def __str__(self) -> str:
        return self.key
