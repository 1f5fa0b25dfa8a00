"""Public files over HTTP (RFC 9110, 13 and 14)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.http import HttpResponseBase
from django.test import Client

from cms.media.storage import PublicStorage

GLB = b"glTF" + bytes(range(96))


@pytest.fixture
def keep() -> Iterator[str]:
    """The address of a small model of the keep."""
    name = storages["public"].save("assets/keep.glb", ContentFile(GLB))
    yield storages["public"].url(name)
    storages["public"].delete(name)


def body(answer: HttpResponseBase) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_a_file_has_its_type_a_strong_etag_and_closed_headers(client: Client, keep: str) -> None:
    answer = client.get(keep)
    assert (answer.status_code, answer["Content-Type"], answer["Accept-Ranges"]) == (200, "model/gltf-binary", "bytes")
    assert answer["ETag"].startswith('"')
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert body(answer) == GLB


@pytest.mark.parametrize(
    ("asked", "given", "part"),
    [
        ("bytes=0-9", "bytes 0-9/100", GLB[:10]),
        ("bytes=-5", "bytes 95-99/100", GLB[-5:]),
        ("bytes=90-", "bytes 90-99/100", GLB[90:]),
        ("bytes=98-500", "bytes 98-99/100", GLB[98:]),
    ],
)
def test_a_range_is_given(client: Client, keep: str, asked: str, given: str, part: bytes) -> None:
    answer = client.get(keep, headers={"Range": asked})
    assert (answer.status_code, answer["Content-Range"], body(answer)) == (206, given, part)


@pytest.mark.parametrize("asked", ["bytes=100-", "bytes=-0"])
def test_a_range_outside_is_416_with_the_length(client: Client, keep: str, asked: str) -> None:
    answer = client.get(keep, headers={"Range": asked})
    assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */100")


@pytest.mark.parametrize(
    "asked",
    ["bytes=9-5", "bytes=abc", "bytes=-", "bytes=0-1,3-4", "items=0-1", "bytes=0-" + "9" * 5000, "bytes=\u0663-"],
)
def test_what_is_no_range_is_ignored(client: Client, keep: str, asked: str) -> None:
    answer = client.get(keep, headers={"Range": asked})
    assert (answer.status_code, body(answer)) == (200, GLB)


def test_a_range_of_another_version_or_for_head_is_ignored(client: Client, keep: str) -> None:
    assert client.get(keep, headers={"Range": "bytes=0-9", "If-Range": '"other"'}).status_code == 200
    head = client.head(keep, headers={"Range": "bytes=0-9"})
    assert (head.status_code, head["Content-Length"]) == (200, "100")


def test_a_known_version_is_not_sent_again(client: Client, keep: str) -> None:
    etag = client.get(keep)["ETag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        answer = client.get(keep, headers={"If-None-Match": known})
        assert (answer.status_code, answer["ETag"]) == (304, etag)
    assert client.get(keep, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("name", ["absent.glb", "", "assets", "../secret-key", "%2e%2e/secret-key", "%00", "a" * 5000])
def test_what_is_no_public_file_is_404(client: Client, keep: str, name: str) -> None:
    assert client.get(f"/media/{name}").status_code == 404


def test_a_save_that_is_cut_off_leaves_no_half_file_under_the_name_of_the_whole(tmp_path: Path) -> None:
    storage = PublicStorage(location=str(tmp_path))

    class Broken(ContentFile[bytes]):
        def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
            yield GLB[:20]
            if self.digested:
                raise KeyboardInterrupt
            self.digested = True
            yield GLB[20:]

        digested = False

    with pytest.raises(KeyboardInterrupt):
        storage.save("assets/keep.glb", Broken(GLB, name="keep.glb"))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    name = storage.save("assets/keep.glb", ContentFile(GLB))
    assert (tmp_path / name).read_bytes() == GLB
