"""The kinds that pages bring: stories, and the topics above them."""

from __future__ import annotations

from functools import partial
from typing import Any

from cms.records.kinds import Kind, register


def register_kinds() -> None:
    """Register story and topic."""
    from cms.pages import documents
    from cms.pages.models import StoryPage, TopicPage
    from cms.pages.things import thing

    story: Any = StoryPage
    topic: Any = TopicPage
    template = "cms_frontend/story.html"
    register(
        Kind(
            name="story",
            plural="stories",
            builder=documents.story,
            model=lambda: story,
            page_template=template,
            finder=partial(thing, StoryPage),
            key="translation_key",
            turn=2,
        )
    )
    register(
        Kind(
            name="topic",
            plural="topics",
            builder=documents.topic,
            model=lambda: topic,
            page_template=template,
            finder=partial(thing, TopicPage),
            key="translation_key",
            turn=2,
        )
    )
