"""The phrases that the scripts speak; each is a catalogue entry like any other, with its slots kept open."""

from __future__ import annotations

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """Return the phrases in the active language, as `%(name)s` patterns."""
    return {
        "always": _("day and night"),
        "closed": _("Closed"),
        "closes_in": _("Closes in %(count)s min"),
        "copied": _("Address copied"),
        "day_time": _("%(day)s, %(time)s"),
        "failed_3d": _("The 3D view could not be loaded."),
        "failed_map": _("The map could not be loaded. The list below is complete."),
        "last_entry": _("Last entry in %(count)s min"),
        "loading_3d": _("Loading the 3D view…"),
        "loading_map": _("Loading the map…"),
        "locating": _("Finding where you are…"),
        "map_label": _("Map of the places; the same places follow as a list"),
        "map_ready": _("Tap a dot for its name. Schematic, not to scale."),
        "near_denied": _("Your position is not available. The list stays as it was."),
        "near_done": _("Sorted by distance from you. Only a rounded position was sent."),
        "near_failed": _("The list could not be loaded. Please try again."),
        "near_me": _("Near me"),
        "near_none": _("Nothing within three kilometres."),
        "no_entry": _("No more entry today"),
        "open": _("Open now"),
        "opens": _("opens %(time)s"),
        "opens_at": _("opens at %(time)s"),
        "schematic": _("Schematic, not to scale."),
        "suggestions": _("Names that begin like this"),
        "suggestions_found": _("%(count)s names; choose with the arrow keys"),
        "tomorrow": _("tomorrow %(time)s"),
        "trip_add": _("Add to my trip"),
        "trip_failed": _("This browser cannot keep a list."),
        "trip_in": _("In my trip"),
        "trip_walks": _("Walking times: straight distance times 1.3 at 4 km/h."),
        "turn_3d": _("Drag to turn, pinch to come closer."),
        "unknown": _("Hours being checked"),
        "until": _("until %(time)s"),
        "until_day": _("until %(day)s"),
        "walk": _("Walk %(count)s min"),
    }
