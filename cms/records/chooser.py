"""One chooser for things of any kind: relations, display places, tour stops and blocks of stories all use it."""

from __future__ import annotations

from copy import copy
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import BaseChooseView, ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets.chooser import BaseChooser
from wagtail.blocks import ChooserBlock

from cms.records.finding import named
from cms.records.kinds import UnknownKind, kind, kinds
from cms.records.models import Record

ALL = ""


def kind_label(name: str) -> str:
    """Return what a kind is called in the admin's language."""
    try:
        return str(kind(name).label)
    except UnknownKind:
        return name


class RecordFilterForm(BaseFilterForm):
    """Search words and a kind; a chooser that takes only some kinds offers only those."""

    q = forms.CharField(
        label=_("Search term"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Name, reading or address")}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, widget=forms.Select(attrs={"data-chooser-modal-search-filter": True})
    )

    def __init__(self, *args: Any, accepted: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.accepted = accepted
        offered = [found for found in kinds() if found.has_page and (not accepted or found.name in accepted)]
        self.fields["kind"].choices = [(ALL, _("All kinds")), *((found.name, str(found.label)) for found in offered)]  # type: ignore[attr-defined]

    def filter(self, objects: QuerySet[Record]) -> QuerySet[Record]:
        """Return the records that fit; everything that was searched for stands in the result, live or not."""
        if self.accepted:
            objects = objects.filter(kind__in=self.accepted)
        if wanted := self.cleaned_data.get("kind"):
            objects = objects.filter(kind=wanted)
        if query := self.cleaned_data.get("q", "").strip():
            self.is_searching, self.search_query = True, query
            objects = objects.filter(Q(pk__in=named(query)) | Q(slug__icontains=query))
        return objects


class _AcceptedKinds(BaseChooseView):  # type: ignore[misc]
    """Reads the accepted kinds from the chooser's address and shows kind and state of each row."""

    filter_form_class = RecordFilterForm
    ordering = ["kind", "title"]
    per_page = 12

    def get_filter_form(self) -> RecordFilterForm:
        accepted = tuple(name for name in self.request.GET.get("kinds", "").split(",") if name)
        return RecordFilterForm(self.request.GET, accepted=accepted)

    @property
    def columns(self) -> list[Column]:
        return [
            *super().columns,
            Column("kind", label=_("Kind"), accessor=lambda record: kind_label(record.kind)),
            Column("slug", label=_("Slug")),
            Column(
                "live", label=_("State"), accessor=lambda record: _("published") if record.live else _("not public")
            ),
        ]


class RecordChooseView(_AcceptedKinds, ChooseView):  # type: ignore[misc]
    """The modal."""


class RecordChooseResultsView(_AcceptedKinds, ChooseResultsView):  # type: ignore[misc]
    """Its results, as one types."""


class RecordChooserWidget(BaseChooser):  # type: ignore[misc]
    """Chooses one record; `accepts` names the kinds it may be of (all, when empty)."""

    model = Record
    icon = "link"
    choose_one_text = _("Choose a record")
    choose_another_text = _("Choose another record")
    link_to_chosen_text = _("Edit this record")
    chooser_modal_url_name = "record_chooser:choose"

    def __init__(self, *, accepts: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.accepts = accepts
        super().__init__(**kwargs)

    def get_chooser_modal_url(self) -> str:
        """Return the modal's address with the accepted kinds."""
        url = str(super().get_chooser_modal_url())
        return f"{url}?{urlencode({'kinds': ','.join(self.accepts)})}" if self.accepts else url

    def get_value_data_from_instance(self, instance: Record) -> dict[str, Any]:
        """Return what the form's script shows; ids as text, for a block's state is plain JSON."""
        data: dict[str, Any] = super().get_value_data_from_instance(instance)
        return data | {"id": str(instance.pk)}

    def get_display_title(self, instance: Record) -> str:
        """Return name and kind, for a name alone may be both a castle and a tour."""
        return f"{instance} ({kind_label(instance.kind)})"


class RecordChooserViewSet(ChooserViewSet):  # type: ignore[misc]
    """Registers the modal and makes it the form field of every foreign key to `Record`."""

    model = Record
    icon = "link"
    choose_one_text = _("Choose a record")
    choose_another_text = _("Choose another record")
    edit_item_text = _("Edit this record")
    preserve_url_parameters = ["multiple", "kinds"]
    choose_view_class = RecordChooseView
    choose_results_view_class = RecordChooseResultsView
    base_widget_class = RecordChooserWidget


class RecordChooserBlock(ChooserBlock):  # type: ignore[misc]
    """A record in a page's body. The page keeps the reference, never the record's facts."""

    target_model = Record

    def __init__(self, *, accepts: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.accepts = accepts
        self.widget = RecordChooserWidget(accepts=accepts)
        super().__init__(**kwargs)

    def bulk_to_python(self, values: Any) -> list[Any]:
        """Return the records of stored ids in order; ids are text in JSON and uuids in the table."""
        found = {str(pk): record for pk, record in Record.objects.in_bulk([value for value in values if value]).items()}
        return [copy(found[str(value)]) if str(value) in found else None for value in values]

    def get_prep_value(self, value: Any) -> str | None:
        """Return the id as text."""
        return str(value.pk) if value is not None else None

    def clean(self, value: Any) -> Any:
        """Refuse a kind that the block cannot show, whatever the form posted."""
        record = super().clean(value)
        if record is not None and self.accepts and record.kind not in self.accepts:
            raise forms.ValidationError(
                _("%(title)s is of a kind that cannot stand here."), params={"title": str(record)}
            )
        return record

    def get_preview_value(self) -> Any:
        """Return a published record of an accepted kind, so that a preview shows real content."""
        found = Record.objects.filter(live=True)
        return (found.filter(kind__in=self.accepts) if self.accepts else found).first()

    class Meta:
        icon = "link"
