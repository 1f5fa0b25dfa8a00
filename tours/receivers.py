"""Signals enqueue, nothing else."""

from __future__ import annotations

from typing import Any

from wagtail.signals import published, unpublished

from tours.models.notice import Notice
from tours.notices.services import touch


def on_notice(sender: type, instance: Any, **kwargs: Any) -> None:
    """A notice went live or was taken back: what it touches is made anew."""
    if isinstance(instance, Notice):
        touch(instance)


def connect() -> None:
    """Attach the receivers; called once, in `AppConfig.ready`."""
    published.connect(on_notice, dispatch_uid="tours.notice.published")
    unpublished.connect(on_notice, dispatch_uid="tours.notice.unpublished")
