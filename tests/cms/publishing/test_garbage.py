"""Garbage collection never takes a published file."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.storage import storages
from PIL import Image

from cms.media.models import KakuzanImage
from cms.publishing.garbage import collect
from cms.publishing.services import drain
from tests import factories
from tours.models.place import PlaceImage

pytestmark = pytest.mark.django_db


def picture() -> KakuzanImage:
    data = BytesIO()
    Image.new("RGB", (900, 600), "#9a8c7a").save(data, "PNG")
    return KakuzanImage.objects.create(title="石垣", file=ImageFile(BytesIO(data.getvalue()), name="wall.png"))


def test_only_what_nothing_names_goes() -> None:
    collect(grace=0)  # what rolled-back tests left behind
    place = factories.place(live=False)
    place.images.set([PlaceImage(image=picture())])
    factories.publish(place)
    drain()
    public = storages["public"]
    orphan = public.save("images/orphan.webp", ContentFile(b"nobody names me"))
    before = collect(dry_run=True, grace=0)
    assert (before.removed, public.exists(orphan)) == (1, True)
    assert collect(grace=0).removed == 1
    assert not public.exists(orphan)
    url = place.card_image("ja")["url"].removeprefix("@ORIGIN@/media/")
    assert public.exists(url)


def test_young_files_stay() -> None:
    storages["public"].save("images/fresh.webp", ContentFile(b"on its way"))
    assert collect().removed == 0
