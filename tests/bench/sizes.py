"""How large a bench is, when something smaller than the issue's sizes is to be tried, and what it lacks on this machine."""

from __future__ import annotations

import os


class Skipped(Exception):
    """This machine lacks what the bench measures; the message says what to install."""


def documents(default: int) -> int:
    """Return the number of documents: KAKUZAN_BENCH_DOCUMENTS, or the one that the budget is for."""
    return int(os.environ.get("KAKUZAN_BENCH_DOCUMENTS") or default)


def seconds(default: float) -> float:
    """Return how long a load lasts: KAKUZAN_BENCH_SECONDS, or the default."""
    return float(os.environ.get("KAKUZAN_BENCH_SECONDS") or default)


def languages(default: int) -> int:
    """Return in how many languages every thing has a document: KAKUZAN_BENCH_LANGUAGES, or the default."""
    return int(os.environ.get("KAKUZAN_BENCH_LANGUAGES") or default)
