"""Counts queries that find nothing or little, for editors: words and how often, never who or when.

Counted in memory and written together now and then, for no visitor's answer waits for a write. What a killed process
held is lost; it was a count.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
import threading
import time
from collections import Counter
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F, QuerySet

from cms import clock
from cms.search.models import SearchMiss
from cms.search.tokens import fold

SHOWN_FROM: Final = 5
"""How often a query has to come before its words are kept and shown."""

LITTLE: Final = 2
LAPSE: Final = timedelta(days=90)
LONGEST: Final = 60
WRITE_AFTER_SECONDS: Final = 30.0
MOST_HELD: Final = 200
_PERSONAL: Final = re.compile(r"@|\d[\d\s()+-]{7,}\d")
"""E-mail addresses and telephone numbers are not counted at all."""

logger = logging.getLogger("kakuzan.search")
_HELD: Final[Counter[tuple[str, str, int]]] = Counter()
_LOCK: Final = threading.Lock()
_WRITTEN: Final = [time.monotonic()]


def note(lang: str, query: str, found: int, *, mended: bool = False) -> None:
    """Count a query that found up to LITTLE; one whose slips were mended found nothing under its own words."""
    words = " ".join(query.split()).casefold()
    if (found > LITTLE and not mended) or not words or len(words) > LONGEST or _PERSONAL.search(words):
        return
    if not settings.SEARCH_MISSES or not any(character.isalnum() for character in words):
        return
    with _LOCK:
        _HELD[lang, words, 0 if mended else found] += 1
        due = len(_HELD) >= MOST_HELD or time.monotonic() - _WRITTEN[0] > WRITE_AFTER_SECONDS
    if due:
        write()


def write() -> None:
    """Write what was counted. A database that cannot be written to loses counts, never an answer."""
    with _LOCK:
        held = dict(_HELD)
        _HELD.clear()
        _WRITTEN[0] = time.monotonic()
    try:
        with transaction.atomic():
            for (lang, words, found), count in held.items():
                _add(lang, words, found, count)
    except DatabaseError:
        logger.warning("searches that found little could not be counted", exc_info=True)


def shown() -> QuerySet[SearchMiss]:
    """Return what editors see, the most asked first."""
    return SearchMiss.objects.filter(count__gte=SHOWN_FROM).exclude(query="")


def forget_old() -> int:
    """Forget what nobody has asked for in LAPSE; return how many."""
    return SearchMiss.objects.filter(last__lt=clock.today() - LAPSE).delete()[0]


def _add(lang: str, words: str, found: int, count: int) -> None:
    digest = hmac.new(settings.SECRET_KEY.encode(), f"{lang}\0{fold(words)}".encode(errors="replace"), hashlib.sha256)
    miss, _ = SearchMiss.objects.get_or_create(
        digest=digest.hexdigest(), defaults={"lang": lang, "last": clock.today()}
    )
    known = miss.count + count >= SHOWN_FROM
    SearchMiss.objects.filter(pk=miss.pk).update(
        count=F("count") + count,
        found=found,
        last=clock.today(),
        query=words.encode(errors="replace").decode() if known else "",
    )
