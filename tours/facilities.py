"""What visitors look for at a place: the closed list of facilities."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

FACILITY_CHOICES = [
    ("wifi", _("Wi-Fi")),
    ("toilet", _("toilet")),
    ("accessible_toilet", _("accessible toilet")),
    ("step_free", _("step-free access")),
    ("nursing", _("nursing room")),
    ("parking", _("parking")),
    ("payment", _("payment")),
    ("languages", _("languages spoken")),
    ("rental_bicycle", _("rental bicycles")),
    ("lockers", _("lockers")),
    ("shop", _("shop")),
    ("food", _("food and drink")),
    ("information", _("tourist information")),
    ("touch_display", _("touch display")),
    ("audio_guide", _("audio guide")),
    ("pets", _("pets allowed")),
]
STATUS_CHOICES = [("yes", _("yes")), ("no", _("no")), ("unknown", _("not yet known"))]
