"""What the pipeline tells whoever listens."""

from django.dispatch import Signal

asset_ready = Signal()
"""Sent inside the transaction that makes new derivatives an asset's primary ones (arguments: `asset`, its uuid)."""
