"""What an update of the code means for what is published already."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings

from cms.publishing.rebuilding import roll
from cms.setup.prepared import files

STAMP = "documents-made-by"


def remake_documents(data: Path) -> str:
    """Ask for all documents anew where other code made them: members may have been added since. The worker makes them."""
    code = code_digest(Path(settings.BASE_DIR))
    stamp = data / STAMP
    if stamp.exists() and stamp.read_text("ascii") == code:
        return "made by this code"
    asked = roll()
    stamp.write_text(code, "ascii")
    return f"{asked} things asked for anew" if asked else "none yet"


def code_digest(root: Path) -> str:
    """Return a hash of all of our Python files and catalogues."""
    digest = hashlib.sha256()
    for path in files(root):
        if path.suffix in {".py", ".po"}:
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
