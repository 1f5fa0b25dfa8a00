"""What tests of the API share: a client that asks below /api/v1/ and reads JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

Ask = Callable[..., HttpResponse]


@pytest.fixture
def ask(client: Client) -> Ask:
    """Ask with GET; `language` is Accept-Language, `known` If-None-Match."""

    def get(path: str, *, language: str = "", known: str = "", **headers: str) -> Any:
        sent = {"Accept-Language": language, "If-None-Match": known, **headers}
        return client.get(f"/api/v1{path}", headers={name: value for name, value in sent.items() if value})

    return get
