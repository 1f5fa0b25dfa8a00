"""Search over 100,000 objects inside SQLite: few found, many found, suggestions, and what the index takes.

All are in Japanese, the language that is asked. KAKUZAN_BENCH_DOCUMENTS takes another number.
"""

from __future__ import annotations

import django

from tests.bench.figures import Figure
from tests.bench.sizes import documents


def measure() -> list[Figure]:
    """Fill, check and measure."""
    django.setup()
    from django.core.management import call_command

    from tests.bench.large import figures

    call_command("migrate", verbosity=0)
    return figures(documents(100_000), few_most=40, typed_most=10)
