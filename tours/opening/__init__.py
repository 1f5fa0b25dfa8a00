"""Opening rules of places in Japan: typed, holiday-correct, evaluated in Asia/Tokyo. Needs no Django.

The engine is our own because no library at hand knows 国民の休日 or a closing day that moves past a run of
holidays; OSM text is written for exchange only.
"""

from tours.opening.faults import OpeningRuleError, Problem
from tours.opening.holidays import HolidayCalendar
from tours.opening.json_form import from_json, schema, to_json
from tours.opening.osm import OsmText, to_osm
from tours.opening.parts import Part, describe
from tours.opening.rule import ALWAYS_OPEN, UNKNOWN, Kind, OpeningRule
from tours.opening.windows import NOT_KNOWN, State, Window, state, windows
from tours.opening.wording import sentences

__all__ = [
    "ALWAYS_OPEN",
    "NOT_KNOWN",
    "UNKNOWN",
    "HolidayCalendar",
    "Kind",
    "OpeningRule",
    "OpeningRuleError",
    "OsmText",
    "Part",
    "Problem",
    "State",
    "Window",
    "describe",
    "from_json",
    "schema",
    "sentences",
    "state",
    "to_json",
    "to_osm",
    "windows",
]
