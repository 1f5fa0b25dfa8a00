"""What an upload says of its own capture: reports beside the mesh (CSV, JSON; PDF is only named) and the georeference that
photogrammetry programs write (metadata.xml).

Reports never stop a job: what cannot be read is a warning. Only the fields named here leave the file.
"""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from media_pipeline.readers.files import Upload, decode

SUFFIXES = frozenset({".csv", ".json", ".pdf", ".xml"})
MOST_BYTES = 1 << 20
MOST_LETTERS = 200
ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988}

FIELDS = {
    "date": ("date", "capture date", "date of capture", "撮影日", "撮影年月日", "計測日", "取得日"),
    "device": ("device", "camera", "camera model", "scanner", "カメラ", "機材", "使用機材", "撮影機材", "機種"),
    "method": ("method", "software", "手法", "方法", "計測方法", "ソフトウェア", "使用ソフト"),
    "photo_count": ("photo count", "photos", "images", "number of photos", "number of images", "cameras", "写真枚数", "撮影枚数", "枚数"),
    "operator": ("operator", "photographer", "surveyor", "撮影者", "計測者", "作業者", "担当者"),
    "scale_error_m": ("scale error", "scale bar error", "control scale bars error", "スケール誤差", "縮尺誤差", "スケールバー誤差"),
}  # fmt: skip
NAMES = {heading: name for name, headings in FIELDS.items() for heading in headings}
LENGTHS = {"mm": 0.001, "cm": 0.01, "m": 1.0}


@dataclass(slots=True)
class Capture:
    """fields: those of FIELDS that were found. reports: names of the files. crs and offset (easting, northing, height in
    metres) as a program's metadata.xml says; empty without one.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    reports: list[str] = field(default_factory=list)
    crs: str = ""
    offset: list[float] = field(default_factory=list)


def capture(upload: Upload) -> Capture:
    """Return what the reports of `upload` say; the first to name a field is believed."""
    found = Capture()
    for name in upload.names():
        suffix = PurePosixPath(name).suffix.lower()
        if suffix not in SUFFIXES:
            continue
        if suffix == ".pdf":
            found.reports.append(name)
            continue
        path = upload.path(name)
        if path.stat().st_size > MOST_BYTES:
            upload.warnings.append(f"{name}: larger than 1 MB, not read as a capture report")
            continue
        text = decode(path.read_bytes()).lstrip("\ufeff")
        if suffix == ".xml":
            _georeference(text, found)
        elif pairs := _pairs(name, suffix, text, upload):
            found.fields = _fields(name, pairs, upload) | found.fields
            found.reports.append(name)
    return found


def _pairs(name: str, suffix: str, text: str, upload: Upload) -> list[tuple[str, str]]:
    """Return the headings and values of a report; none for a file that is something else."""
    try:
        rows = _from_json(text) if suffix == ".json" else _from_csv(text)
    except (ValueError, RecursionError, csv.Error):
        upload.warnings.append(f"{name}: cannot be read as a capture report")
        return []
    return [(heading, value) for heading, value in rows if _name(heading) in NAMES]


def _from_json(text: str) -> list[tuple[str, str]]:
    """Return the members of an object and of the objects in it."""
    table = json.loads(text)
    rows: list[tuple[str, str]] = []
    for key, value in table.items() if isinstance(table, dict) else ():
        inner = value.items() if isinstance(value, dict) else [(key, value)]
        rows += [(str(k), str(v)) for k, v in inner if isinstance(v, str | int | float) and not isinstance(v, bool)]
    return rows


def _from_csv(text: str) -> list[tuple[str, str]]:
    """Return the pairs of a table of two columns, or of headings with one row under them."""
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    rows = [[cell.strip() for cell in row] for row in csv.reader(text.splitlines(), delimiter=separator) if any(row)]
    if len(rows) > 1 and sum(_name(cell) in NAMES for cell in rows[0]) > 1:
        return list(zip(rows[0], rows[1], strict=False))
    return [(row[0], row[1]) for row in rows if len(row) > 1]


def _name(heading: str) -> str:
    plain = re.sub(r"[\s_\-]+", " ", re.sub(r"[(（\[].*", "", heading)).strip().lower()
    return re.sub(r" (mm|cm|m)$", "", plain)


def _fields(name: str, pairs: list[tuple[str, str]], upload: Upload) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for heading, value in pairs:
        which = NAMES[_name(heading)]
        read = {"date": _date, "photo_count": _count}.get(which)
        kept = _length(heading, value) if which == "scale_error_m" else read(value) if read else value[:MOST_LETTERS]
        if kept in (None, ""):
            upload.warnings.append(f"{name}: {heading}: {value[:60]!r} is not understood")
        else:
            found.setdefault(which, kept)
    return found


def _date(text: str) -> str | None:
    """Return an ISO date (or year and month) from 2024-05-03, 2024/5/3, 2024年5月3日, 20240503, 令和6年5月3日, R6.5.3."""
    era = re.match(r"\s*(令和|平成|R|H)\s*(元|\d{1,2})\s*[年.\-/]\s*(\d{1,2})\s*[月.\-/]\s*(\d{1,2})", text)
    plain = re.match(r"\s*(\d{4})\s*[年./\-]?\s*(\d{1,2})(?:\s*[月./\-]?\s*(\d{1,2}))?", text)
    if era:
        year = ERAS[era[1]] + (1 if era[2] == "元" else int(era[2]))
        parts = year, int(era[3]), int(era[4])
    elif plain:
        parts = int(plain[1]), int(plain[2]), int(plain[3] or 1)
    else:
        return None
    try:
        whole = date(*parts).isoformat()
    except ValueError:
        return None
    return whole if era or (plain and plain[3]) else whole[:7]


def _count(text: str) -> int | None:
    match = re.match(r"\s*(\d[\d,]{0,11})", text)
    return int(match[1].replace(",", "")) if match else None


def _length(heading: str, text: str) -> float | None:
    """Return metres; the unit stands behind the number or in the heading."""
    match = re.match(r"\s*±?\s*(\d+(?:\.\d+)?(?:[eE]-?\d{1,2})?)\s*(mm|cm|m)?\b", text)
    unit = match and (match[2] or next(iter(re.findall(r"(?:\b|_)(mm|cm|m)(?:\b|_)", heading.lower())), None))
    return round(float(match[1]) * LENGTHS[unit], 9) if match and unit else None


def _georeference(text: str, found: Capture) -> None:
    system = re.search(r"<SRS>\s*((?:EPSG|ENU):[\d.,\-+ ]{1,60}?)\s*</SRS>", text)
    origin = re.search(r"<SRSOrigin>\s*([^<]{1,120})</SRSOrigin>", text)
    if not system:
        return
    found.crs = system[1]
    numbers = re.findall(r"-?\d{1,9}(?:\.\d{1,12})?", origin[1]) if origin else []
    found.offset = [float(n) for n in numbers] if len(numbers) == 3 else []
