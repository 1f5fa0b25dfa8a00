"""Remembers what was read while the seven languages of one thing are built, so that each row is read once and not seven times."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Value = TypeVar("Value")
_HELD: ContextVar[dict[Hashable, Any] | None] = ContextVar("kakuzan_memo", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Remember within this block; what was remembered is gone after it. Blocks within blocks share the outer memory."""
    if _HELD.get() is not None:
        yield
        return
    token = _HELD.set({})
    try:
        yield
    finally:
        _HELD.reset(token)


def once(key: Hashable, compute: Callable[[], Value]) -> Value:
    """Return what `compute` gave for `key` in this block, computing it the first time; outside of a block, compute always."""
    held = _HELD.get()
    if held is None:
        return compute()
    if key not in held:
        held[key] = compute()
    found: Value = held[key]
    return found


def children(instance: Any, relation: str) -> list[Any]:
    """Return the rows of a relation in their order, read once per block; works on instances made from a revision."""
    return once((id(instance), relation), lambda: _kept(instance, list(getattr(instance, relation).all())))


def _kept(instance: Any, rows: list[Any]) -> list[Any]:
    """Hold on to the instance while its rows are remembered: a key by `id` must not outlive its object."""
    once(("alive", id(instance)), lambda: instance)
    return rows
