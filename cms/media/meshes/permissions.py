"""Whoever may add images may add models."""

ADD = "cms_media.add_kakuzanimage"
