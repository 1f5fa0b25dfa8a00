"""The form of every record, tag and category."""

from __future__ import annotations

from wagtail.admin.forms.models import WagtailAdminModelForm

from cms.languages.merging import MergingForm


class RecordForm(MergingForm, WagtailAdminModelForm):  # type: ignore[misc]
    """Merges with what was saved since it was opened; languages that its user may not edit stay as they are."""
