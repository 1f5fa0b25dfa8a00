"""Broken and hostile OBJ and MTL files."""

from __future__ import annotations

import random

from tests.media_pipeline.hostile.case import Case, alone

V = "v 0 0 0\nv 1 0 0\nv 0 1 0\n"
VT = "vt 0 0\nvt 1 0\nvt 0 1\n"
MAPPED = "mtllib a.mtl\nusemtl m\n" + V + VT + "f 1/1 2/2 3/3\n"


def with_library(title: str, library: str, says: str, **rest: bool) -> Case:
    """Return a good OBJ with a bad library."""
    return alone("a.obj", MAPPED, says, title=f"mtl {title}", beside={"a.mtl": library}, **rest)


def polygon(corners: int) -> bytes:
    rows = "".join(f"v {i % 1000} {i // 1000} 0\n" for i in range(corners))
    return (rows + "f " + " ".join(map(str, range(1, corners + 1))) + "\n").encode()


def materials(count: int) -> bytes:
    return (V + "".join(f"usemtl m{i}\nf 1 2 3\n" for i in range(count))).encode()


def noise(size: int) -> bytes:
    return random.Random(9).randbytes(size)


CASES = (
    alone("empty.obj", "", r"empty\.obj: .*no vertex"),
    alone("comment.obj", "# 津山城天守\n", "no vertex"),
    alone("points.obj", V, "no face"),
    alone("faces-only.obj", "f 1 2 3\n", "no vertex"),
    alone("lines.obj", V + "l 1 2 3\n", "no face"),
    alone("past-the-end.obj", V + "f 1 2 999999999\n", "line 4: names vertex 999999999, the file holds 3"),
    alone("int32.obj", V + "f 1 2 2147483648\n", "line 4: names vertex"),
    alone("int64.obj", V + "f 1 2 9223372036854775808\n", "line 4: .*(integer|names vertex)"),
    alone("int-long.obj", V + f"f 1 2 {'9' * 400}\n", "line 4: .*(integer|names vertex)"),
    alone("back-past.obj", V + "f -1 -2 -99999\n", "line 4: .*counts back"),
    alone("zero.obj", V + "f 0 0 0\n", "line 4: .*index 0"),
    alone("nan.obj", "v nan nan nan\n" + V + "f 1 2 3\n", "line 1: .*not finite"),
    alone("infinite.obj", V + "v 0 inf 0\nf 1 2 4\n", "line 4: .*not finite"),
    alone("overflow.obj", V + "v 1e400 0 0\nf 1 2 4\n", "line 4: .*not finite"),
    alone("enormous.obj", V + "v 1e300 0 0\nf 1 2 4\n", "wide|far"),
    alone("hexadecimal.obj", V + "v 0x10 0 0\nf 1 2 4\n", "line 4"),
    alone("decimal-comma.obj", "v 0,5 0,5 0,5\n" + V + "f 1 2 3\n", "line 1"),
    alone("two-numbers.obj", V + "v 1 2\nf 1 2 3\n", "line 4: a vertex has 2 numbers"),
    alone("nine-numbers.obj", V + "v 1 2 3 4 5 6 7 8 9\nf 1 2 3\n", "line 4: a vertex has 9 numbers"),
    alone("vt-past.obj", V + VT + "f 1/1 2/5000000 3/3\n", "line 7: names texture coordinate 5000000"),
    alone("vt-back.obj", V + VT + "f 1/1 2/2 3/-7\n", "line 7"),
    alone("vt-none.obj", V + "f 1/1 2/2 3/3\n", "line 4: names texture coordinate"),
    alone("vt-one.obj", V + "vt 1\nf 1/1 2/1 3/1\n", "line 4: a texture coordinate has 1"),
    alone("vt-enormous.obj", V + "vt 0 0\nvt 1e300 0\nvt 0 1\nf 1/1 2/2 3/3\n", "texture coordinate"),
    alone("two-corners.obj", V + "f 1 2\n", "line 4: a face has 2 corners"),
    alone("no-corners.obj", V + "f \n", "line 4: a face has 0 corners"),
    alone("fraction.obj", V + "f 1.5 2 3\n", "line 4: .*not an integer"),
    alone("words.obj", V + "f one two three\n", "line 4: .*not an integer"),
    alone("four-slashes.obj", V + "f 1/1/1/1 2 3\n", "line 4: a corner is not"),
    alone("double-slashes.obj", V + "f 1//2//3 2 3\n", "line 4: a corner is not"),
    alone("slash-only.obj", V + "f / / /\n", "line 4: a corner is not"),
    alone("one-point.obj", V + "f 1 1 1\n", "0 m wide"),
    alone("same-place.obj", "v 5 5 5\n" * 3 + "f 1 2 3\n", "0 m wide"),
    alone("in-a-line.obj", "v 0 0 0\nv 1 0 0\nv 2 0 0\nf 1 2 3\n", "no triangle is left"),
    alone("cut-off.obj", V + "f 1 2", "line 4"),
    alone("noise.obj", lambda: noise(200_000), r"noise\.obj"),
    alone("null.obj", bytes(100_000), "no vertex"),
    alone("utf16.obj", (V + "f 1 2 3\n").encode("utf-16"), "no vertex"),
    alone("zip-renamed.obj", b"PK\x03\x04" + noise(5000), r"zip-renamed\.obj"),
    alone("polygon.obj", lambda: polygon(100_000), "line 100001: .*corners instead of 3 to 10000"),
    alone("long-line.obj", lambda: V.encode() + b"#" + b"A" * 9_000_000 + b"\nf 1 2 3\n", "line 4: the line is longer"),
    alone("joined-lines.obj", lambda: V.encode() + b"f 1 2 \\\n" * 900_000 + b"3\n", "line|corners", limited=True),
    alone("newlines.obj", lambda: b"\n" * (20 << 20), "no vertex", limited=True),
    alone("spaces.obj", lambda: b"mtllib a" + b" " * (3 << 20) + b"b\n" + V.encode() + b"f 1 2 9\n", "line 5: names vertex 9",
          limited=True),
    alone("materials.obj", lambda: materials(150_000), "materials", limited=True),
    alone("libraries.obj", lambda: "".join(f"mtllib {i}.mtl\n" for i in range(20_000)).encode(), "line 10001: .*material libraries"),
    alone("library-often.obj", lambda: b"mtllib a.mtl\n" * 200_000 + V.encode() + b"f 1 2 9\n", "names vertex 9", limited=True,
          beside={"a.mtl": "newmtl m\n" * 2000}),
    alone("library-outside.obj", "mtllib ../outside/secret.mtl\n" + V + "f 1 2 3\n", r"line 1: .*outside the upload"),
    alone("library-absolute.obj", "mtllib /etc/passwd\n" + V + "f 1 2 3\n", "line 1: .*absolute path"),
    alone("library-drive.obj", "mtllib C:\\secret.mtl\n" + V + "f 1 2 3\n", "line 1: .*absolute path"),
    alone("library-share.obj", "mtllib \\\\server\\share\\a.mtl\n" + V + "f 1 2 3\n", "line 1: .*absolute path"),
    alone("library-remote.obj", "mtllib http://192.0.2.1/a.mtl\n" + V + "f 1 2 3\n", "line 1: .*remote address"),
    alone("library-nul.obj", "mtllib a\0.mtl\n" + V + "f 1 2 3\n", "line 1: .*NUL"),
    with_library("outside", "newmtl m\nmap_Kd ../outside/secret.png\n", r"a\.mtl: line 2: .*outside the upload"),
    with_library("backslashes outside", "newmtl m\nmap_Kd ..\\outside\\secret.png\n", r"a\.mtl: line 2: .*outside"),
    with_library("dots within", "newmtl m\nmap_Kd t/../../outside/secret.png\n", r"a\.mtl: line 2: .*outside"),
    with_library("after options", "newmtl m\nmap_Kd -s 1 1 1 ../outside/secret.png\n", r"a\.mtl: line 2: .*outside"),
    with_library("absolute", "newmtl m\nmap_Kd /etc/hostname.png\n", r"a\.mtl: line 2: .*absolute path"),
    with_library("remote", "newmtl m\nmap_Kd https://192.0.2.1/a.png\n", r"a\.mtl: line 2: .*remote address"),
    with_library("file address", "newmtl m\nmap_Kd file:///etc/hostname\n", r"a\.mtl: line 2: .*remote address"),
    with_library("colour", "newmtl m\nKd red green blue\n", r"a\.mtl: line 2: Kd"),
    with_library("colour without number", "newmtl m\nKd nan 1e999 x\n", r"a\.mtl: line 2: Kd"),
    with_library("of 17 MB", "newmtl m\n" + "# x\n" * (17 << 18), r"a\.mtl: .*16 MB"),
    with_library("of a million materials", "newmtl m\nmap_Kd a.png\n" * 300_000, r"a\.mtl: line \d+: .*materials", limited=True),
)  # fmt: skip
