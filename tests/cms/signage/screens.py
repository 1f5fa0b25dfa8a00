"""What the tests of signage share: a screen that pairs, and asks as a player does."""

from __future__ import annotations

from typing import Any

from django.test import Client

from cms.signage.models import Display
from cms.signage.services import approve, claim, open_pairing


def paired(name: str = "津山駅 改札前", **members: Any) -> tuple[Display, str]:
    """Return a display and its token."""
    opened = open_pairing()
    approve(opened.code, name=name, **members)
    found = claim(opened.secret)
    assert found is not None and found.display is not None
    found.display.refresh_from_db()
    return found.display, found.token


def manifest(client: Client, display: Display, token: str, **headers: str) -> Any:
    """Return the answer to a display that asks for its manifest."""
    return client.get(
        f"/api/v1/signage/displays/{display.uuid}/manifest", headers={"Authorization": f"Bearer {token}", **headers}
    )


def state(client: Client, display: Display, token: str, report: Any) -> Any:
    """Return the answer to a report."""
    return client.post(
        f"/api/v1/signage/displays/{display.uuid}/state",
        data=report,
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )


def slides(answer: Any, **wanted: Any) -> list[dict[str, Any]]:
    """Return the slides of a manifest whose members equal `wanted`."""
    return [slide for slide in answer.json()["slides"] if all(slide.get(key) == value for key, value in wanted.items())]
