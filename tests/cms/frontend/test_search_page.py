"""The page of a search: filters from the address, chips to take them away, what helps where nothing fits, pages without scripts."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from cms import clock
from cms.frontend.filters import read
from cms.publishing.models import PublishedWindow
from cms.records.models import Record
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def collection() -> None:
    """Publish a map and a photograph of the castle, and the castle."""
    castle = factories.place(tags=[factories.tag()])
    shown = {
        "display_place": Record.objects.get(uuid=castle.uuid),
        "rights": "cc0",
        "date_earliest": 1604,
        "date_latest": 1616,
    }
    factories.item("map", accession_number="DEMO-0001", name={"ja": "城の絵図"}, **shown)
    old = {"rights": "inc", "date_earliest": 1873, "date_latest": 1873}
    factories.item("photo", accession_number="DEMO-0002", name={"ja": "城の写真"}, **old)


def found(client: Any, query: str) -> list[str]:
    """Return the names of the results."""
    page = client.get(f"/ja/search/?q=城&{query}").content.decode()
    return re.findall(r'<h3><a href="[^"]*"[^>]*>([^<]+)</a>', page)


def chips(page: str) -> dict[str, str]:
    """Return where the chips of set filters lead, by name."""
    row = re.search(r'<ul class="chips set".*?</ul>', page, re.S)
    rows = re.findall(r'href="([^"]*)"><span class="hidden">[^<]*</span>([^<]*)<', row[0] if row else "")
    return {name: unescape(url) for url, name in rows}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("kind=item&years=慶長", ["城の絵図"]),
        ("years=1870-1880", ["城の写真"]),
        ("rights=free", ["城の絵図"]),
        ("on_display=today", ["城の絵図"]),
        ("tag=castle", ["津山城"]),
        ("has_3d=true", []),
        ("kind=nothing&sort=no&near=x&tag=%00&open_at=1999-01-01T10:00&open=never&on_display=", None),
    ],
)
def test_filters_of_the_address_narrow(client: Any, collection: None, query: str, names: list[str] | None) -> None:
    everything = ["城の写真", "城の絵図", "津山城"]
    assert sorted(found(client, query)) == (everything if names is None else names)


def test_each_filter_is_a_chip_that_leads_to_the_search_without_it(client: Any, collection: None) -> None:
    page = client.get("/ja/search/?q=城&kind=item&on_display=today&rights=free&years=慶長").content.decode()
    assert set(chips(page)) == {"今日見られる", "自由に使える", "慶長"}
    address = chips(page)["慶長"]
    assert dict(QueryDict(address.removeprefix("?")).items()) == {
        **{"q": "城", "kind": "item", "on_display": "today", "rights": "free"}
    }
    assert '<input form="find" type="checkbox" name="rights" value="free" checked>' in page


def test_kinds_are_counted_as_if_none_were_chosen_and_tags_with_everything(client: Any, collection: None) -> None:
    page = client.get("/ja/search/?q=城&kind=item").content.decode()
    nav = re.search(r'<nav class="facets".*?</nav>', page, re.S)
    assert nav is not None
    assert re.findall(r"<b>(\d+)</b>", nav[0]) == ["1", "2"]
    castle = client.get("/ja/search/?q=城").content.decode()
    assert re.search(r'name="tag" value="castle">[^<]+<b>1</b>', castle)


def test_where_nothing_fits_the_filter_to_give_up_is_named_with_what_it_would_bring(
    client: Any, collection: None
) -> None:
    page = unescape(client.get("/ja/search/?q=城&years=1604&has_3d=true").content.decode())
    assert "「3Dで見られる」を外す <b>1</b>" in page
    assert "「1604」を外す" not in page, "without the year there is still nothing in 3D"
    page = unescape(client.get("/ja/search/?q=城&kind=tour&years=1604&has_3d=true").content.decode())
    assert "条件をすべて外す <b>3</b>" in page


def test_a_year_that_cannot_be_read_is_said_beside_its_field_and_the_rest_still_narrows(
    client: Any, collection: None
) -> None:
    page = client.get("/ja/search/?q=城&years=むかし&rights=free").content.decode()
    assert "年か元号として読めません。" in page
    assert 'aria-invalid="true"' in page
    assert '<details class="narrow" open>' in page
    assert found(client, "years=むかし&rights=free") == ["城の絵図"]


def test_pages_follow_each_other_without_scripts_and_say_where_they_are(client: Any) -> None:
    for number in range(23):
        factories.place(f"castle-{number}", name={"ja": f"城{number}"}, category=None)
    first = client.get("/ja/search/?q=城&sort=season").content.decode()
    following = re.search(r'rel="next" href="(\?[^"]+)"', first)
    assert following is not None
    address = unescape(following[1])
    assert address.endswith("#results")
    second = client.get(f"/ja/search/{address.partition('#')[0]}").content.decode()
    assert "21–23" in second
    assert "最初に戻る" in second
    names = [re.findall(r'<h3><a href="([^"]*)"', page) for page in (first, second)]
    assert [len(page) for page in names] == [20, 3]
    assert len({*names[0], *names[1]}) == 23
    stale = client.get(f"/ja/search/{address.partition('#')[0].replace('sort=season', 'sort=open')}").content.decode()
    assert "1–20" not in stale, "a cursor of another search starts over"


def test_open_at_is_a_time_in_tsuyama_within_what_is_known() -> None:
    soon = (clock.local_now() + timedelta(days=3)).replace(hour=10, minute=0)
    filters = read(QueryDict(f"open_at={soon:%Y-%m-%dT%H:%M}"))
    assert filters.narrowed().open_at == soon.replace(second=0, microsecond=0)
    late = read(QueryDict(f"open_at={soon + timedelta(days=30):%Y-%m-%dT%H:%M}"))
    assert (late.pairs, list(late.faults)) == ((), ["open_at"])


def test_near_sorts_by_distance_only_where_that_is_asked_for() -> None:
    near = read(QueryDict("near=35.06,134.0&sort=near"))
    assert near.narrowed().by_distance
    assert not near.without(("near", "35.06,134.0")).pairs, "the order goes with the position"
    assert not read(QueryDict("near=35.06,134.0")).narrowed().by_distance
    assert read(QueryDict("sort=near&near=nan,1")).pairs == ()


def test_near_results_say_how_far_they_are(client: Any) -> None:
    factories.place("gate", name={"ja": "城の門"}, category=None, lat=35.0700, lon=134.0)
    page = client.get("/ja/search/?q=城&near=35.06,134.0&sort=near").content.decode()
    assert "<span>1.1 km</span>" in page
    assert "1.1 km" not in client.get("/ja/search/?q=城").content.decode()


def test_counts_that_end_somewhere_say_that_there_are_more(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        factories.place(f"castle-{number}", name={"ja": f"城{number}"}, category=None)
    monkeypatch.setattr("cms.search.sql.MOST_COUNTED", 2)
    page = client.get("/ja/search/?q=城").content.decode()
    assert "件より多く見つかりました" in page
    assert "<b>3+</b>" in page


def test_a_search_with_a_kind_takes_few_statements(client: Any, collection: None) -> None:
    address = "/ja/search/?q=城&kind=item&rights=free"
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert len(queries) <= 6, [query["sql"][:80] for query in queries]


@pytest.mark.parametrize(
    "query",
    [
        *(
            "years=" + "9" * 60,
            "years=0-0",
            "years=-1",
            "years=0001-9999",
            "years=%E2%92%9C",
            "years=%00",
            "years=" + "慶" * 60,
        ),
        *("open_at=0001-01-01T00:00", "open_at=9999-12-31T23:59", "open_at=2026-13-01", "open_at=%F0%9F%8F%AF"),
        *("near=1e400,2", "near=,", "near=90,180", "near=90,180&sort=near", "near=-90,-180&sort=near", "near=1,2,3"),
        *(
            "tag=" + "&tag=".join(f"t{number}" for number in range(40)),
            "tag=%27%22%3C",
            "kind[]=place",
            "before=99999999999",
        ),
        *(
            "cursor=x",
            "cursor=%FF",
            "sort=near",
            "rights=free&rights=cc0",
            "before=-1&cursor=e30",
            "before=%C2%B2&cursor=x",
        ),
    ],
)
def test_no_address_breaks_the_page(client: Any, query: str) -> None:
    factories.place(tags=[factories.tag()])
    assert client.get(f"/en/search/?q=城&{query}").status_code == 200


def test_what_is_open_now_stays_so_from_page_to_page(client: Any) -> None:
    with time_machine.travel("2026-11-24T10:00:10+09:00", tick=False) as traveller:
        for number in range(21):
            castle = factories.place(f"castle-{number}", name={"ja": f"城{number}"}, category=None)
            PublishedWindow.objects.create(
                thing_id=castle.uuid, start=clock.now() - timedelta(hours=1), end=clock.now() + timedelta(hours=1)
            )
        page = client.get("/ja/search/?q=城&open=now").content.decode()
        following = re.search(r'rel="next" href="(\?[^"#]+)', page)
        assert following is not None
        traveller.shift(timedelta(minutes=5))
        later = client.get(f"/ja/search/{unescape(following[1])}").content.decode()
    assert "21–21" in later
    assert "since=" not in "".join(chips(later).values())
