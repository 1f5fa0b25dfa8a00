"""The curator behind a sign in a browser test: fills the tables, then does what each line of standard input says.

`pair CODE NAME`, `rename TEXT`, `picture COLOUR`, `withdraw`, `revoke NAME`; answers `done` when readers would see it.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from io import BytesIO
from typing import Any


def main() -> None:
    import django

    django.setup()
    fill()
    print("done", flush=True)
    for line in sys.stdin:
        command, *rest = line.split(maxsplit=1)
        WORK[command](rest[0].strip() if rest else "")
        print("done", flush=True)


def fill() -> None:
    from cms import clock
    from cms.publishing.models import PublishedThing
    from tests import factories

    castle = factories.place(live=False)
    with_picture(castle, "#8aa07a")
    garden = factories.place(
        slug="shurakuen",
        name={"ja": "衆楽園", "en": "Shurakuen Garden"},
        reading="しゅうらくえん",
        short={"ja": "池をめぐる大名庭園", "en": "A lord's garden round a pond"},
        lat=35.0748,
        lon=134.0055,
    )
    factories.event(dates=[(clock.now() + timedelta(days=3), None)])
    now = int(clock.now().timestamp())
    PublishedThing.objects.filter(uuid__in=[castle.uuid, garden.uuid]).update(
        windows=[[now - 3600, now + 6 * 3600, None]], windows_until=clock.now() + timedelta(days=14)
    )


def with_picture(place: Any, colour: str) -> None:
    from django.core.files.images import ImageFile
    from PIL import Image, ImageDraw

    from cms.media.models import KakuzanImage
    from tests import factories
    from tours.models import PlaceImage

    drawn = Image.new("RGB", (1600, 1000), colour)
    ImageDraw.Draw(drawn).polygon([(300, 900), (800, 150), (1300, 900)], fill="#efe9dc")
    buffer = BytesIO()
    drawn.save(buffer, "PNG")
    image = KakuzanImage.objects.create(title=colour, file=ImageFile(BytesIO(buffer.getvalue()), "drawn.png"))
    place.images.set([PlaceImage(image=image)])
    factories.publish(place)


def pair(text: str) -> None:
    from cms.signage.services import approve

    code, name = text.split(maxsplit=1)
    approve(code, name=name, languages=["ja", "en", "ko"])


def rename(text: str) -> None:
    from cms.publishing.services import drain
    from cms.records.services import patch
    from tours.models import Place

    patch(Place.objects.get(slug="tsuyama-castle"), {"name": {"ja": text}})
    drain()


def picture(colour: str) -> None:
    from tours.models import Place

    with_picture(Place.objects.get(slug="shurakuen"), colour)


def withdraw(_text: str) -> None:
    from tours.models import Place

    Place.objects.get(slug="shurakuen").unpublish()


def revoke(text: str) -> None:
    from cms.signage import services
    from cms.signage.models import Display

    services.revoke(Display.objects.get(name=text))


WORK = {"pair": pair, "rename": rename, "picture": picture, "withdraw": withdraw, "revoke": revoke}


if __name__ == "__main__":
    main()
