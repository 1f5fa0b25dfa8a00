"""Doing independent pieces on all cores: numpy and the ray caster let go of the interpreter's lock while they work."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

MOST = 4


def in_order(function: Callable[[T], R], items: Iterable[T]) -> list[R]:
    """Return `function` of each item, in the items' order; at most four at a time, for memory's sake."""
    return list(as_ready(function, items))


def as_ready(function: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
    """Yield `function` of each item, in the items' order, as they get ready."""
    with ThreadPoolExecutor(min(MOST, os.cpu_count() or 1)) as pool:
        yield from pool.map(function, items)


def ahead(function: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
    """Yield `function` of each item, in the items' order, while the next few are worked on; items are taken one at a time,
    so that what is read from a file never lies in memory as a whole.
    """
    workers = min(MOST, os.cpu_count() or 1)
    waiting: deque[Future[R]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        for item in items:
            waiting.append(pool.submit(function, item))
            if len(waiting) > workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
