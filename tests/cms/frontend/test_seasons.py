"""The hill in the colours of the season."""

from __future__ import annotations

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.utils import translation

from cms.frontend import seasons
from tests import factories


@pytest.mark.parametrize("shape", seasons.SHAPES)
@pytest.mark.parametrize("season", seasons.PALETTES)
def test_the_committed_drawings_are_those_of_the_table(shape, season) -> None:
    drawn = (seasons.DRAWINGS / f"{shape}.svg").read_text(encoding="utf-8")
    committed = (seasons.OUT / f"{shape}-{season}.svg").read_text(encoding="utf-8")
    assert committed == seasons.recoloured(drawn, seasons.PALETTES[season]), "run python -m cms.frontend.seasons"


@pytest.mark.parametrize("season", ["spring", "summer", "autumn", "winter"])
def test_each_season_has_its_drawings_and_other_words(season) -> None:
    with translation.override("en"):
        hero = seasons.hero(season)
    assert finders.find(hero["tall"])
    assert finders.find(hero["wide"])
    assert ("blossom" in hero["alt"]) is (season == "spring")


def test_a_class_that_the_drawing_lacks_is_an_error() -> None:
    with pytest.raises(ValueError, match="k1"):
        seasons.recoloured("<style>.k2{fill:#ffffff}@media x{}</style>", {"k1": ("#000000", "#000000")})


@pytest.mark.django_db
@time_machine.travel("2026-11-22T03:00:00Z", tick=False)
def test_autumn_shows_what_belongs_to_autumn_alone(client) -> None:
    factories.place("tsuyama-castle", seasons=["spring", "autumn"])
    factories.place("tokumori-shrine", name={"ja": "徳守神社"}, seasons=["autumn"])
    html = client.get("/ja/").content.decode()
    assert "castle-tall-autumn.svg" in html
    shown = html.split('id="season"')[1][:300]
    assert "/ja/places/tokumori-shrine/" in shown
