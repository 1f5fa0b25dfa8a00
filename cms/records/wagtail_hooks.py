"""Registration only."""

from wagtail import hooks

from cms.records.chooser import RecordChooserViewSet


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]
def record_chooser() -> RecordChooserViewSet:
    """Let forms choose records of any kind."""
    return RecordChooserViewSet("record_chooser", url_prefix="records/choose")
