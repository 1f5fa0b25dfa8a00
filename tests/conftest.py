"""What all tests share."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _clear_caches() -> None:
    """Start each test with an empty cache, so that no test leans on another."""
    from django.core.cache import cache

    cache.clear()
