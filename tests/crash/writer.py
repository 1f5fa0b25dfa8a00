"""An editor who never rests: `python -m tests.crash.writer` edits, takes back and publishes one place until it is killed."""

from __future__ import annotations

import itertools
import time


def main() -> None:
    """Do the three in turn; a database that is busy is tried again."""
    import django

    django.setup()
    from django.db import OperationalError

    from tours.models import Place

    for number in itertools.count():
        place = Place.objects.get()
        try:
            if number % 3 == 2:
                place.unpublish()
            else:
                place.short = place.short.with_text("ja", f"石垣の残る城跡 {number}")
                place.save_revision().publish()
        except OperationalError:
            time.sleep(0.1)
        time.sleep(0.05)


if __name__ == "__main__":
    main()
