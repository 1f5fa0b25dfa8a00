"""The same town as Wagtail pages behind Wagtail's API v2, as one would build it without this project."""
