"""A web process before its first request: everything loaded, and out of the garbage collector's sight."""

from __future__ import annotations

import gc

from django.urls import URLResolver, get_resolver


def settle() -> None:
    """Load the addresses and all that their views import, then let the collector pass over what is there.

    That stays as long as the process. Looking through all of it takes the collector 140 ms, again and again, and each time
    somebody waits for it; what is looked through afterwards takes less than one.
    """
    waiting = [get_resolver()]
    while waiting:
        waiting += [pattern for pattern in waiting.pop().url_patterns if isinstance(pattern, URLResolver)]
    gc.collect()
    gc.freeze()
