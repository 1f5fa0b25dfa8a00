"""Localized texts in the admin's other places: revision comparison, lists of usage, stored form."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from wagtail.admin.panels import FieldPanel
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import ReferenceIndex

from cms.languages.comparison import LocalizedComparison
from cms.languages.values import LocalizedValue
from cms.media.models import KakuzanImage
from tests import factories
from tests.cms.pages import pages
from tours.models import Place

pytestmark = pytest.mark.django_db


def compared(name: str, before: Any, after: Any) -> LocalizedComparison:
    return LocalizedComparison(Place._meta.get_field(name), Place(**{name: before}), Place(**{name: after}))


def test_panel_compares_texts_language_by_language() -> None:
    panel = FieldPanel("name").bind_to_model(Place)
    assert panel.get_comparison_class() is LocalizedComparison


def test_comparison_shows_only_languages_that_moved() -> None:
    before = LocalizedValue.of({"ja": "津山城", "en": "Tsuyama Castle"})
    found = compared("name", before, before.merged({"en": {"text": "Tsuyama Castle Park", "status": "machine"}}))
    assert found.has_changed()
    html = found.htmldiff()
    assert "English" in html and "Park" in html and "日本語" not in html


def test_comparison_escapes_what_editors_wrote() -> None:
    html = compared("name", LocalizedValue.of("城"), LocalizedValue.of("<script>x</script>")).htmldiff()
    assert "<script>" not in html


def test_saving_again_by_somebody_else_is_no_difference() -> None:
    before = LocalizedValue.of("津山城", by="a")
    assert not compared("name", before, LocalizedValue.of("津山城", by="b")).has_changed()


def test_links_in_any_language_count_as_usage() -> None:
    story = pages.story()
    place = factories.place(text={"ja": "城", "en": f'<p><a linktype="page" id="{story.pk}">walls</a></p>'})
    usage = ReferenceIndex.get_references_to(story).filter(base_content_type__model="place")
    assert [(row.object_id, row.content_path) for row in usage] == [(str(place.pk), "text.en")]


def test_link_in_a_record_is_published_with_its_address_in_the_readers_language() -> None:
    import orjson

    from cms.publishing.models import PublishedDocument

    story = pages.story()
    place = factories.place(text={"ja": f'<p><a linktype="page" id="{story.pk}">石垣</a></p>'})
    full = orjson.loads(bytes(PublishedDocument.objects.get(thing_id=place.uuid, lang="ja").full))
    assert 'href="@ORIGIN@/ja/stories/stone-walls/"' in full["text_html"]


def test_field_refuses_too_long_a_text_outside_of_forms_too() -> None:
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match=r"61.*60"):
        factories.place(name={"ja": "城" * 61}, live=False)


def test_admin_compares_revisions_of_a_place(admin_client: Client) -> None:
    place = factories.place(text={"ja": "城です。"})
    place.name = place.name.merged({"en": {"text": "Tsuyama Castle Park", "status": "reviewed"}})
    place.save_revision()
    answer = admin_client.get(f"/admin/snippets/tours/place/history/{place.pk}/revisions/compare/earliest...latest/")
    assert "English" in answer.content.decode() and "Park" in answer.content.decode()


def test_admin_refuses_languages_outside_the_editors_own(client: Client, django_user_model: Any) -> None:
    place = factories.place()
    editor = django_user_model.objects.create_user("dupont", password="x", editable_languages=["fr"])
    editor.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "change_place"]))
    client.force_login(editor)
    html = client.get(f"/admin/snippets/tours/place/edit/{place.pk}/").content.decode()
    assert 'name="name-fr"' in html and 'name="name-en"' not in html


def test_image_form_asks_for_words_credit_and_licence(admin_client: Client) -> None:
    image = KakuzanImage.objects.create(title="yagura.jpg", file=get_test_image_file())
    posted = {
        "title": "yagura.jpg",
        "licence": "unknown",
        "collection": str(image.collection_id),
        "alt-ja": "yagura.jpg",
    }
    answer = admin_client.post(f"/admin/images/{image.pk}/", posted)
    assert answer.status_code == 200
    admin_client.post(
        f"/admin/images/{image.pk}/", posted | {"alt-ja": "白い櫓", "alt-fr": "Tour blanche", "credit": "津山市"}
    )
    image.refresh_from_db()
    assert (image.alt.text("ja"), image.alt.text("fr"), image.credit) == ("白い櫓", "Tour blanche", "津山市")


@pytest.mark.parametrize("model", ["tag", "category"])
def test_controlled_words_stand_in_the_admin(model: str, admin_client: Client) -> None:
    word = factories.tag() if model == "tag" else factories.category()
    html = admin_client.get(f"/admin/snippets/cms_records/{model}/edit/{word.pk}/").content.decode()
    assert 'name="name-ko"' in html
