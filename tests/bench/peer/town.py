"""The peer's rows, written below the ORM's forms: 5,000 × add_child would take minutes and measure nothing more."""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

from django.core.files.images import ImageFile
from django.db import connection, transaction
from django.utils import timezone
from PIL import Image
from wagtail.models import Locale, Page, Site

from cms.languages.values import LocalizedValue
from cms.media.models import KakuzanImage
from cms.records.models import Category
from tests.bench.peer.models import SpotPage

IMAGES: Final = 20
CATEGORIES: Final = 8


def build(pages: int) -> None:
    """Write `pages` live pages below the site's root, each with a category and a picture that has its thumbnail."""
    from django.contrib.contenttypes.models import ContentType

    content_type = ContentType.objects.get_for_model(SpotPage)
    locale = Locale.objects.get_or_create(language_code="ja")[0]
    home = _home(locale)
    images = [_image(number) for number in range(IMAGES)]
    categories = [_category(number) for number in range(CATEGORIES)]
    now = timezone.now()
    with transaction.atomic():
        rows = [
            Page(
                path=Page._get_path(home.path, home.depth + 1, number + 1),
                **{
                    "depth": home.depth + 1,
                    "title": f"津山の見どころ {number}",
                    "slug": f"spot-{number}",
                    "locale": locale,
                },
                **{"draft_title": f"津山の見どころ {number}", "content_type": content_type, "live": True},
                **{"url_path": f"{home.url_path}spot-{number}/", "first_published_at": now, "last_published_at": now},
            )
            for number in range(pages)
        ]
        made = Page.objects.bulk_create(rows, batch_size=500)
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO bench_peer_spotpage (page_ptr_id, category_id, hero_id, lat, lon, short) "
                "VALUES (%s, %s, %s, %s, %s, %s)",
                [_spot(page.pk, number, categories, images) for number, page in enumerate(made)],
            )
        Page.objects.filter(pk=home.pk).update(numchild=pages)


def _home(locale: Locale) -> Page:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is not None:
        return site.root_page
    home = Page.get_first_root_node().add_child(instance=Page(title="津山", slug="bench", locale=locale))
    Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
    return home


def _spot(page: int, number: int, categories: list[Any], images: list[Any]) -> tuple[Any, ...]:
    category, image = categories[number % len(categories)], images[number % len(images)]
    return page, category.pk, image.pk, 35.06, 134.0, "城下町の石垣と町並みを歩いて見る所。"


def _image(number: int) -> KakuzanImage:
    data = BytesIO()
    Image.new("RGB", (800, 600), (number * 12, 90, 120)).save(data, "JPEG")
    image = KakuzanImage(title=f"石垣 {number}", file=ImageFile(BytesIO(data.getvalue()), name=f"bench-{number}.jpg"))
    image.save()
    image.get_rendition("width-400")
    return image


def _category(number: int) -> Category:
    return Category.objects.create(
        kind="place", slug=f"bench-{number}", name=LocalizedValue.of({"ja": f"分類 {number}"})
    )
