"""A model with two levels, its master and heat maps, a picture with its tiles, and a curator who is logged in; prints all as JSON.

Run as `python -m tests.browser.curator` in the server's environment.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

UP = (0.0, 1.0, 0.0)


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.run")
    django.setup()

    from django.conf import settings

    from media_pipeline.jobs.keeping import keep
    from tests.media_pipeline.jobs_library import mesh

    asset = mesh("本丸の石垣")
    job = asset.jobs.get()
    with tempfile.TemporaryDirectory() as folder:
        keep(job, made(Path(folder)))
    told = {"asset": str(asset.pk), "job": job.pk, "picture": picture()}
    print(json.dumps(told | {"cookie": settings.SESSION_COOKIE_NAME, "session": session()}))


def session() -> str:
    """Return the key of a curator's session."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from cms.users.models import User

    user = User.objects.create_superuser("curator", "curator@example.org", "a-long-password")
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    assert store.session_key
    return store.session_key


def picture() -> str:
    """Have a picture of 2600 x 1300 pixels cut into tiles, its right half red, and return its key."""
    import io

    from django.core.files.base import ContentFile
    from PIL import Image

    from media_pipeline.jobs import worker
    from media_pipeline.jobs.services import upload

    whole = Image.new("RGB", (2600, 1300), "#203080")
    whole.paste("#d02010", (1300, 0, 2600, 1300))
    buffer = io.BytesIO()
    whole.save(buffer, "PNG")
    asset = upload("正保絵図", [ContentFile(buffer.getvalue(), name="ezu.png")], recipe="image")
    worker.work_on(asset.jobs.get().pk)
    return str(asset.pk)


def made(folder: Path) -> Path:
    """Write a ball of two metres in two levels, as a job would, and return the manifest's path."""
    import numpy as np

    from media_pipeline.comparison import heat
    from media_pipeline.comparison.coloured import packed
    from media_pipeline.encode import glb
    from media_pipeline.geometry.render_mesh import build
    from tests.media_pipeline.jobs_library import manifest
    from tests.media_pipeline.shapes import sphere

    document = manifest(b"")
    first = document["derivatives"][0]
    document["derivatives"], document["comparison"]["levels"] = [], []
    (folder / "comparison").mkdir()
    for level, rows in (("desktop", 24), ("phone", 10)):
        positions, faces, uvs = sphere(rows, 2 * rows)
        positions, uvs = (positions + UP).astype(np.float32), uvs.astype(np.float32)
        data = glb.meshopt(glb.plain(build(positions, faces, uvs, faces), [], name=level))
        (folder / f"{level}.glb").write_bytes(data)
        row: dict[str, Any] = {"uri": f"{level}.glb", "level": level, "bytes": len(data), "triangles": len(faces)}
        document["derivatives"].append(first | row | {"asked_triangles": len(faces)})
        distance = (0.02 * np.abs(positions[:, 0])).astype(np.float32)
        hot = heat.heat(positions, faces, distance, name=level)
        (folder / "comparison" / f"{level}-error.glb").write_bytes(hot.glb)
        document["comparison"]["levels"].append(heat.row(level, f"comparison/{level}-error.glb", hot, len(faces)))
    positions, faces, _ = sphere(40, 80)
    colours = np.full((len(positions), 3), 140, np.float32)
    normals = positions.astype(np.float32)
    data = packed((positions + UP).astype(np.float32), normals, faces, colours, name="master")
    (folder / "comparison" / "master.glb").write_bytes(data)
    (folder / "poster.webp").write_bytes(poster())
    (folder / "manifest.json").write_text(json.dumps(document))
    return folder / "manifest.json"


def poster() -> bytes:
    """Return a grey picture."""
    import io

    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (160, 120), "#999").save(buffer, "WEBP")
    return buffer.getvalue()


if __name__ == "__main__":
    main()
