"""House rules of the templates."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import cms.frontend

FOLDER = Path(cms.frontend.__file__).parent / "templates" / "cms_frontend"
TEMPLATES = sorted(FOLDER.rglob("*.html"))


def names(template: Path) -> str:
    return template.relative_to(FOLDER).as_posix()


@pytest.mark.parametrize("template", TEMPLATES, ids=names)
def test_only_sanitised_members_are_marked_safe(template):
    marked = re.findall(r"\{\{\s*([\w.]+)\s*\|\s*safe", template.read_text(encoding="utf-8"))
    assert [name for name in marked if not name.endswith(("_html", "block.html"))] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=names)
def test_nothing_is_asked_of_another_host_and_no_script_stands_inline(template):
    text = template.read_text(encoding="utf-8")
    assert re.findall(r'(?:src|href)="https?://', text) == []
    assert re.findall(r"<script(?![^>]*src=)", text) == []
    assert re.findall(r"\son\w+=", text) == []
