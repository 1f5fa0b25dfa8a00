"""Once a day, soon after midnight in Tsuyama, everything is made anew; what a stopped worker missed is caught up."""

from __future__ import annotations

from django.db import transaction

from cms import clock
from cms.publishing.models import Counter
from cms.publishing.rebuilding import roll

NAME = "rolled"


def roll_when_due() -> bool:
    """Roll if today has not been rolled yet; return whether it was done. The first start counts as rolled."""
    today = clock.today().toordinal()
    with transaction.atomic():
        counter, fresh = Counter.objects.select_for_update().get_or_create(name=NAME, defaults={"value": today})
        if fresh or counter.value == today:
            return False
        Counter.objects.filter(name=NAME).update(value=today)
    roll()
    return True
