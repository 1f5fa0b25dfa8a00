"""What search keeps beside the token tables: one entry per thing, what facets count it as, and the keys of suggestions."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from cms.languages.table import CODES
from cms.search.tokens import fold


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
    """A thing in the index; its number is the row number in every language's token table.

    `rank` is its place among what is found equally well: the turn of its kind, and the editors' order within it.

    `tokens` names the rules that its tokens were cut by. The rest is what a search may be narrowed and sorted by: years
    of its date, position in WGS84 degrees, `seasons` with a comma before, between and behind them, `shown_at` the place
    where it is displayed, whose opening hours say whether it can be seen today.
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
    shown_at = models.UUIDField(null=True, db_index=True)
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
        indexes = [
            models.Index(fields=["key", "place", "entry"], name="search_key_beginning"),
            models.Index(Substr("key", 1, 1), "place", "entry", name="search_key_one"),
            models.Index(Substr("key", 1, 2), "place", "entry", name="search_key_two"),
        ]

    def __str__(self) -> str:
        return self.key


class SearchWord(models.Model):
    """A word of a name or reading, folded and as written, which a slip of the finger may be mended to.

    One that no name has any more stays: it finds nothing, and what finds nothing is not offered.
    `backwards` is the word from its end, so that words are found by how they end.
    """

    word = models.CharField(max_length=40, unique=True)
    written = models.CharField(max_length=80)
    backwards = models.CharField(max_length=40, default="", db_index=True)

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


class SearchSynonym(models.Model):
    """What visitors call otherwise: who asks for `term` means `also` too. Works from the next search on.

    One that is switched off switches the shipped one of the same words off as well.
    """

    lang = models.CharField(
        _("language"),
        max_length=12,
        blank=True,
        choices=[(code, code) for code in CODES],
        help_text=_("Of the page that is searched; empty: every language."),
    )
    term = models.CharField(
        _("visitors type"), max_length=60, help_text=_("A word or a few, e.g. ほるもん or hot spring.")
    )
    also = models.CharField(
        _("we call it"), max_length=60, help_text=_("As it stands in texts, e.g. ホルモン or onsen.")
    )
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["term", "also"]
        constraints = [models.UniqueConstraint(fields=["lang", "term", "also"], name="search_synonym_once")]

    def __str__(self) -> str:
        return f"{self.term} → {self.also}"

    def clean(self) -> None:
        """Refuse what would widen nothing: the same word twice, or no letters at all."""
        for name in ("term", "also"):
            if not any(character.isalnum() for character in getattr(self, name)):
                raise ValidationError({name: _("At least one letter is needed.")})
        if fold(self.term) == fold(self.also):
            raise ValidationError({"also": _("Search takes these for the same word already.")})


class SearchMiss(models.Model):
    """A query that found nothing or little, and how often: no person, no address, no time but the day.

    Until it has come SHOWN_FROM times there is a keyed checksum in place of the words, so that what somebody typed once
    is nowhere kept.
    """

    digest = models.CharField(max_length=64, unique=True)
    lang = models.CharField(_("language"), max_length=12)
    query = models.CharField(_("query"), max_length=60, blank=True)
    found = models.PositiveSmallIntegerField(_("found"), default=0)
    count = models.PositiveIntegerField(_("how often"), default=0)
    last = models.DateField(_("last asked"))

    class Meta:
        verbose_name = _("search that finds little")
        verbose_name_plural = _("searches that find little")
        ordering = ["-count", "query"]

    def __str__(self) -> str:
        return self.query or "…"
