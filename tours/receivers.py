"""Signals enqueue, nothing else."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.signals import published, unpublished

from cms.publishing.services import enqueue
from tours.holidays import touched_by
from tours.models.holiday import CityHoliday
from tours.models.notice import Notice
from tours.notices.services import touch


def on_notice(sender: type, instance: Any, **kwargs: Any) -> None:
    """A notice went live or was taken back: what it touches is made anew."""
    if isinstance(instance, Notice):
        touch(instance)


def on_holiday(sender: type, instance: CityHoliday, **kwargs: Any) -> None:
    """A day became or ceased to be a holiday here: places whose hours follow it are made anew."""
    days = {day for day in (instance.day, instance.before) if day is not None}
    enqueue(*touched_by(days), reason=f"holiday {instance.day}")


def connect() -> None:
    """Attach the receivers; called once, in `AppConfig.ready`."""
    published.connect(on_notice, dispatch_uid="tours.notice.published")
    unpublished.connect(on_notice, dispatch_uid="tours.notice.unpublished")
    post_save.connect(on_holiday, sender=CityHoliday, dispatch_uid="tours.holiday.saved")
    post_delete.connect(on_holiday, sender=CityHoliday, dispatch_uid="tours.holiday.deleted")
