"""Intake: what is taken out of an upload, and what never is."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import zipfile
from pathlib import Path

import pytest

from media_pipeline.errors import BadInput
from media_pipeline.stages import Desk, intake

LIMITS = {"max_files": 20, "max_total_mb": 4, "max_ratio": 50, "max_texture": 1024}
OBJ = "mtllib keep.mtl\nusemtl s\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n"


@pytest.fixture
def take(tmp_path: Path):
    def run(source: Path, **limits):
        out = tmp_path / "out"
        out.mkdir()
        desk = Desk({}, out, tmp_path, {"input": str(source), "limits": LIMITS | limits}, lambda share, note: None)
        return intake.run(desk), out

    return run


def archive(path: Path, entries: dict[str, bytes], *, mode: int = 0) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in entries.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = mode << 16
            file.writestr(info, data)
    return path


def test_obj_takes_along_what_it_names_and_nothing_else(take, tmp_path):
    folder = tmp_path / "scan"
    folder.mkdir()
    (folder / "keep.obj").write_text(OBJ)
    (folder / "keep.mtl").write_text("newmtl s\nmap_Kd tex\\Stone.PNG\n")
    (folder / "stone.png").write_bytes(b"png")
    (folder / "private.png").write_bytes(b"not named")
    found, _ = take(folder / "keep.obj")
    assert [row["name"] for row in found["files"]] == ["keep.mtl", "keep.obj", "stone.png"]
    assert found["files"][1]["sha256"] == hashlib.sha256(OBJ.encode()).hexdigest()
    assert found["meshes"] == ["keep.obj"]


def test_same_content_has_the_same_digest_whatever_it_came_in(take, tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "keep.obj").write_text(OBJ)
    first, out = take(tmp_path / "a")
    out.rename(tmp_path / "first")
    second, _ = take(archive(tmp_path / "b.zip", {"keep.obj": OBJ.encode()}))
    assert first["digest"] == second["digest"]


def test_many_parts_keep_their_folders(take, tmp_path):
    found, out = take(
        archive(
            tmp_path / "a.zip",
            {
                "t1/a.obj": b"v",
                "t1/tex.jpg": b"1",
                "t2/a.obj": b"v",
                "t2/tex.jpg": b"2",
                "__MACOSX/t1/._a.obj": b"x",
                "readme.exe": b"x",
            },
        )
    )
    assert found["meshes"] == ["t1/a.obj", "t2/a.obj"]
    assert (out / "t2" / "tex.jpg").read_bytes() == b"2"
    assert len(found["files"]) == 4


def test_japanese_names_written_as_cp932(take, tmp_path):
    path = archive(tmp_path / "a.zip", {"aaaa.obj": OBJ.encode()})
    path.write_bytes(path.read_bytes().replace(b"aaaa.obj", "石垣.obj".encode("cp932")))
    found, _ = take(path)
    assert found["meshes"] == ["石垣.obj"]


@pytest.mark.parametrize("name", ["../keep.obj", "a/../../keep.obj", "/keep.obj", "..\\keep.obj", "C:\\keep.obj"])
def test_zip_entry_that_leaves_the_folder_is_refused(take, tmp_path, name):
    with pytest.raises(BadInput, match="leaves the upload"):
        take(archive(tmp_path / "a.zip", {name: OBJ.encode()}))
    assert not (tmp_path / "keep.obj").exists()


def test_link_in_a_zip_is_refused(take, tmp_path):
    with pytest.raises(BadInput, match="links"):
        take(archive(tmp_path / "a.zip", {"keep.obj": b"/etc/passwd"}, mode=stat.S_IFLNK | 0o777))


def test_link_in_a_folder_is_refused(take, tmp_path):
    folder = tmp_path / "scan"
    folder.mkdir()
    (folder / "keep.obj").write_text(OBJ)
    secret = tmp_path / "secret.mtl"
    secret.write_text("secret")
    os.symlink(secret, folder / "keep.mtl")
    with pytest.raises(BadInput, match="links"):
        take(folder)
    assert not list((tmp_path / "out").rglob("*.mtl"))


def test_link_beside_an_obj_is_refused(take, tmp_path):
    (tmp_path / "secret").write_text("newmtl s\n")
    (tmp_path / "keep.obj").write_text(OBJ)
    os.symlink(tmp_path / "secret", tmp_path / "keep.mtl")
    with pytest.raises(BadInput, match="links"):
        take(tmp_path / "keep.obj")


def test_link_as_input_is_refused(take, tmp_path):
    (tmp_path / "keep.obj").write_text(OBJ)
    os.symlink(tmp_path / "keep.obj", tmp_path / "link.obj")
    with pytest.raises(BadInput, match="link"):
        take(tmp_path / "link.obj")


def test_bomb_is_noticed_while_unpacking(take, tmp_path):
    with pytest.raises(BadInput, match="times its size"):
        take(archive(tmp_path / "a.zip", {"keep.obj": bytes(100 << 20)}), max_total_mb=4096)
    assert sum(p.stat().st_size for p in (tmp_path / "out").rglob("*")) < 64 << 20


def test_total_size_is_limited(take, tmp_path):
    with pytest.raises(BadInput, match="more than 4 MB"):
        take(archive(tmp_path / "a.zip", {"keep.obj": os.urandom(5 << 20)}))


def test_number_of_files_is_limited(take, tmp_path):
    with pytest.raises(BadInput, match="more than 20 files"):
        take(archive(tmp_path / "a.zip", {f"{i}.obj": b"v" for i in range(21)}))


def test_name_twice_is_refused(take, tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file, pytest.warns(UserWarning):
        file.writestr("keep.obj", OBJ)
        file.writestr("keep.obj", OBJ)
    (tmp_path / "a.zip").write_bytes(buffer.getvalue())
    with pytest.raises(BadInput, match="twice"):
        take(tmp_path / "a.zip")


@pytest.mark.parametrize("name", ["keep.txt", "keep"])
def test_other_formats_are_refused_with_the_accepted_ones(take, tmp_path, name):
    (tmp_path / name).write_bytes(b"something")
    with pytest.raises(BadInput, match=r"\.obj, \.ply, \.stl, \.glb, \.gltf"):
        take(tmp_path / name)


@pytest.mark.parametrize(("name", "kind"), [("keep.fbx", "FBX"), ("keep.blend", "BLEND"), ("keep.rar", "RAR")])
def test_formats_of_other_programs_are_refused_by_name(take, tmp_path, name, kind):
    (tmp_path / name).write_bytes(b"something")
    with pytest.raises(BadInput, match=rf"^{name}: this is a {kind} "):
        take(tmp_path / name)


def test_damaged_zip_is_refused(take, tmp_path):
    data = archive(tmp_path / "a.zip", {"keep.obj": os.urandom(5000)}).read_bytes()
    (tmp_path / "b.zip").write_bytes(data[:40] + bytes(64) + data[104:])
    with pytest.raises(BadInput, match="unpacked"):
        take(tmp_path / "b.zip")


def test_folder_without_a_mesh_and_missing_input(take, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput, match="no mesh"):
        take(tmp_path / "empty")
    (tmp_path / "out").rmdir()
    with pytest.raises(BadInput, match="no such file"):
        take(tmp_path / "nothing.obj")
