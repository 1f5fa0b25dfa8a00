"""The files of a 3D asset: what the pipeline made of it, at which sizes and errors."""

from __future__ import annotations

from uuid import UUID

from api.answers import Answer, as_bytes
from api.endpoint import Endpoint
from api.endpoints.details import UUID_TEXT
from api.parameters import Asked
from api.problems import Problem
from cms.media.assets import manifest
from cms.publishing.selectors import is_shown


class Media(Endpoint):
    """The manifest of an asset: its derivatives with address, size, triangles and measured error against the master.

    Only assets that a public document shows are known here.
    """

    operation = "media"
    schema_name = "manifest"

    def answer(self, asked: Asked, **path: str) -> Answer:
        """Return the manifest; 404 for an asset that is not known or not ready."""
        key = path["asset"]
        asset = UUID(key) if UUID_TEXT.fullmatch(key) else None
        found = manifest(asset) if asset is not None and is_shown(f"asset:{asset}") else None
        if found is None:
            raise Problem(404, "Not found", "there is no such asset, or it is not ready yet")
        return Answer(as_bytes(found), asked.lang)
