"""One endpoint per module."""
