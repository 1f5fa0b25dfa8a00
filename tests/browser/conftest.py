"""A server of its own, a browser, and the pages to look at."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.server import manage, serving
from tests.database import start_from_template

PAGES = {
    "home": "/{lang}/",
    "list": "/{lang}/places/",
    "place": "/{lang}/places/tsuyama-castle/",
    "item": "/{lang}/items/edo-hitome-zu/",
    "events": "/{lang}/events/",
    "event": "/{lang}/events/sakura-matsuri/",
    "tour": "/{lang}/tours/castle-and-trains/",
    "story": "/{lang}/stories/fan-shaped-shed/",
    "keep": "/{lang}/keep/",
    "map": "/{lang}/map/",
    "search": "/{lang}/search/?q=castle&tag=castle&on_display=today",
    "trip": "/{lang}/trip/",
    "gone": "/{lang}/places/withdrawn-desk/",
    "missing": "/{lang}/places/never-was/",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder, so that `-m "not browser"` leaves it out."""
    for item in items:
        if Path(item.fspath).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def built() -> None:
    """Have scripts and styles built, as `make test` does."""
    from cms.frontend.build import FrontendBuildError, build

    try:
        build()
    except FrontendBuildError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with an empty database, to be copied by whoever runs a server: migrating takes long."""
    data = tmp_path_factory.mktemp("migrated")
    start_from_template(str(data / "kakuzan.sqlite3"))
    manage(data, "manage.py", "migrate", "-v0")
    return data


@pytest.fixture(scope="session")
def site(built: None, migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the origin of a running server with the documents of tests/cms/frontend."""
    data = tmp_path_factory.mktemp("site")
    shutil.copytree(migrated, data, dirs_exist_ok=True)
    manage(data, "-m", "tests.browser.fill")
    with serving(data) as origin:
        yield origin


@pytest.fixture
def phone(browser: Any) -> Iterator[Any]:
    """Return a fresh page of a phone: 390 x 844 at density 2."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, device_scale_factor=2, has_touch=True, is_mobile=True
    )
    yield context.new_page()
    context.close()
