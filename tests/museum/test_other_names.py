"""Other names and former numbers: a curator finds an object by any name it ever had."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.search.backends import get_search_backend

from cms.publishing.services import drain
from museum.models import Item, ItemName, ItemNumber
from tests import factories
from tours.models import PlaceName

pytestmark = pytest.mark.django_db


@pytest.fixture
def screen(db: None) -> Item:
    factories.item("bowl", name={"ja": "染付の鉢", "en": "Blue and white bowl"}, accession_number="TCM-1960-0041")
    names = [
        ItemName(text="洛中洛外図（津山本）", kind="former", lang="ja", reading="らくちゅうらくがいず"),
        ItemName(text="Vues de Kyōto", kind="other", lang="fr"),
    ]
    return factories.item(
        "edo-screen",
        name={"ja": "江戸一目図屏風", "en": "Panorama screen of Edo"},
        reading="えどひとめずびょうぶ",
        accession_number="TCM-1953-0004",
        names=names,
        former_numbers=[ItemNumber(number="旧郷博・第41号"), ItemNumber(number="B.M. 1912,1012.3a")],
    )


def found(client: Client, query: str, lang: str = "ja") -> list[str]:
    return [row["slug"] for row in client.get("/api/v1/search", {"q": query, "lang": lang}).json()["results"]]


@pytest.mark.parametrize(
    "query",
    [
        "洛中洛外図",
        "洛中洛外図 津山本",
        "らくちゅうらくがいず",
        "rakuchū rakugaizu",
        "vues de kyoto",
        "Vue de Kyōto",
        "洛中洛害図",
        "旧郷博第41号",
        "旧郷博・第４１号",
        "BM 1912 1012 3A",
        "B.M.1912,1012.3a",
    ],
)
def test_an_item_is_found_by_every_name_and_number_it_had(client: Client, screen: Item, query: str) -> None:
    for lang in ("ja", "en", "fr"):
        assert found(client, query, lang)[:1] == ["edo-screen"]


def test_a_whole_former_name_stands_before_texts_that_mention_it(client: Client, screen: Item) -> None:
    factories.item("copy", accession_number="TCM-2", rank=1, short={"ja": "洛中洛外図の写し"})
    assert found(client, "洛中洛外図") == ["edo-screen", "copy"]


def test_suggestions_complete_other_names_and_their_readings(client: Client, screen: Item) -> None:
    for typed in ("洛中", "らくちゅ", "rakuch", "Vues", "kyoto"):
        answer = client.get("/api/v1/search/suggest", {"q": typed, "lang": "ja"}).json()
        assert [row["slug"] for row in answer["results"]] == ["edo-screen"], typed


def test_documents_and_page_tell_the_names_in_every_language(client: Client, screen: Item) -> None:
    for lang in ("ja", "en", "ko"):
        document = client.get(f"/api/v1/items/{screen.uuid}", {"lang": lang}).json()
        assert [(row["text"], row["kind"], row["lang"]) for row in document["names"]] == [
            ("洛中洛外図（津山本）", "former", "ja"),
            ("Vues de Kyōto", "other", "fr"),
        ]
        assert document["former_numbers"] == ["旧郷博・第41号", "B.M. 1912,1012.3a"]
    page = client.get("/en/items/edo-screen/").content.decode()
    assert '<bdi lang="ja">洛中洛外図（津山本）</bdi>' in page
    assert "former name" in page
    assert "B.M. 1912,1012.3a" in page
    assert '"alternateName": ["洛中洛外図（津山本）", "Vues de Kyōto"]'.replace(" ", "") in page.replace(" ", "")


def test_a_name_that_is_taken_away_no_longer_finds(client: Client, screen: Item) -> None:
    screen.names.set([])
    screen.former_numbers.set([])
    screen.save_revision().publish()
    drain()
    assert found(client, "Vues de Kyōto") == []
    assert found(client, "旧郷博第41号") == []


def test_a_revision_from_before_there_were_other_names_is_published(client: Client, screen: Item) -> None:
    revision = screen.save_revision()
    del revision.content["names"], revision.content["former_numbers"]
    revision.save()
    revision.publish()
    drain()
    assert client.get(f"/api/v1/items/{screen.uuid}?lang=ja").json()["name"] == "江戸一目図屏風"


def test_search_boxes_of_the_admin_find_other_names_and_former_numbers(screen: Item) -> None:
    backend = get_search_backend()
    for query in ("洛中洛外図", "rakuchu", "旧郷博・第41号"):
        assert [row.slug for row in backend.autocomplete(query, Item)] == ["edo-screen"], query
        assert [row.slug for row in backend.search(query, Item)] == ["edo-screen"], query


@pytest.mark.parametrize(
    "row",
    [
        ItemName(text=""),
        ItemName(text="名" * 201),
        ItemName(text="名", kind="nick"),
        ItemName(text="名", lang="xx"),
        ItemNumber(number="1" * 61),
    ],
)
def test_names_that_are_empty_too_long_or_of_no_known_kind_are_refused(row: ItemName | ItemNumber) -> None:
    with pytest.raises(ValidationError):
        row.clean_fields(exclude=["item"])


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "名\u202e前", '" OR 1=1 --', "🏯", "a" * 200])
def test_a_name_of_whatever_signs_is_shown_as_text_and_harms_no_search(client: Client, text: str) -> None:
    item = factories.item("odd", names=[ItemName(text=text, lang="")], former_numbers=[ItemNumber(number=text[:60])])
    page = client.get("/ja/items/odd/")
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()
    assert client.get(f"/api/v1/items/{item.uuid}?lang=ja").json()["names"][0]["text"] == text
    assert client.get("/api/v1/search", {"q": text, "lang": "ja"}).status_code == 200


def test_a_place_is_found_by_its_popular_name(client: Client) -> None:
    garden = factories.place(
        "shurakuen", name={"ja": "衆楽園"}, names=[PlaceName(text="殿様の庭", kind="popular", lang="ja")]
    )
    assert found(client, "殿様の庭") == ["shurakuen"]
    document = client.get(f"/api/v1/places/{garden.uuid}?lang=ja").json()
    assert [row["text"] for row in document["names"]] == ["殿様の庭"]
