"""The figures of an asset's versions, for the admin and for the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from media_pipeline.models import Asset, Job


@dataclass(frozen=True, slots=True)
class Figures:
    """One derivative: triangles asked for and kept, bytes, distance to the master in mm and per cent of the diagonal
    (root mean square, largest), likeness in dB, and where its file is in the public storage. None: not measured. points: of a cloud, which has no
    triangles; 0 for a mesh.
    """

    uri: str
    name: str
    level: str
    format: str
    points: int
    triangles: int
    asked: int | None
    bytes: int
    rms_mm: float | None
    rms_pct: float | None
    max_mm: float | None
    psnr: float | None

    @property
    def megabytes(self) -> float:
        """Size of the file in MB."""
        return self.bytes / 1_000_000


@dataclass(frozen=True, slots=True)
class Version:
    """A finished job: what it cost and what came out."""

    job: int
    recipe: str
    primary: bool
    finished: str
    seconds: float | None
    peak_mb: int | None
    rows: list[Figures]


def figures(manifest: dict[str, Any] | None) -> list[Figures]:
    """Return the figures of each derivative of a manifest, the finest first."""
    rows = [_figures(row) for row in (manifest or {}).get("derivatives", [])]
    return sorted(rows, key=lambda row: (-row.triangles, -row.points))


def _figures(row: dict[str, Any]) -> Figures:
    error, image = row.get("error") or {}, row.get("image") or {}
    return Figures(
        uri=row["uri"],
        name=row.get("name", ""),
        level=row.get("level", ""),
        format=row["format"],
        points=row.get("points", 0),
        triangles=row.get("triangles", 0),
        asked=row.get("asked_triangles"),
        bytes=row["bytes"],
        rms_mm=_mm(error.get("rms")),
        rms_pct=error.get("rms_pct"),
        max_mm=_mm(error.get("hausdorff")),
        psnr=image.get("psnr_lit_mean"),
    )


def _mm(metres: float | None) -> float | None:
    return None if metres is None else metres * 1000


def versions(asset: Asset) -> list[Version]:
    """Return the finished jobs of an asset with their figures, the newest first."""
    return [_version(asset, job) for job in asset.jobs.filter(state="done")]


def _version(asset: Asset, job: Job) -> Version:
    provenance = (job.manifest or {}).get("provenance", {})
    return Version(
        job=job.pk,
        recipe=job.recipe,
        primary=job.pk == asset.primary_id,
        finished=job.finished.isoformat(timespec="seconds") if job.finished else "",
        seconds=provenance.get("seconds"),
        peak_mb=provenance.get("peak_rss_mb"),
        rows=figures(job.manifest),
    )


def table(found: list[Version]) -> str:
    """Return versions as lines for a terminal."""
    lines = []
    for version in found:
        shown = ", shown now" if version.primary else ""
        lines.append(f"job {version.job}, recipe {version.recipe}, {version.finished}{shown}")
        lines.append(f"  {'file':<24}{'triangles':>10}{'MB':>8}{'RMS mm':>9}{'RMS %':>9}{'max mm':>9}{'dB':>7}")
        lines += [
            f"  {row.uri:<24}{row.triangles:>10}{row.megabytes:>8.2f}{_number(row.rms_mm, 2):>9}"
            f"{_number(row.rms_pct, 4):>9}{_number(row.max_mm, 1):>9}{_number(row.psnr, 1):>7}"
            for row in version.rows
        ]
    return "\n".join(lines)


def _number(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"
