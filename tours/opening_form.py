"""The form of an opening rule: rows of hours, closing days, seasons and exceptions over the rule's JSON, with the rule in words beside."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.auth import require_admin_access

from cms import clock
from cms.languages.formats import date_text, time_range
from tours.holidays import calendar
from tours.opening import OpeningRuleError, from_json, sentences, windows

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PREVIEW_DAYS = 14


class OpeningWidget(forms.Textarea):
    """A text area with the rule's JSON, which `opening.js` replaces by a form; without scripts the JSON can be edited."""

    template_name = "tours/opening_widget.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 6, **(attrs or {})})

    def format_value(self, value: Any) -> str:
        """Return the rule as indented JSON, empty for none; what is no JSON as it was typed."""
        if value in (None, "", "null"):
            return ""
        try:
            parsed = json.loads(value) if isinstance(value, str) else value
        except json.JSONDecodeError:
            return str(value)
        return json.dumps(parsed, ensure_ascii=False, indent=1) if parsed else ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return the words that the script needs beside the usual context."""
        context = super().get_context(name, value, attrs)
        context["words"] = json.dumps(_words(), ensure_ascii=False)
        return context

    class Media:
        css = {"all": ["tours/opening.css"]}
        js = ["tours/opening.js"]


@require_admin_access
@require_POST
def preview(request: HttpRequest) -> JsonResponse:
    """Say a rule in words and list the next fourteen days, or say what is wrong: {sentences, days} or {errors}."""
    text = request.POST.get("rule", "")
    try:
        rule = from_json(json.loads(text or "{}"))
    except (OpeningRuleError, json.JSONDecodeError) as error:
        return JsonResponse({"errors": str(error).split("; ")})
    today = clock.today()
    found = windows(rule, today, PREVIEW_DAYS, calendar()) if rule.known else []
    days = []
    for number in range(PREVIEW_DAYS if rule.known else 0):
        day = today + timedelta(days=number)
        spans = [time_range(w.start, w.end, "ja") for w in found if w.start.astimezone(clock.TOKYO).date() == day]
        days.append({"day": date_text(day, "ja", weekday=True, year=False), "hours": "、".join(spans) or _("closed")})
    return JsonResponse({"sentences": sentences(rule, "ja", today=today), "days": days})


def _words() -> dict[str, Any]:
    return {
        "kinds": {
            "": _("no hours given"),
            "hours": _("regular hours"),
            "always": _("open at any time"),
            "appointment": _("by appointment"),
            "unknown": _("not known"),
        },
        "days": dict(zip(DAYS, (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")), strict=True)),
        "hours": _("Hours"),
        "closed_weekdays": _("Closed on weekdays"),
        "if_holiday": {
            "closed": _("closed on holidays too"),
            "open": _("open if it is a holiday"),
            "shift_to_next_non_holiday": _("closed on the next working day instead"),
        },
        "months": _("only in months (e.g. 1,2,12; empty means all)"),
        "day_after_holiday": {
            "open": _("the day after a holiday is a usual day"),
            "closed": _("closed on the day after a holiday"),
            "closed_unless_holiday": _("closed on the day after a holiday, unless it is one itself"),
        },
        "closed_dates": _("Closed every year"),
        "seasons": _("Seasons with hours of their own"),
        "without_closing_days": _("no closing days in this season"),
        "exceptions": _("Exceptions on real dates"),
        "reason": _("reason"),
        "opens": _("opens"),
        "closes": _("closes"),
        "last_entry": _("last entry"),
        "from": _("from"),
        "until": _("until"),
        "add": _("Add"),
        "remove": _("Remove"),
        "in_words": _("In words"),
        "next_days": _("The next two weeks"),
        "closed_hint": _("leave the hours empty: closed"),
    }
