"""What records tell the rooms above them."""

from django.dispatch import Signal

record_changed = Signal()
"""Sent inside the transaction that changed a live record outside of publishing (arguments: `instance`)."""
