"""What the pipeline tells whoever listens."""

from django.dispatch import Signal

asset_ready = Signal()
"""Sent inside the transaction that makes new derivatives an asset's primary ones (arguments: `asset`, its uuid)."""

collect_public = Signal()
"""Asks those who know what is published to remove derivatives that nothing names (arguments: `folder` in the public
storage, `dry_run`). A receiver returns (files removed, bytes). Without a receiver nothing is removed.
"""
