"""Registration only."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from cms.records.chooser import RecordChooserViewSet
from cms.records.locking import lock
from cms.records.overdue import OverduePanel
from cms.records.ownership import refuse_others
from cms.records.viewsets import VocabularyGroup


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]
def record_chooser() -> RecordChooserViewSet:
    """Let forms choose records of any kind."""
    return RecordChooserViewSet("record_chooser", url_prefix="records/choose")


for moment in ("before_edit_snippet", "before_delete_snippet", "before_publish", "before_unpublish"):
    hooks.register(moment, refuse_others)


register_snippet(VocabularyGroup)


@hooks.register("before_bulk_action")  # type: ignore[untyped-decorator]
def lock_what_was_ticked(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    """Lock all that was ticked in a list before anything is done with the first: it goes in one transaction."""
    lock(objects)


@hooks.register("construct_homepage_panels")  # type: ignore[untyped-decorator]
def overdue_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Put what waits for confirmation on the desk."""
    panels.append(OverduePanel())
