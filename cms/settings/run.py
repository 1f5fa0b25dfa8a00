"""The whole system on one machine with embedded engines and demo content, over plain HTTP (`make run`)."""

from __future__ import annotations

from cms.settings.base import *  # noqa: F403

PROFILE = "run"
