"""Filters of the documentation page."""
