"""The demo asset in the database: the keep, generated and run through the real pipeline by the media worker."""

from __future__ import annotations

from uuid import NAMESPACE_URL, UUID, uuid5

KEEP = uuid5(NAMESPACE_URL, "kakuzan:asset:tsuyama-keep")
"""The id of the keep's asset, the same in every installation."""


def queue_keep() -> UUID:
    """Queue the keep if it is not there yet; return its id."""
    from media_pipeline.jobs.services import generated

    return generated(KEEP, title="津山城天守（復元案）", generator="keep", recipe="demo-keep").pk
