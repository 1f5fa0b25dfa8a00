"""Whether the files of an asset are there and unchanged: the master by the checksums noted at the upload, derivatives by theirs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import Storage, default_storage, storages

from media_pipeline.models import Asset, Derivative


@dataclass(frozen=True, slots=True)
class Fault:
    """A file that is not what it should be; `rule` says in what."""

    asset: str
    name: str
    rule: str

    def __str__(self) -> str:
        return f"{self.asset}: {self.name}: {self.rule}"


def verify(asset: Asset) -> Iterator[Fault | None]:
    """Yield for each file of an asset None when it is right, else what is wrong; reads every byte."""
    for row in asset.master:
        yield _fault(asset, default_storage, row)
    for derivative in Derivative.objects.filter(job__asset=asset).order_by("pk"):
        digest = derivative.sha256 or derivative.name.rpartition("/")[2].partition(".")[0]
        row = {"name": derivative.name, "bytes": derivative.bytes, "sha256": digest}
        yield _fault(asset, storages["public"], row)
    if asset.primary is not None and asset.primary.state != "done":
        yield Fault(str(asset.pk), f"job {asset.primary_id}", "is shown but not finished")


def _fault(asset: Asset, storage: Storage, row: dict[str, Any]) -> Fault | None:
    """Compare a stored file with its row; names in the public storage hold the first 40 digits of the digest."""
    digest = hashlib.sha256()
    length = 0
    try:
        with storage.open(row["name"]) as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
                length += len(chunk)
    except FileNotFoundError:
        return Fault(str(asset.pk), row["name"], "there is no such file")
    if length != row["bytes"]:
        return Fault(str(asset.pk), row["name"], f"has {length} bytes, not {row['bytes']}")
    if not digest.hexdigest().startswith(row["sha256"]):
        return Fault(str(asset.pk), row["name"], f"SHA-256 is {digest.hexdigest()}, not {row['sha256']}")
    return None
