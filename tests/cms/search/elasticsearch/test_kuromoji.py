"""The last resort for Japanese. The small distribution lacks the plug-in; its `standard` analyzer stands in, which splits words of Latin letters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import orjson
import pytest

from cms.search.elasticsearch import indexes, kuromoji
from cms.search.elasticsearch.building import build
from cms.search.elasticsearch.degrading import forget
from cms.search.elasticsearch.following import follow
from cms.search.elasticsearch.verifying import verify
from cms.search.selectors import search
from cms.settings.search import SearchCluster
from tests.cms.search.contract import town

pytestmark = pytest.mark.django_db


def found(q: str, **how: Any) -> tuple[str, list[str], str]:
    page = search("ja", q, **how)
    return page.engine, [orjson.loads(row.summary)["slug"] for row in page.rows], page.next_cursor


def published() -> None:
    town.publish(
        *(
            town.told(f"wall-{number}", names={"ja": f"城の壁 {number}"}, short={"ja": "zyx-wvu を見た"}, rank=number)
            for number in range(4)
        )
    )


def test_a_cluster_without_the_plug_in_finds_what_the_others_find(cluster: SearchCluster, settings: Any) -> None:
    wishing = settings.SEARCH_CLUSTER = replace(cluster, kuromoji=True)
    assert not kuromoji.has(wishing)
    published()
    built = build(wishing)
    assert built is not None
    forget()
    assert found("城の壁")[:2] == ("elasticsearch", [f"wall-{number}" for number in range(4)])
    assert found("qqqq")[1] == []
    assert verify(wishing, built).wrong == 0


def test_what_no_token_finds_is_asked_of_the_analyzer_behind_everything_else(
    cluster: SearchCluster, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kuromoji, "ANALYZER", "standard")
    wishing = settings.SEARCH_CLUSTER = replace(cluster, kuromoji=True)
    published()
    built = build(wishing)
    assert built is not None
    forget()
    tokens_find_nothing(monkeypatch)
    engine, first, cursor = found("wvu zyx", limit=3)
    assert (engine, first) == ("elasticsearch", ["wall-0", "wall-1", "wall-2"])
    assert found("wvu zyx", limit=3, cursor=cursor)[1] == ["wall-3"]
    assert found("wvu abc")[1] == []
    town.publish(town.told("wall-0", names={"ja": "城の壁"}))
    follow(wishing, built)
    indexes.refresh(wishing, built.stamp)
    assert found("wvu zyx")[1] == ["wall-1", "wall-2", "wall-3"]


def tokens_find_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have our own tokens miss, as they do where a verb stands in another form."""
    for module in ("engine", "pages"):
        monkeypatch.setattr(f"cms.search.elasticsearch.{module}.as_filter", lambda wish: {"match_none": {}})


def test_it_is_off_unless_asked_for(cluster: SearchCluster, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kuromoji, "ANALYZER", "standard")
    assert kuromoji.field(cluster) == {}
    assert kuromoji.field(replace(cluster, kuromoji=True))["prose"]["analyzer"] == "standard"
    published()
    assert build(cluster) is not None
    forget()
    tokens_find_nothing(monkeypatch)
    assert found("wvu zyx")[1] == []
