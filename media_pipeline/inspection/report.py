"""Findings, and what they mean in Japanese and English."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from media_pipeline.mesh import Floats, Ints

LANGUAGES = ("ja", "en")
SENTENCES = Path(__file__).with_name("sentences.toml")
HEADINGS = {"ja": ("確認結果", "見つかった点はありません。"), "en": ("Findings", "Nothing was found.")}
SEVERITIES = {
    "problem": {"ja": "要対応", "en": "Problem"},
    "warning": {"ja": "要確認", "en": "Warning"},
    "notice": {"ja": "参考", "en": "Notice"},
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: its code in sentences.toml, the figures of its sentence, and where it is: spots (n, 3) in metres
    of the frame, the most serious first, their sizes (n,) in metres, and triangles to colour.
    """

    code: str
    figures: dict[str, Any] = field(default_factory=dict)
    spots: Floats = field(default_factory=lambda: np.zeros((0, 3), np.float32))
    sizes: Floats = field(default_factory=lambda: np.zeros(0, np.float32))
    triangles: Ints = field(default_factory=lambda: np.zeros(0, np.int32))


@cache
def sentences() -> dict[str, dict[str, str]]:
    """Return severity, en and ja of every code."""
    return tomllib.loads(SENTENCES.read_text("utf-8"))


def row(finding: Finding, pictures: list[str]) -> dict[str, Any]:
    """Return the finding for the manifest: code, severity, its sentence in each language, figures, pictures."""
    known = sentences()[finding.code]
    spoken = {name: _spoken(value) for name, value in finding.figures.items()}
    texts = {language: known[language].format(**spoken) for language in LANGUAGES}
    return {
        "code": finding.code,
        "severity": known["severity"],
        **texts,
        "figures": finding.figures,
        "pictures": pictures,
    }


def text(rows: list[dict[str, Any]], language: str, *, title: str) -> str:
    """Return the report as Markdown in `language`, problems first."""
    heading, nothing = HEADINGS[language]
    lines = [f"# {heading}: {title}", ""]
    for severity, names in SEVERITIES.items():
        for found in (one for one in rows if one["severity"] == severity):
            lines += [f"- **{names[language]}** {found[language]}"]
            lines += [f"  ![]({Path(picture).name})" for picture in found["pictures"]]
    return "\n".join(lines + ([] if rows else [nothing])) + "\n"


def metres(length: float) -> str:
    """Return a length as people say it: 12.3 m, 4.5 cm, 1.2 mm."""
    for limit, factor, unit in ((1000, 0.001, "km"), (1, 1, "m"), (0.01, 100, "cm")):
        if length >= limit:
            return f"{length * factor:.3g} {unit}"
    return f"{length * 1000:.3g} mm"


def _spoken(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)
