"""`cms.settings.run` in a hurry: a display asks every second, so that a test need not wait for half a minute."""

from __future__ import annotations

from cms.settings.run import *  # noqa: F403

SIGNAGE_POLL_SECONDS = 1
SIGNAGE_PAIR_SECONDS = 1
