"""A display proves itself with the token that it alone holds."""

from __future__ import annotations

from typing import Any

from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from cms.signage.models import Display
from cms.signage.selectors import display_by_token


class DisplayAuthentication(BaseAuthentication):
    """`Authorization: Bearer TOKEN`; the display of the address becomes `request.auth`."""

    def authenticate(self, request: Request) -> tuple[None, Display] | None:
        """Return the display; None without a header; 401 for a token that is not this display's, 403 for a revoked one."""
        parts = get_authorization_header(request).split()
        if len(parts) != 2 or parts[0].lower() != b"bearer":
            return None
        context: Any = request.parser_context
        display = display_by_token(context["kwargs"]["uuid"], parts[1].decode("latin-1"))
        if display is None:
            raise AuthenticationFailed("this token is not, or no longer, the display's")
        if display.revoked_at is not None:
            raise PermissionDenied(f"revoked on {display.revoked_at:%Y-%m-%d}")
        return None, display

    def authenticate_header(self, request: Request) -> str:
        """Return what a 401 names."""
        return 'Bearer realm="signage"'


class IsDisplay(BasePermission):
    """Only for a display that proved itself."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Return whether a display asks."""
        return isinstance(request.auth, Display)
