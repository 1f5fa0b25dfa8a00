"""Files over HTTP: public ones for everybody and for ever, private ones for staff."""

from __future__ import annotations

from django.contrib.auth.decorators import user_passes_test
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage, storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase

from cms.media.serving import serve


def public_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serve a rendition or derivative with ranges and a strong ETag; its name is made of its content, so it never changes."""
    try:
        path = storages["public"].path(name)
    except (SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error
    return serve(request, path)


@user_passes_test(
    lambda user: (user.is_active and user.is_staff) or user.has_perm("wagtailadmin.access_admin"),
    login_url="wagtailadmin_login",
)
def private_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """Give an original to a member of staff, as a download."""
    try:
        file = default_storage.open(name)
    except (FileNotFoundError, SuspiciousFileOperation) as error:
        raise Http404 from error
    return FileResponse(
        file, as_attachment=True, headers={"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    )
