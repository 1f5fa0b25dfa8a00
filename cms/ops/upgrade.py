"""What an update of the code means for what is published and indexed already."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from modelsearch.index import get_indexed_models

from cms.publishing.rebuilding import roll
from cms.setup.prepared import files

STAMP = "documents-made-by"
INDEX_STAMP = "admin-search-made-by"
INDEXING = ("cms/adminsearch/", "cms/search/tokens/", "cms/languages/")
"""Where the code lies that decides what the admin's search keeps of an object."""


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


def remake_admin_search(data: Path) -> str:
    """Fill the admin's search anew where its tokens or the fields of a model changed. Searches go on meanwhile."""
    code = index_digest(Path(settings.BASE_DIR))
    stamp = data / INDEX_STAMP
    if stamp.exists() and stamp.read_text("ascii") == code:
        return "made by this code"
    call_command("update_index", verbosity=0)
    stamp.write_text(code, "ascii")
    return "filled"


def index_digest(root: Path) -> str:
    """Return a hash of the code that makes tokens and of the fields that each model gives to search."""
    digest = hashlib.sha256()
    for path in files(root):
        name = path.relative_to(root).as_posix()
        if name.startswith(INDEXING) and path.suffix in {".py", ".csv"}:
            digest.update(name.encode() + b"\0" + path.read_bytes())
    for model in sorted(get_indexed_models(), key=lambda model: model._meta.label):
        fields = [
            (type(field).__name__, field.field_name, getattr(field, "boost", None)) for field in model.search_fields
        ]
        digest.update(repr((model._meta.label, fields)).encode())
    return digest.hexdigest()
