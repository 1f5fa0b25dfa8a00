"""Every query parameter of the API, once."""

from __future__ import annotations

from typing import Final

from api.parameters import values
from api.parameters.parsing import Parameter
from cms.languages.table import CODES
from cms.media.rights import LICENCES

KINDS: Final = ("place", "item", "event", "tour", "story")
SEASONS: Final = ("spring", "summer", "autumn", "winter")
BOOSTS: Final = ("season", "open", "near")
RIGHTS: Final = ("free", *(code for code, _ in LICENCES))
NEARBY_MOST_M: Final = 50_000
EARTH_M: Final = 20_040_000
"""Half the circumference: no two points are farther apart."""

_NUMBERS = {"type": "number"}
_SLUG_SCHEMA = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 60}
_TIME_SCHEMA = {"type": "string", "format": "date-time"}

CATALOGUE: Final[dict[str, Parameter]] = {
    parameter.name: parameter
    for parameter in (
        Parameter(
            "lang",
            values.language,
            f"one of {', '.join(CODES)}",
            {"type": "string", "enum": list(CODES)},
            "The language wanted, in any case. Without it `Accept-Language` decides; one with none of ours gets en.",
            example="ja",
        ),
        Parameter(
            "limit",
            values.integer(1, 100),
            "an integer from 1 to 100",
            {"type": "integer", "minimum": 1, "maximum": 100},
            "How many results at most.",
            default=20,
        ),
        Parameter(
            "cursor",
            values.text_of(1, 400),
            "the cursor of a `next` address",
            {"type": "string", "maxLength": 400},
            "Where to go on. Opaque: follow `next` instead of making one.",
            default="",
        ),
        Parameter(
            "tag",
            values.slug,
            "the slug of a tag, e.g. castle",
            _SLUG_SCHEMA,
            "Only things with this tag. Repeated, up to 10 times: with all of them.",
            default=(),
            repeatable=True,
            example=["castle"],
        ),
        Parameter(
            "category",
            values.slug,
            "the slug of a category, e.g. museum",
            _SLUG_SCHEMA,
            "Only things of this category of their own kind.",
            default="",
        ),
        Parameter(
            "kind",
            values.one_of(*KINDS),
            f"one of {', '.join(KINDS)}",
            {"type": "string", "enum": list(KINDS)},
            "Only things of this kind.",
            default="",
        ),
        Parameter(
            "bbox",
            values.box,
            "minLon,minLat,maxLon,maxLat in degrees (WGS84), e.g. 133.9,35.0,134.1,35.1",
            {"type": "string"},
            "Only things inside this rectangle of WGS84 degrees: `minLon,minLat,maxLon,maxLat`.",
            example="133.9,35.0,134.1,35.1",
        ),
        Parameter(
            "near",
            values.point,
            "lat,lon in degrees (WGS84), e.g. 35.0628,134.0050",
            {"type": "string"},
            "Sorted by distance from `lat,lon`; each result has `distance_m`. Things without a position are left out.",
            example="35.0628,134.0050",
        ),
        Parameter(
            "radius_m",
            values.metres(EARTH_M),
            "metres, a number above 0",
            {"type": "number", "exclusiveMinimum": 0, "maximum": EARTH_M},
            "Only things within this distance of `near`, in metres. Without it there is no limit.",
            needs="near",
        ),
        Parameter(
            "season",
            values.one_of(*SEASONS),
            f"one of {', '.join(SEASONS)}",
            {"type": "string", "enum": list(SEASONS)},
            "Only things that are best in this season.",
            default="",
        ),
        Parameter(
            "open_at",
            values.moment_ahead,
            f"RFC 3339 with offset, within the {values.DAYS_AHEAD} days ahead, e.g. 2026-11-23T10:00:00+09:00",
            _TIME_SCHEMA,
            "Only things known to be open at this moment, at most 14 days ahead.",
        ),
        Parameter(
            "years",
            values.years,
            "two years such as 1603-1868, one year, or a Japanese era such as 慶長",
            {"type": "string"},
            "Only things whose date touches these years.",
            example="1603-1868",
        ),
        Parameter(
            "on_display",
            values.one_of("today"),
            "today",
            {"type": "string", "enum": ["today"]},
            "Only things that have a place on display, in a house that is not closed all day today; one whose hours are unknown counts.",
            default="",
        ),
        Parameter(
            "has_3d",
            values.one_of("true"),
            "true",
            {"type": "string", "enum": ["true"]},
            "Only things that are shown in 3D.",
            default="",
        ),
        Parameter(
            "rights",
            values.rights,
            f"one of {', '.join(RIGHTS)}",
            {"type": "string", "enum": list(RIGHTS)},
            "Only things with these rights; `free`: with any that let everybody use a thing again for any purpose.",
            default=(),
        ),
        Parameter(
            "boost",
            values.one_of(*BOOSTS),
            f"one of {', '.join(BOOSTS)}",
            {"type": "string", "enum": list(BOOSTS)},
            "What comes first among things found equally well: `season`, best at this time of year; `open`, open now; `near`, "
            "the nearest to `near`, which then no longer sorts. Repeated: several.",
            default=(),
            repeatable=True,
            example=["open"],
        ),
        Parameter(
            "explain",
            values.one_of("1"),
            "1",
            {"type": "string", "enum": ["1"]},
            "Each result has `explain`: why it stands where it stands. For staff with a session of the admin; 403 for others.",
            default="",
        ),
        Parameter(
            "updated_since",
            values.moment,
            "RFC 3339 with offset, e.g. 2026-11-23T10:00:00+09:00",
            _TIME_SCHEMA,
            "Only things whose document changed at or after this moment. For synchronising use `changes`.",
        ),
        Parameter(
            "lat",
            values.latitude,
            "degrees (WGS84) from -90 to 90",
            _NUMBERS | {"minimum": -90, "maximum": 90},
            "Latitude in WGS84 degrees.",
            required=True,
            example=35.0628,
        ),
        Parameter(
            "lon",
            values.longitude,
            "degrees (WGS84) from -180 to 180",
            _NUMBERS | {"minimum": -180, "maximum": 180},
            "Longitude in WGS84 degrees.",
            required=True,
            example=134.005,
        ),
        Parameter(
            "since",
            values.sequence,
            "a sequence number, 0 or more",
            {"type": "integer", "minimum": 0},
            "The `until` of the last answer; 0 is everything.",
            default=0,
        ),
        Parameter(
            "q",
            values.text_of(1, 200),
            "1 to 200 characters",
            {"type": "string", "minLength": 1, "maxLength": 200},
            "What is looked for.",
            required=True,
            example="城",
        ),
    )
}

RADIUS_NEARBY: Final = Parameter(
    "radius_m",
    values.metres(NEARBY_MOST_M),
    f"metres, a number above 0 and up to {NEARBY_MOST_M}",
    {"type": "number", "exclusiveMinimum": 0, "maximum": NEARBY_MOST_M},
    "How far around, in metres.",
    default=1000.0,
)


def parameters(*names: str, **changed: Parameter) -> dict[str, Parameter]:
    """Return parameters by name, `lang` always first; `changed` holds those that differ from the catalogue's."""
    return {name: changed[name] if name in changed else CATALOGUE[name] for name in ("lang", *names, *changed)}
