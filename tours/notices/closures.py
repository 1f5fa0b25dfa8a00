"""A notice that closes a place takes its time out of the opening windows."""

from __future__ import annotations

from uuid import UUID

from django.apps import apps

from cms.records.facts import Window

FOREVER = 2**53
"""The end of a closure that nobody has ended yet, in epoch seconds."""


def closures(record: UUID) -> list[tuple[int, int]]:
    """Return the spans, in epoch seconds, for which a live notice says that a record is closed."""
    notice = apps.get_model("tours", "Notice")
    found = notice.objects.filter(records__record_id=record, live=True, restricted=False, notice_kind="closed")
    return sorted(
        (int(row.starts.timestamp()), int(row.expires.timestamp()) if row.expires else FOREVER)
        for row in found.distinct()
    )


def without(windows: list[Window], closed: list[tuple[int, int]]) -> list[Window]:
    """Return windows with the closed spans cut out; the last entry never lies after the end of its window."""
    for shut, reopens in closed:
        windows = [part for window in windows for part in _cut(window, shut, reopens)]
    return windows


def _cut(window: Window, shut: int, reopens: int) -> list[Window]:
    start, end, last = window
    if reopens <= start or shut >= end:
        return [window]
    parts: list[Window] = []
    if start < shut:
        parts.append((start, shut, None if last is None else min(last, shut)))
    if reopens < end:
        parts.append((reopens, end, None if last is None or last < reopens else last))
    return parts
