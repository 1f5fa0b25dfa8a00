"""Uploading, starting, cancelling and repeating work on an asset."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from media_pipeline.models import Asset, Derivative, Job
from media_pipeline.signals import asset_ready

SUFFIXES = frozenset(
    {
        ".zip",
        ".obj",
        ".mtl",
        ".ply",
        ".stl",
        ".glb",
        ".gltf",
        ".bin",
        ".jpg",
        ".jpeg",
        ".png",
        ".webp",
        ".tif",
        ".tiff",
        ".3mf",
        ".dae",
        ".csv",
        ".json",
        ".pdf",
        ".xml",
    }
)


class UploadError(ValueError):
    """Files that cannot become an asset; the message says which and what would be accepted."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a job is to do with a master: recipe, unit and upward axis over the recipe's own, members of its sections to
    replace ({"repair": {"cut_box": …}}).
    """

    recipe: str = "web"
    unit: str = ""
    up: str = ""
    changes: dict[str, dict[str, Any]] = field(default_factory=dict)


def upload(
    title: str,
    files: Sequence[File[Any]],
    *,
    user: Any = None,
    recipe: str = "web",
    order: Order | None = None,
    about: dict[str, Any] | None = None,
) -> Asset:
    """Keep uploaded files as an untouched master and queue the first job; several files are one asset.

    recipe: short for an order that says nothing else.
    """
    names = [PurePosixPath((file.name or "").replace("\\", "/")).name for file in files]
    if not names:
        raise UploadError("no file was uploaded; accepted are zip, OBJ with MTL and textures, PLY, STL, GLB")
    for name in names:
        if PurePosixPath(name).suffix.lower() not in SUFFIXES:
            raise UploadError(f"{name}: this kind of file is not accepted; accepted are {', '.join(sorted(SUFFIXES))}")
    if len(set(names)) != len(names):
        raise UploadError("two files have the same name; put them into a zip with folders")
    asset = Asset(title=title, created_by=user, about=about or {})
    folder = f"meshes/{asset.uuid}"
    asset.master = [_kept(f"{folder}/{name}", file) for name, file in zip(names, files, strict=True)]
    with transaction.atomic():  # not around the copying, which may take seconds
        asset.save(force_insert=True)
        source = f"{folder}/{names[0]}" if len(names) == 1 else folder
        Job.objects.create(asset=asset, source=source, **asdict(order or Order(recipe)))
    return asset


def _kept(name: str, file: File[Any]) -> dict[str, Any]:
    """Put a file into the private storage and return its row of the asset's `master`."""
    size, digest = file.size, getattr(file, "sha256", "") or _digest(file)
    return {"name": default_storage.save(name, file), "bytes": size, "sha256": digest}


def _digest(file: File[Any]) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def generated(uuid: UUID, *, title: str, generator: str, recipe: str) -> Asset:
    """Return an asset that a generator of ours makes, with its job queued if it has none yet (idempotent)."""
    with transaction.atomic():
        asset, _ = Asset.objects.get_or_create(uuid=uuid, defaults={"title": title})
        if not asset.jobs.filter(generator=generator, recipe=recipe).exists():
            Job.objects.create(asset=asset, recipe=recipe, generator=generator)
    return asset


def rerun(job: Job, *, recipe: str = "", order: Order | None = None) -> Job:
    """Return a job over the same master by another order, or by the same with another recipe if given: the one that waits
    or runs already, else a new one.
    """
    order = order or replace(order_of(job), recipe=recipe or job.recipe)
    same = {"asset": job.asset, "source": job.source, "generator": job.generator, **asdict(order)}
    with transaction.atomic():
        waiting = Job.objects.filter(asset=job.asset, state__in=("queued", "running"), cancel_asked=False)
        equal = next((row for row in waiting if order_of(row) == order), None)
        return equal or Job.objects.create(**same)


def describe(asset: Asset, *, capture: dict[str, Any]) -> None:
    """Note how an asset was captured; jobs from now on say it in their manifest."""
    asset.about = {name: value for name, value in asset.about.items() if name != "capture"}
    asset.about |= {"capture": capture} if capture else {}
    asset.save(update_fields=["about"])


def order_of(job: Job) -> Order:
    """Return what a job was told to do."""
    return Order(job.recipe, job.unit, job.up, job.changes)


def cancel(job: Job) -> None:
    """Ask a job to stop; one that waits is cancelled at once."""
    if not Job.objects.filter(pk=job.pk, state="queued").update(state="cancelled", error="", fault=""):
        Job.objects.filter(pk=job.pk, state="running").update(cancel_asked=True)


def make_primary(job: Job) -> None:
    """Show a finished job's derivatives as the asset from now on."""
    if job.state != "done":
        raise UploadError(f"job {job.pk} is {job.state}; only a finished job can be shown")
    with transaction.atomic():
        Asset.objects.filter(pk=job.asset_id).update(primary=job)
        asset_ready.send(sender=Asset, asset=job.asset_id)


def names_in_use(jobs: Iterable[Job] | None = None) -> set[str]:
    """Return the public names that any job's derivatives hold: garbage collection leaves them."""
    found = Derivative.objects.all() if jobs is None else Derivative.objects.filter(job__in=list(jobs))
    return set(found.values_list("name", flat=True))
