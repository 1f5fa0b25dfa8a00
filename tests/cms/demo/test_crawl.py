"""The demo city walked through as a visitor with much time would: every page that a link leads to, in seven languages."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from cms.languages.table import CODES
from cms.publishing.services import drain

HERE = "http://testserver"
GONE_ON_PURPOSE = "withdrawn"
PICTURES = {"img": ("src", "srcset"), "source": ("srcset",), "link": ("href",), "script": ("src",), "audio": ("src",)}


@dataclass
class Page(HTMLParser):
    """What a page leads to and holds."""

    links: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    headings: int = 0
    lang: str = ""
    untold: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note links, files, headings and pictures without a word."""
        found = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.lang = found.get("lang", "")
        self.headings += tag == "h1"
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if tag == "img" and "alt" not in found:
            self.untold.append(found.get("src", ""))
        for name in PICTURES.get(tag, ()):
            value = found.get(name, "")
            choices = value.split(",") if name == "srcset" else [value]
            addresses = [choice.strip().split(" ")[0] for choice in choices]
            self.files += [address for address in addresses if address and not address.startswith("data:")]


def within(base: str, address: str) -> str | None:
    """Return an address of ours as a path, None for one of somebody else and for what a browser does not fetch."""
    whole = urldefrag(urljoin(HERE + base, address)).url
    parts = urlsplit(whole)
    if f"{parts.scheme}://{parts.netloc}" != HERE:
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")


@pytest.mark.full
@pytest.mark.django_db
@time_machine.travel("2026-11-22T03:00:00Z", tick=True)
def test_every_link_of_the_demo_city_leads_somewhere() -> None:
    call_command("load_demo", verbosity=0)
    while drain():
        pass
    client = Client()
    seen = {f"/{code}/" for code in CODES}
    waiting = deque(sorted(seen))
    files: dict[str, str] = {}
    wrong: list[str] = []
    pages = 0
    while waiting:
        path = waiting.popleft()
        answer = client.get(path)
        if answer.status_code in {301, 302, 303}:
            following = within(path, answer["Location"])
            if following and following not in seen:
                seen.add(following)
                waiting.append(following)
            continue
        if answer.status_code != 200:
            if not (answer.status_code == 410 and GONE_ON_PURPOSE in path):
                wrong.append(f"{path}: {answer.status_code}")
            continue
        if not answer.get("Content-Type", "").startswith("text/html"):
            continue
        pages += 1
        page = Page()
        page.feed(answer.content.decode())
        wrong += complaints(path, page, dict(answer.headers))
        for link in page.links:
            target = within(path, link)
            if target and target not in seen and not target.startswith(("/admin/", "/api/")):
                seen.add(target)
                waiting.append(target)
        for file in page.files:
            if (target := within(path, file)) is not None:
                files.setdefault(target, path)
            else:
                wrong.append(f"{path}: fetches {file}")
    for file, page_path in files.items():
        status = client.get(file).status_code
        if status not in {200, 301, 302, 303, 404 if file.startswith("/static/") else 200}:
            wrong.append(f"{page_path}: {file}: {status}")
    assert wrong == []
    assert pages > 65 * len(CODES)


def complaints(path: str, page: Page, headers: dict[str, str]) -> list[str]:
    """Return what a visitor, a screen reader or a proxy would stumble over."""
    found = []
    code = path.split("/")[1]
    if code in CODES and page.lang.lower() != code:
        found.append(f"{path}: html lang is {page.lang!r}")
    if page.headings != 1:
        found.append(f"{path}: {page.headings} main headings")
    if page.untold:
        found.append(f"{path}: no alt on {page.untold[0]}")
    if "Set-Cookie" in headers or "Cookie" in headers.get("Vary", ""):
        found.append(f"{path}: touches cookies")
    return found
