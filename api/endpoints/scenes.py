"""A 3D asset in the forms that other programs read."""

from __future__ import annotations

from uuid import UUID

from api.answers import Answer, as_bytes
from api.endpoint import Endpoint
from api.endpoints.details import UUID_TEXT
from api.parameters import Asked
from api.problems import Problem
from cms.media.scenes import FORMS, scene
from cms.publishing.selectors import is_shown


class Scenes(Endpoint):
    """An asset as `scene.svx.json` (Smithsonian Voyager), `iiif-manifest.json` (IIIF Presentation 3) or `iiif-scene.json` (4, draft).

    With the asset's annotations. Only assets that a public document shows are known here.
    """

    operation = "scene"
    schema_name = "scene"

    def answer(self, asked: Asked, **path: str) -> Answer:
        """Return the document; 404 for an asset that is not known or not ready, and for a form that there is not."""
        key, name = path["asset"], path["form"]
        asset = UUID(key) if UUID_TEXT.fullmatch(key) else None
        found = scene(asset, name) if asset is not None and is_shown(f"asset:{asset}") else None
        if found is None:
            raise Problem(
                404,
                "Not found",
                f"there is no such asset, it is not ready yet, or the form is none of {', '.join(FORMS)}",
            )
        return Answer(as_bytes(found), asked.lang)
