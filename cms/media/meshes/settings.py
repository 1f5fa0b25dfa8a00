"""What a curator may say of a scan beside its files: what for, which size and axes, what to cut away, how it was captured."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.media.meshes import planes, recipes
from cms.media.meshes.widgets import RecipeSelect
from media_pipeline.jobs.services import Order

UNITS: Final = [
    ("", _("as the file says, else metres")),
    ("mm", "mm"),
    ("cm", "cm"),
    ("m", "m"),
    ("unknown", _("unknown: nobody can say")),
]
UPS: Final = [("", _("as the file says"))] + [(axis, axis.upper()) for axis in ("y", "z", "x", "-y", "-z", "-x")]
HANDS: Final = [
    ("", _("right-handed, as nearly all are")),
    ("left", _("left-handed: text on it is mirrored")),
]
BOX: Final = ("left", "bottom", "back", "right", "top", "front")
GROUPS: Final = (
    (_("Size and axes"), ("unit", "measured_m", "model_units", "up", "handedness")),
    (
        _("Cut away what does not belong"),
        (*(f"box_{name}" for name in BOX), "plane_side", "plane_at", "plane_point", "plane_normal"),
    ),
    (_("Place on the map"), ("crs", "offset")),
    (_("How it was captured"), ("date", "device", "photo_count", "operator", "scale_error_mm")),
)
CAPTURE: Final = ("date", "device", "photo_count", "operator")


def metres(label: Any, **more: Any) -> forms.FloatField:
    """Return a field for a length in metres."""
    widget = forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"})
    return forms.FloatField(label=label, required=False, widget=widget, **more)


class NumbersField(forms.CharField):
    """Three numbers in one line; cleans to a list, or to None."""

    def __init__(self, **members: Any) -> None:
        super().__init__(required=False, max_length=120, **members)

    def clean(self, value: Any) -> list[float] | None:  # type: ignore[override]
        """Read the numbers."""
        return planes.three(super().clean(value))


class SettingsForm(forms.Form):
    """Shared by the upload and by running again. `own` is the recipe of the job it begins with."""

    recipe = forms.ChoiceField(label=_("What for"), widget=RecipeSelect)
    unit = forms.ChoiceField(label=_("Unit of length"), choices=UNITS, required=False)
    measured_m = metres(
        _("A length measured on site (m)"),
        min_value=0,
        help_text=_("For instance of a scale bar in the scan. It goes before the unit."),
    )
    model_units = metres(_("The same length in the numbers of the file"), min_value=0)
    up = forms.ChoiceField(label=_("Axis that points up"), choices=UPS, required=False)
    handedness = forms.ChoiceField(label=_("Handedness"), choices=HANDS, required=False)
    box_left = metres(_("Box: from the left (m)"))
    box_bottom = metres(_("Box: from below (m)"))
    box_back = metres(_("Box: from behind (m)"))
    box_right = metres(_("Box: to the right (m)"))
    box_top = metres(_("Box: to above (m)"))
    box_front = metres(_("Box: to the front (m)"))
    plane_side = forms.ChoiceField(
        label=_("Plane: keep only what is"),
        choices=planes.CHOICES,
        required=False,
    )
    plane_at = metres(_("Plane: at (m)"), help_text=_("For a plane across one axis."))
    plane_point = NumbersField(label=_("Plane: a point of it (m; to the right, upward, to the front)"))
    plane_normal = NumbersField(label=_("Plane: direction towards what stays (to the right, upward, to the front)"))
    crs = forms.RegexField(
        r"(?i)^\s*(EPSG:)?\s*\d{4,6}\s*$",
        label=_("Coordinate system of the map (EPSG code)"),
        required=False,
        error_messages={"invalid": _("Four to six digits are needed, as in 6673.")},
        help_text=_(
            "For instance 6673: Japan Plane Rectangular CS V. The manifest then says where the model's origin lies."
        ),
    )
    offset = NumbersField(
        label=_("Taken off the coordinates before (m; easting, northing, height)"),
        help_text=_("What the survey program subtracted, for instance -36000, -104000, 0."),
    )
    date = forms.DateField(label=_("Day of capture"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    device = forms.CharField(label=_("Camera or scanner"), required=False, max_length=120)
    photo_count = forms.IntegerField(label=_("Number of photographs"), required=False, min_value=0)
    operator = forms.CharField(
        label=_("Who captured it"), required=False, max_length=120, help_text=_("Not shown to visitors.")
    )
    scale_error_mm = metres(_("Error of the scale (mm)"), min_value=0)

    def __init__(self, *args: Any, own: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipe"].choices = recipes.choices(own)  # type: ignore[attr-defined]
        self.fields["recipe"].initial = own or "web"

    def clean_crs(self) -> str:
        """Return the code as recipes write it: EPSG:6673."""
        digits = re.sub(r"\D", "", self.cleaned_data["crs"])
        return f"EPSG:{digits}" if digits else ""

    def groups(self) -> list[dict[str, Any]]:
        """Return the fields beside the recipe in folders; one that holds something is open."""
        rows = []
        for title, names in GROUPS:
            fields = [self[name] for name in names]
            opened = any(field.value() not in (None, "") or field.errors for field in fields)
            rows.append({"title": title, "fields": fields, "open": opened, "cut": "plane_at" in names})
        return rows

    def clean(self) -> dict[str, Any]:
        """Demand what belongs together: both lengths of a scale bar, all sides of a box, a plane with its place."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return said
        for name, words in wrong(said).items():
            self.add_error(name, ValidationError(words))
        return said

    def order(self) -> Order:
        """Return what the job is to do."""
        said = self.cleaned_data
        return Order(said["recipe"], said["unit"], said["up"], changes(said))

    def capture(self) -> dict[str, Any]:
        """Return how it was captured, as the manifest says it."""
        said = self.cleaned_data
        rows = {name: said[name] for name in CAPTURE if said[name] not in (None, "")}
        if "date" in rows:
            rows["date"] = rows["date"].isoformat()
        if said["scale_error_mm"] is not None:
            rows["scale_error_m"] = said["scale_error_mm"] / 1000
        return rows


def wrong(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is wrong with values that must stand together, by the field at which it is to be said."""
    found: dict[str, Any] = {}
    if bool(said["measured_m"]) != bool(said["model_units"]):
        found["model_units" if said["measured_m"] else "measured_m"] = _("A scale bar needs both lengths, above zero.")
    box = {name: said[f"box_{name}"] for name in BOX}
    missing = [name for name, value in box.items() if value is None]
    if len(missing) < len(BOX):
        found |= {f"box_{name}": _("A box needs all six numbers.") for name in missing}
    if not missing:
        pairs = zip(BOX[:3], BOX[3:], strict=True)
        found |= {f"box_{high}": _("The box ends before it begins.") for low, high in pairs if box[low] >= box[high]}
    return found | planes.wrong(said)


def changes(said: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the members of a recipe's sections that the curator's words replace."""
    source: dict[str, Any] = {}
    repair: dict[str, Any] = {}
    if said["measured_m"]:
        source["scale_bar"] = {"measured_m": said["measured_m"], "model_units": said["model_units"]}
    if said["handedness"]:
        source["handedness"] = said["handedness"]
    if said["box_left"] is not None:
        repair["cut_box"] = [said[f"box_{name}"] for name in BOX]
    if plane := planes.row(said):
        repair["cut_planes"] = [plane]
    source |= {name: said[name] for name in ("crs", "offset") if said[name]}
    return {name: members for name, members in (("source", source), ("repair", repair)) if members}


def said_before(order: Order, capture: Mapping[str, Any]) -> dict[str, Any]:
    """Return the form's values for an order and a capture, so that running again begins with what was said."""
    source, repair = order.changes.get("source", {}), order.changes.get("repair", {})
    values: dict[str, Any] = {"recipe": order.recipe, "unit": order.unit, "up": order.up}
    values |= source.get("scale_bar", {}) | {"handedness": source.get("handedness", "")}
    values |= {f"box_{name}": value for name, value in zip(BOX, repair.get("cut_box", ()), strict=False)}
    for plane in repair.get("cut_planes", ())[:1]:
        values |= planes.said_of(plane)
    values |= {"crs": source.get("crs", ""), "offset": planes.written(source.get("offset", ()))}
    values |= {name: capture[name] for name in CAPTURE if name in capture}
    if "scale_error_m" in capture:
        values["scale_error_mm"] = capture["scale_error_m"] * 1000
    return values
