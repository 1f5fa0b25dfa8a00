"""The command line's promises: exit codes, one line on stderr, no Django."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import media_pipeline

ROOT = Path(media_pipeline.__file__).parents[1]


def command(*args: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "media_pipeline", *map(str, args)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("bad.obj", "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 9\n", "bad.obj: line 4: names vertex 9, the file holds 3"),
        ("empty.ply", "", "empty.ply: header: this is not a PLY file: 'ply' ... 'end_header' not found"),
        (
            "keep.fbx",
            "x",
            "keep.fbx: this is a FBX file, which is not read; export it as GLB, OBJ, PLY or STL",
        ),
    ],
)
def test_bad_input_is_two_with_one_line(tmp_path, name, content, line):
    (tmp_path / name).write_text(content)
    done = command(tmp_path / name, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert done.stderr == line + "\n"
    assert not (tmp_path / "out" / "manifest.json").exists()


def test_missing_input_is_two(tmp_path):
    done = command(tmp_path / "no.obj", "--out", tmp_path / "out")
    assert (done.returncode, done.stderr) == (2, "no.obj: there is no such file or folder\n")


@pytest.mark.parametrize("option", ["--recipe", "--about"])
def test_recipe_or_description_that_is_not_there_is_two(tmp_path, option):
    done = command(tmp_path / "a.obj", option, "no-such-file", "--out", tmp_path / "out")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "no-such-file" in done.stderr


def test_folder_that_cannot_be_written_is_one(tmp_path):
    (tmp_path / "out").write_text("a file")
    (tmp_path / "a.obj").write_text("v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n")
    done = command(tmp_path / "a.obj", "--out", tmp_path / "out")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)


def test_neither_django_nor_open3d_is_imported():
    code = (
        "import sys, media_pipeline, media_pipeline.__main__, media_pipeline.engine.job, media_pipeline.checks_open3d as c; c.availability();"
        "print([m for m in ('django', 'open3d', 'numpy', 'pxr') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_folders_are_named_from_where_one_stands(tmp_path: Path) -> None:
    (tmp_path / "wall.obj").write_text("v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 9\n", "utf-8")
    command = [sys.executable, "-m", "media_pipeline", "wall.obj", "--out", "out", "--quiet"]
    done = subprocess.run(
        command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.startswith("wall.obj: ")) == (2, True)
