"""Search boxes and choosers of the admin: Japanese, readings, romaji, beginnings; filters and orderings stay."""

from __future__ import annotations

from urllib.parse import quote
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from cms.languages.values import LocalizedValue
from cms.media.models import KakuzanDocument, KakuzanImage
from cms.records.finding import named
from cms.users.models import Department, User
from museum.models import Item
from tests import factories
from tests.cms.pages.pages import story
from tests.cms.search.test_bad_input import QUERIES
from tours.models import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("curator", "curator@example.org", "a-long-password"))
    return client


def completed(model: type, typed: str) -> list[str]:
    return [str(found) for found in get_search_backend().autocomplete(typed, model)]


@pytest.mark.parametrize(
    "typed",
    [
        "津",
        "津山",
        "津山城",
        "つやまじ",
        "ツヤマ",
        "tsuya",
        "tsuyama j",
        "tuyama",
        "Tsuyama Cas",
        "cast",
        "kakuz",
        "쓰야마",
    ],
)
def test_place_is_found_while_one_types(typed: str) -> None:
    names = {"ja": "津山城（鶴山公園）", "en": "Tsuyama Castle (Kakuzan Park)", "ko": "쓰야마성"}
    castle = factories.place(name=names, reading="つやまじょう", live=False)
    factories.place("shurakuen", name={"ja": "衆楽園", "en": "Shurakuen Garden"}, reading="しゅうらくえん")
    assert [found.pk for found in get_search_backend().autocomplete(typed, Place)] == [castle.pk]


def test_whole_name_comes_before_names_that_hold_it_and_texts() -> None:
    text = factories.place("garden", name={"ja": "衆楽園"}, short={"ja": "津山城の北にある庭"}, reading="")
    longer = factories.place("museum", name={"ja": "津山城下町資料館"}, short={"ja": "町の家"}, reading="")
    whole = factories.place("castle", name={"ja": "津山城"}, short={"ja": "石垣"}, reading="")
    found = list(get_search_backend().search("津山城", Place))
    assert [place.pk for place in found] == [whole.pk, longer.pk, text.pk]


def test_item_is_found_by_its_number_however_it_is_written() -> None:
    item = factories.item(accession_number="TM-1987-0042")
    for typed in ("TM-1987-0042", "tm-1987", "ＴＭ－１９８７－００４２", "tm19870042"):
        assert [found.pk for found in get_search_backend().autocomplete(typed, Item)] == [item.pk], typed


def test_images_and_documents_are_found_by_japanese_title_alt_and_tag() -> None:
    alt = LocalizedValue.of({"ja": "白い壁の櫓", "en": "A white turret"})
    image = KakuzanImage.objects.create(title="備中櫓 南面", alt=alt, file=get_test_image_file())
    image.tags.add("石垣")
    image.save()
    document = KakuzanDocument.objects.create(title="津山城跡 保存計画", file=ContentFile(b"x", f"{uuid4()}.pdf"))
    for typed in ("備中", "櫓", "白い壁", "white tur"):
        assert completed(KakuzanImage, typed) == [str(image)], typed
    assert [str(found) for found in get_search_backend().search("石垣", KakuzanImage)] == [str(image)]
    assert completed(KakuzanDocument, "保存計") == [str(document)]


def test_pages_are_found_as_pages_by_title_and_reading() -> None:
    page = story("ishigaki", title="鶴山の石垣", reading="かくざんのいしがき")
    for typed in ("鶴山", "石垣", "かくざん", "kakuzan no i", "ISHIG"):
        assert [found.pk for found in get_search_backend().autocomplete(typed, Page)] == [page.pk], typed


@pytest.mark.parametrize("typed", ["忠政", "mori@", "森", "観光", "tadam"])
def test_user_is_found_by_name_address_and_department(curator: Client, typed: str) -> None:
    tourism = Department.objects.create(code="tourism", name="観光課")
    User.objects.create_user("tadamasa", "mori@example.org", "x", first_name="忠政", last_name="森", department=tourism)
    page = curator.get("/admin/users/", {"q": typed}).content.decode()
    assert "tadamasa" in page or "mori@example.org" in page


def test_users_keep_their_filters_and_orderings_while_searched(curator: Client) -> None:
    group = Group.objects.create(name="writers")
    for name in ("mori-a", "mori-b"):
        user = User.objects.create_user(name, f"{name}@example.org", "x", last_name="森")
        if name == "mori-b":
            user.groups.add(group)
    answer = curator.get("/admin/users/", {"q": "森", "group": group.pk, "ordering": "-name"})
    assert [user.username for user in answer.context["page_obj"]] == ["mori-b"]


def test_list_keeps_an_explicit_order_while_searched(curator: Client) -> None:
    for slug, name in (("b", "津山乙"), ("a", "津山甲"), ("c", "津山丙")):
        factories.place(slug, name={"ja": name}, reading="")
    answer = curator.get("/admin/snippets/tours/place/", {"q": "津山", "ordering": "-slug"})
    assert [place.slug for place in answer.context["page_obj"]] in (["c", "b", "a"], ["a", "b", "c"])


def test_chooser_of_any_kind_finds_pages_too() -> None:
    castle = factories.place(reading="つやまじょう")
    page = story("castle", title="津山の城", reading="つやまのしろ")
    assert set(named("tsuyama")) == {castle.uuid, page.translation_key}


@pytest.mark.parametrize(
    "typed", ["", " ", "!?", '"', "' OR 1=1 --", "a" * 10_000, "津" * 5_000, "\ud800", "%", "NEAR(a b)", "*", "\x00"]
)
def test_nothing_that_is_typed_breaks_a_list(curator: Client, typed: str) -> None:
    factories.place()
    query = typed.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    assert curator.get("/admin/snippets/tours/place/", {"q": query}).status_code == 200


def test_object_that_is_deleted_leaves_nothing_behind() -> None:
    from cms.adminsearch.models import ObjectText

    place = factories.place(live=False)
    assert ObjectText.objects.filter(object_id=str(place.pk)).exists()
    kept = ObjectText.objects.count()
    texts = ObjectText.objects.filter(content_type__model="place").count()
    place.delete()
    assert ObjectText.objects.filter(content_type__model="place").count() == 0
    assert ObjectText.objects.count() == kept - texts


@pytest.mark.parametrize(
    "name",
    [
        "wagtailadmin_pages:search",
        "wagtailimages:index",
        "wagtaildocs:index",
        "wagtailusers_users:index",
        "wagtailimages_chooser:choose",
        "wagtailadmin_choose_page_search",
        "wagtailsnippets_tours_place:list",
        "wagtailsnippets_museum_item:list",
        "search_why",
    ],
)
def test_nothing_typed_breaks_a_box(curator: Client, name: str) -> None:
    factories.place()
    for query in QUERIES:
        typed = quote(query.encode("utf-8", "surrogatepass"))
        assert curator.get(f"{reverse(name)}?q={typed}").status_code in {200, 400}, query[:60]
