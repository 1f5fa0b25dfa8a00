"""What the documentation names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)|src=\"(?!https?:)([^\"]+)\"")
COMMAND = re.compile(r"(?:manage\.py|^\| `)\s*`?([a-z][a-z_]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    named = [first or second for first, second in LINK.findall(page.read_text(encoding="utf-8"))]
    assert [name for name in named if not (page.parent / name).exists()] == []


def test_every_command_that_a_page_names_exists() -> None:
    known = set(get_commands()) | {"axes_reset_username"}
    named = {
        (page.name, name)
        for page in PAGES
        for name in re.findall(r"manage\.py ([a-z][a-z_]+)", page.read_text(encoding="utf-8"))
    }
    assert sorted(where for where in named if where[1] not in known) == []
    assert len(named) > 5


def test_every_variable_that_the_code_reads_is_documented() -> None:
    table = (ROOT / "docs" / "reference" / "environment.md").read_text(encoding="utf-8")
    read = set()
    for path in (ROOT / "cms").rglob("*.py"):
        read |= set(re.findall(r"[\"'](KAKUZAN_[A-Z_]+|DATABASE_URL)[\"']", path.read_text(encoding="utf-8")))
    internal = {"KAKUZAN_RUN"}
    assert sorted(name for name in read - internal if f"`{name}`" not in table) == []
