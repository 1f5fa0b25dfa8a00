"""Pins on the schematic."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from cms.frontend.sketch import EAST, FOLDER, NORTH, SOUTH, WEST, drawing, spot


def test_the_castle_stands_near_the_middle_and_the_station_south_of_it():
    castle, station = spot(35.0628, 134.0050), spot(35.0545, 134.0035)
    assert castle is not None
    assert station is not None
    assert abs(castle.x - 50) < 1
    assert station.y > castle.y


def test_a_falls_in_the_mountains_is_off_the_schematic():
    assert spot(35.1440, 134.0019) is None


@given(st.floats(SOUTH, NORTH), st.floats(WEST, EAST))
def test_every_pin_is_inside_the_picture(lat, lon):
    found = spot(lat, lon)
    assert found is not None
    assert 0 <= found.x <= 100
    assert 0 <= found.y <= 100


def test_the_committed_drawing_is_the_one_that_the_geojson_gives():
    base = json.loads((FOLDER / "tsuyama.json").read_text(encoding="utf-8"))
    assert (FOLDER / "tsuyama.svg").read_text(encoding="utf-8") == drawing(base)
