"""Loading demo stories from data/stories.json: written in Japanese and English, as an editor would, without a translation tool."""

from __future__ import annotations

from html import escape
from typing import Any

from wagtail.models import Locale

from cms.demo.content import read, uuid_of
from cms.demo.pictures import artwork
from cms.demo.publication import reserve
from cms.demo.vocabulary import tags
from cms.languages.table import SOURCE
from cms.pages.models import HomePage, StoryPage
from cms.records.models import Record

TRANSLATED = ("en",)
Block = tuple[str, Any]


def reserve_stories() -> None:
    """Take the ids of all demo stories."""
    reserve("story", read("cms.demo", "stories"))


def load_stories() -> int:
    """Make and publish the stories that are missing; return how many. One that an editor took back is not missing."""
    made = 0
    for rank, row in enumerate(read("cms.demo", "stories"), 1):
        uuid = uuid_of("story", row["key"])
        told = StoryPage.objects.filter(translation_key=uuid).exists()
        if told or Record.objects.filter(uuid=uuid, withdrawn_at__isnull=False).exists():
            continue
        page = _told(row, rank)
        for code in TRANSLATED:
            _translated(page, row, code)
        made += 1
    return made


def load_leads() -> int:
    """Give the home pages that nobody edited yet their sentence; return how many."""
    made = 0
    for code, lead in read("cms.demo", "home")["lead"].items():
        page = HomePage.objects.get(locale__language_code=code)
        if page.lead or page.revisions.exclude(user=None).exists():
            continue
        page.lead = lead
        page.save_revision().publish()
        made += 1
    return made


def body(row: dict[str, Any], language: str) -> list[Block]:
    """Return a story's blocks in one language; headings join the text that follows them."""
    blocks: list[Block] = []
    for block in row["blocks"]:
        html = _html(block, language)
        if html and blocks and blocks[-1][0] == "text":
            blocks[-1] = ("text", blocks[-1][1] + html)
        elif html:
            blocks.append(("text", html))
        blocks += _shown(block, language)
    return blocks


def _html(block: dict[str, Any], language: str) -> str:
    """Return the words of a paragraph or heading, or the title over a table of facts."""
    match block["type"]:
        case "paragraph":
            return f"<p>{escape(block['text'][language], quote=False)}</p>"
        case "heading":
            return f"<h2>{escape(block['text'][language], quote=False)}</h2>"
        case "facts":
            return f"<h3>{escape(block['title'][language], quote=False)}</h3>"
        case _:
            return ""


def _shown(block: dict[str, Any], language: str) -> list[Block]:
    """Return what is no text: a picture, a card, a 3D view, a table."""
    match block["type"]:
        case "image":
            image = artwork(block["artwork"])
            return [("image", {"image": image, "alt": "", "decorative": False, "caption": ""})] if image else []
        case "record":
            record = Record.objects.get(uuid=uuid_of(block["kind"], block["key"]))
            return [("record", {"record": record, "note": ""})]
        case "model":
            record = Record.objects.get(uuid=uuid_of(block["kind"], block["key"]))
            return [("model", {"record": record, "caption": block["caption"][language]})]
        case "facts":
            rows = [
                {"label": fact["label"][language], "value": fact["value"][language], "certainty": fact["certainty"]}
                for fact in block["rows"]
            ]
            return [("facts", rows)]
        case _:
            return []


def _told(row: dict[str, Any], rank: int) -> StoryPage:
    """Return the published story in the source language."""
    home = HomePage.objects.get(locale__language_code=SOURCE)
    page = StoryPage(
        translation_key=uuid_of("story", row["key"]),
        locale=home.locale,
        slug=row["slug"],
        title=row["names"][SOURCE],
        short=row["lead"][SOURCE]["text"],
        reading=row["reading"],
        cover=artwork(row["image"]),
        body=body(row, SOURCE),
        sources="\n".join(row["sources"]),
        rank=rank,
        live=False,
    )
    page.tags.set(tags(row["tags"]))
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


def _translated(page: StoryPage, row: dict[str, Any], language: str) -> None:
    """Publish the story in another language."""
    copy = page.copy_for_translation(Locale.objects.get(language_code=language), copy_parents=True)
    copy.title = copy.draft_title = row["names"][language]
    copy.short = row["lead"][language]["text"]
    copy.body = body(row, language)
    copy.save_revision().publish()
