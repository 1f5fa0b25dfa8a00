"""What search keeps beside the token tables: one entry per thing, what facets count it as, and the keys of suggestions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


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
    """A thing in the index; its number is the row number in every language's token table. `rank` is the editors' order.

    `tokens` names the rules that its tokens were cut by. The rest is what a search may be narrowed and sorted by: years
    of its date, position in WGS84 degrees, `seasons` with a comma before, between and behind them.
    """

    uuid = models.UUIDField(unique=True)
    facet = models.ForeignKey(SearchFacet, on_delete=models.PROTECT, related_name="entries", db_index=False)
    rank = models.PositiveSmallIntegerField(default=100)
    visible_from = models.BigIntegerField(default=0)
    visible_until = models.BigIntegerField(default=2**53)
    tokens = models.CharField(max_length=12, blank=True, db_index=True)
    earliest = models.SmallIntegerField(null=True)
    latest = models.SmallIntegerField(null=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    seasons = models.CharField(max_length=60, blank=True)
    rights = models.CharField(max_length=32, blank=True)
    displayed = models.BooleanField(default=False)
    scene = models.BooleanField(default=False)

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


class SearchWord(models.Model):
    """A word of a name or reading, folded and as written, which a slip of the finger may be mended to.

    One that no name has any more stays: it finds nothing, and what finds nothing is not offered.
    """

    word = models.CharField(max_length=40, unique=True)
    written = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.word


class SearchBuild(models.Model):
    """One build of the cluster's indexes, all kinds together: how far it was copied, and the last change it has.

    `applied` is the sequence number up to which every change of a published thing is in it. `copied` is the last thing copied
    from the documents' table, in the order of uuids; a build that was interrupted goes on behind it.
    """

    class State(models.TextChoices):
        """What a build is good for."""

        BUILDING = "building", _("being built")
        SERVING = "serving", _("answering")
        RETIRED = "retired", _("to be removed")

    stamp = models.CharField(max_length=24, unique=True)
    shape = models.CharField(max_length=16)
    state = models.CharField(max_length=8, choices=State.choices, default=State.BUILDING)
    applied = models.BigIntegerField(default=0)
    copied = models.CharField(max_length=36, blank=True)
    documents = models.BigIntegerField(default=0)
    error = models.TextField(blank=True)
    begun = models.DateTimeField()
    served = models.DateTimeField(null=True)
    retired = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.stamp} {self.state}"
