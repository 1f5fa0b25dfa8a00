"""BagIt 1.0 (RFC 8493): the untouched master, the manifest and the inspection's report, with a checksum for each, as one
zip for the long-term store.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from media_pipeline.exports import Manifest
from media_pipeline.tools import kakuzan_version

BLOCK = 1 << 20
EPOCH = (1980, 1, 1, 0, 0, 0)
DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def write(manifest: Manifest, target: Path, *, master: Path, documents: dict[str, bytes]) -> None:
    """Write the bag to `target`, which appears whole. The same input gives the same bytes.

    master: folder of the files as they were uploaded. documents: {name: content} put beside it, such as manifest.json.
    """
    part = target.with_name(target.name + ".part")
    name = manifest["id"]
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as bag:
        sums: dict[str, str] = {}
        size = 0
        for path in sorted(p for p in master.rglob("*") if p.is_file()):
            inside = f"data/master/{path.relative_to(master).as_posix()}"
            sums[inside] = _copy(bag, f"{name}/{inside}", _blocks(path))
            size += path.stat().st_size
        for document, content in sorted(documents.items()):
            sums[f"data/{document}"] = _copy(bag, f"{name}/data/{document}", iter([content]))
            size += len(content)
        tags = {
            "bagit.txt": DECLARATION,
            "bag-info.txt": _info(manifest, size, len(sums)),
            "manifest-sha256.txt": _lines(sums),
        }
        found = {tag: _copy(bag, f"{name}/{tag}", iter([text.encode()])) for tag, text in tags.items()}
        _copy(bag, f"{name}/tagmanifest-sha256.txt", iter([_lines(found).encode()]))
    part.replace(target)


def verify(bag: Path) -> list[str]:
    """Return what is wrong with the bag in the zip `bag`, empty if nothing is: missing, changed or unlisted files."""
    with zipfile.ZipFile(bag) as found:
        names = [name for name in found.namelist() if not name.endswith("/")]
        root = names[0].partition("/")[0]
        wrong = []
        listed: set[str] = set()
        for listing in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
            for line in found.read(f"{root}/{listing}").decode().splitlines():
                digest, _, name = line.partition("  ")
                listed.add(name)
                if f"{root}/{name}" not in names:
                    wrong.append(f"{name} is missing")
                elif _digest(found, f"{root}/{name}") != digest:
                    wrong.append(f"{name} was changed")
        payload = {name.removeprefix(f"{root}/") for name in names if name.startswith(f"{root}/data/")}
        return wrong + [f"{name} is not in the manifest" for name in sorted(payload - listed)]


def _digest(bag: zipfile.ZipFile, name: str) -> str:
    with bag.open(name) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _copy(bag: zipfile.ZipFile, name: str, blocks: Iterator[bytes]) -> str:
    """Write `blocks` under `name` and return their SHA-256."""
    digest = hashlib.sha256()
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    with bag.open(entry, "w", force_zip64=True) as file:
        for block in blocks:
            digest.update(block)
            file.write(block)
    return digest.hexdigest()


def _lines(sums: dict[str, str]) -> str:
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))


def _info(manifest: Manifest, size: int, files: int) -> str:
    made = datetime.fromisoformat(manifest["provenance"]["finished"]).astimezone(UTC)
    rows = {
        "Bag-Software-Agent": f"Kakuzan media_pipeline {kakuzan_version()}",
        "Bagging-Date": made.date().isoformat(),
        "Payload-Oxum": f"{size}.{files}",
        "External-Identifier": manifest["subject_id"] or manifest["id"],
        "Internal-Sender-Description": " / ".join(manifest["title"].values()),
    }
    return "".join(f"{name}: {' '.join(value.split())}\n" for name, value in rows.items())
