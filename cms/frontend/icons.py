"""The line icons of the site: one path each on a grid of 24, drawn with a stroke of 1.75 in the colour of the text."""

from __future__ import annotations

from typing import Final

PATHS: Final[dict[str, str]] = {
    "home": "M4 11 12 4l8 7v8.5a.5.5 0 0 1-.5.5H15v-6H9v6H4.5a.5.5 0 0 1-.5-.5z",
    "search": "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 20.5 20.5",
    "map": "M12 21c-4-4.6-6.5-8-6.5-11a6.5 6.5 0 0 1 13 0c0 3-2.5 6.4-6.5 11zM12 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z",
    "trip": "M6 4v16M6 6.5h.01M10 6h10M10 12h10M10 18h10M6 12h.01M6 18h.01",
    "keep": (
        "M3 20.5h18M6 20.5l1-5h10l1 5M7.5 15.5v-2.2M16.5 15.5v-2.2M4.5 13.5Q12 12.5 19.5 13.5L16.8 10.2H7.2z"
        "M8.6 10.2V8.6M15.4 10.2V8.6M6.4 8.8Q12 8 17.6 8.8L14.6 5.8H9.4zM9.8 5.8 12 3.6l2.2 2.2"
    ),
    "language": (
        "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3.3 12h17.4"
        "M12 3c2.6 2.7 3.8 5.6 3.8 9s-1.2 6.3-3.8 9c-2.6-2.7-3.8-5.6-3.8-9S9.4 5.7 12 3z"
    ),
    "cube": "M12 3.5 20 8v8l-8 4.5L4 16V8zM4 8l8 4.5L20 8M12 12.5v8",
    "ar": (
        "M4 8V4.5h3.5M16.5 4.5H20V8M20 16v3.5h-3.5M7.5 19.5H4V16"
        "M12 7.5l4 2.3v4.4l-4 2.3-4-2.3V9.8zM8 9.8l4 2.3 4-2.3M12 12.1v4.4"
    ),
    "plus": "M12 5v14M5 12h14",
    "done": "M5 12.5 10 17.5 19.5 7",
    "remove": "M6 6l12 12M18 6 6 18",
    "filter": "M4 6h16M7 12h10M10 18h4",
    "up": "M12 19V5M6 11l6-6 6 6",
    "down": "M12 5v14M6 13l6 6 6-6",
    "again": "M5 5v5h5M5.5 10A7.5 7.5 0 1 1 4.5 13.5",
    "quote": "M9.5 7C7 8 5.5 10 5.5 13v4h5v-5h-3M18.5 7c-2.5 1-4 3-4 6v4h5v-5h-3",
    "share": "M12 15V4M8.5 7 12 3.5 15.5 7M6 11H5v9.5h14V11h-1",
    "clock": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.3l3.5 2",
    "archive": "M4 8.5 6 4h12l2 4.5M4 8.5V20h16V8.5zM4 8.5h16M10 12.5h4",
    "food": (
        "M3.5 11.5h17c0 4.5-3 7.5-6 8v1h-5v-1c-3-.5-6-3.5-6-8zM9 8c-1-1.5 1-2.5 0-4M13 8c-1-1.5 1-2.5 0-4M17 8c-1-1.5 1-2.5 0-4"
    ),
    "voice": "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11",
    "play": "M8 5.5v13l10.5-6.5z",
    "download": "M12 4v11M7.5 11 12 15.5 16.5 11M5 20h14",
    "info": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v6M12 7.7h.01",
    "notice": "M12 4 21 20H3zM12 10v5M12 17.6h.01",
    "shop": (
        "M4 11h16v9H4zM3 7.5h18V11H3zM12 7.5V20M12 7.5C9 7.5 7.5 6.5 7.5 5.2S9.5 3 12 7.5z"
        "M12 7.5c3 0 4.5-1 4.5-2.3S14.5 3 12 7.5z"
    ),
    "touch": (
        "M9 11V5.5a1.5 1.5 0 0 1 3 0V11l5 1.2c1.2.3 2 1.3 1.8 2.5L18 20h-7l-4-5c-.6-.8-.4-1.7.3-2.1.6-.4 1.2-.3 1.7.2z"
    ),
    "toilet": (
        "M8 6.2a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2zM16 6.2a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2z"
        "M5.5 9h5v5.5H9.5V21h-3v-6.5h-1zM16 8.5 13 16h2v5h2v-5h2z"
    ),
    "wheelchair": (
        "M10 5.2a1.4 1.4 0 1 0 0-2.8 1.4 1.4 0 0 0 0 2.8zM10 7.5v6h5l2.5 5 2-.8M10 10h4M8 11.2A5 5 0 1 0 14.5 18"
    ),
    "nursing": "M9 3h6M10 3v3.5L8 9v11a1 1 0 0 0 1 1h6a1 1 0 0 0 1-1V9l-2-2.5V3M8 12h4M8 16h4",
    "wifi": "M3.5 9.5a12 12 0 0 1 17 0M6.5 12.8a8 8 0 0 1 11 0M9.4 16a4 4 0 0 1 5.2 0M12 19h.01",
    "parking": "M5 3.5h14v17H5zM10 17V7.5h3a3 3 0 0 1 0 6h-3",
    "pay": "M3.5 6.5h17v11h-17zM3.5 10.5h17M7 14.5h4",
    "speech": "M4 5h16v11H11l-4.5 4v-4H4zM8 9h8M8 12h5",
    "walk": (
        "M13 5.2a1.4 1.4 0 1 0 0-2.8 1.4 1.4 0 0 0 0 2.8zM8 21l2.7-6.2M10.7 14.8 10 10.5l2-2.8 1.7 3.3 3.3 1.2"
        "M10.7 14.8l3.2 2 .9 4.2M10 8.5 7.5 10.3 7 13"
    ),
    "bus": (
        "M5 17V6.5A2.5 2.5 0 0 1 7.5 4h9A2.5 2.5 0 0 1 19 6.5V17a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1z"
        "M5 12h14M8 18v2M16 18v2M8.3 15h.01M15.7 15h.01"
    ),
    "train": (
        "M6 15V6a2.5 2.5 0 0 1 2.5-2.5h7A2.5 2.5 0 0 1 18 6v9a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 6 15z"
        "M6 10.5h12M9 13.5h.01M15 13.5h.01M9 16.5 6.5 20.5M15 16.5l2.5 4"
    ),
    "car": "M4 16.5v-4l2-5.5h12l2 5.5v4zM4 12.5h16M6 16.5V19M18 16.5V19M7.5 14.5h.01M16.5 14.5h.01",
    "bicycle": (
        "M6 18a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM18 18a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z"
        "M6 14.5l3.5-6h6l2.5 6M9.5 8.5l3.5 6h-7M14 6h2.5"
    ),
    "phone": "M7 4h3l1.5 4-2 1.5a10 10 0 0 0 5 5l1.5-2 4 1.5v3a2 2 0 0 1-2 2A14 14 0 0 1 5 6a2 2 0 0 1 2-2z",
    "web": "M14 4h6v6M20 4l-9 9M18 13.5V20H4V6h6.5",
    "mail": "M3.5 6h17v12.5h-17zM4 6.5l8 6.5 8-6.5",
    "calendar": "M4 6h16v14.5H4zM4 10.5h16M8 3.5V8M16 3.5V8",
    "flower": (
        "M12 10.5c-2-2-2.2-4.5-.8-6l.8.8.8-.8c1.4 1.5 1.2 4-.8 6zM13.4 11.5c.9-2.7 3.2-3.8 5.1-3.1l-.5 1 1 .5"
        "c-.9 1.8-3.3 2.4-5.6 1.6zM12.9 13.2c2.8 0 4.6 1.8 4.5 3.8l-1.1-.2-.1 1.1c-2-.3-3.3-2.4-3.3-4.7z"
        "M11.1 13.2c0 2.3-1.3 4.4-3.3 4.7l-.1-1.1-1.1.2c-.1-2 1.7-3.8 4.5-3.8z"
        "M10.6 11.5c-2.3.8-4.7.2-5.6-1.6l1-.5-.5-1c1.9-.7 4.2.4 5.1 3.1z"
    ),
    "sound": "M8.5 18.5a2.5 2 0 1 1-5 0 2.5 2 0 0 1 5 0zM8.5 18.5V5.5L19 3.5v13M19 16.5a2.5 2 0 1 1-5 0 2.5 2 0 0 1 5 0z",
}

FACILITIES: Final[dict[str, str]] = {
    "accessible_toilet": "wheelchair",
    "audio_guide": "voice",
    "food": "food",
    "information": "info",
    "languages": "speech",
    "lockers": "archive",
    "nursing": "nursing",
    "parking": "parking",
    "payment": "pay",
    "rental_bicycle": "bicycle",
    "shop": "shop",
    "step_free": "wheelchair",
    "toilet": "toilet",
    "touch_display": "touch",
    "wifi": "wifi",
}
"""Which icon stands for a facility's code; codes without one get the plain information mark."""

KINDS: Final[dict[str, str]] = {
    "place": "map",
    "item": "archive",
    "event": "calendar",
    "tour": "walk",
    "story": "quote",
    "topic": "quote",
}
CONTACTS: Final[dict[str, str]] = {
    "phone": "phone",
    "tel": "phone",
    "email": "mail",
    "mail": "mail",
    "web": "web",
    "url": "web",
}
ACCESS: Final[dict[str, str]] = {
    "walk": "walk",
    "foot": "walk",
    "bus": "bus",
    "train": "train",
    "rail": "train",
    "car": "car",
    "taxi": "car",
    "bicycle": "bicycle",
    "parking": "parking",
}
