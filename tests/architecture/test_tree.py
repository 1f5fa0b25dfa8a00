"""The tree keeps the shape that the design gives it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("media_pipeline", "cms", "museum", "tours", "api")
# What no file of a project may name: a person's or a build machine's folders, and hosts that serve packages.
FOLDERS = re.compile(r"(?<![\w./-])/(?:root|work|farm|Users|tmp/\w+_jobs)/|(?<![\w./-])/home/(?!app\b)\w+/")
HOSTS = re.compile(r"(?:files\.pythonhosted|pypi|registry\.npmjs|deb\.debian|repo1?\.maven)\.(?:org|apache)")
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".json",
    ".js",
    ".mjs",
    ".html",
    ".css",
    ".yml",
    ".yaml",
    ".cfg",
    ".po",
    ".sh",
    "",
}


@cache
def tracked() -> tuple[Path, ...]:
    """Return the files under version control that exist, relative to the root."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs git and a clone")
    return tuple(Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file())


def python_files(*folders: str) -> Iterator[Path]:
    for path in tracked():
        if path.suffix == ".py" and path.parts[0] in (folders or PACKAGES) and "migrations" not in path.parts:
            yield path


def read(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")


def test_locale_is_no_package() -> None:
    assert not (ROOT / "locale" / "__init__.py").exists(), "it would shadow the standard library's locale"


def test_no_module_is_longer_than_400_lines() -> None:
    long = {str(path): read(path).count("\n") for path in python_files(*PACKAGES, "tests")}
    assert {path: lines for path, lines in long.items() if lines > 400} == {}


def test_nothing_tracked_names_a_machine_s_folder_or_a_package_host() -> None:
    found = []
    for path in tracked():
        if (
            path.suffix in TEXT
            and (ROOT / path).stat().st_size < 2_000_000
            and path != Path(__file__).relative_to(ROOT)
        ):
            match = FOLDERS.search(read(path)) or HOSTS.search(read(path))
            if match:
                found.append(f"{path}: {match.group()}")
    assert found == []


def imported(tree: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or "", node


def test_imports_run_downward_only() -> None:
    found = []
    for path in python_files():
        floor = PACKAGES.index(path.parts[0])
        for name, _ in imported(ast.parse(read(path))):
            top = name.split(".")[0]
            if top in PACKAGES and PACKAGES.index(top) > floor:
                found.append(f"{path}: {name}")
    assert found == []


def test_mesh_libraries_are_imported_in_the_pipeline_s_processes_only() -> None:
    heavy = {"open3d", "pxr", "trimesh", "xatlas", "scipy", "dash", "plotly"}
    probe = f"import cms.wsgi, sys; print(sorted({heavy!r} & {{name.split('.')[0] for name in sys.modules}}))"
    environment = {"DJANGO_SETTINGS_MODULE": "cms.settings.test", "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", probe], cwd=ROOT, env=environment, capture_output=True, check=True, text=True
    )
    assert done.stdout.strip() == "[]"


def test_the_set_up_imports_the_standard_library_alone() -> None:
    found = [
        f"{path}: {name}"
        for path in [Path("cms/__init__.py"), Path("cms/__main__.py"), *python_files("cms")]
        if path.parts[1] in {"__init__.py", "__main__.py", "setup"}
        for name, _ in imported(ast.parse(read(path)))
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("cms.setup")
    ]
    assert found == []


def test_django_and_the_stages_of_the_pipeline_do_not_know_each_other() -> None:
    app = {
        "apps.py",
        "models.py",
        "admin.py",
        "checks.py",
        "signals.py",
        "services.py",
        "selectors.py",
        "views.py",
        "urls.py",
        "wagtail_hooks.py",
    }
    found = [
        f"{path}: {name}"
        for path in python_files("media_pipeline")
        if len(path.parts) > 2 and path.parts[1] in {"stages", "demo"} and path.name not in app
        for name, _ in imported(ast.parse(read(path)))
        if name.split(".")[0] in {"django", "wagtail"}
    ]
    assert found == []


def test_html_is_marked_safe_where_it_is_built_and_nowhere_else() -> None:
    builders = re.compile(r"(html|ruby|documents|builder|icons|templatetags|blocks|widgets)")
    found = [
        str(path)
        for path in python_files()
        if re.search(r"\bmark_safe\(|SafeString\(", read(path)) and not builders.search(path.as_posix())
    ]
    assert found == []


def test_every_room_with_models_is_an_app_with_a_label_of_its_own() -> None:
    found = []
    for path in python_files("cms"):
        if path.name == "apps.py":
            label = re.search(r'label = "(\w+)"', read(path))
            if label is None or label.group(1) != f"cms_{path.parts[1]}":
                found.append(str(path))
    assert found == []


def test_there_is_no_module_for_leftovers() -> None:
    leftovers = {"utils.py", "util.py", "helpers.py", "misc.py", "common.py", "manager.py"}
    assert [str(path) for path in tracked() if path.name in leftovers] == []


def test_no_comment_puts_work_off() -> None:
    put_off = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    found = [str(path) for path in python_files(*PACKAGES) if put_off.search(read(path))]
    assert found == []


def test_every_module_function_and_class_of_ours_says_what_comes_out() -> None:
    found = []
    for path in python_files():
        tree = ast.parse(read(path))
        if read(path).strip() and ast.get_docstring(tree) is None:
            found.append(str(path))
        for node in tree.body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if public and ast.get_docstring(node) is None:
                found.append(f"{path}:{node.lineno} {node.name}")
    assert found == []


def test_time_comes_from_the_clock() -> None:
    direct = re.compile(r"\b(datetime\.now|datetime\.utcnow|date\.today|timezone\.now|timezone\.localdate)\(")
    found = [
        str(path) for path in python_files(*PACKAGES[1:]) if path != Path("cms/clock.py") and direct.search(read(path))
    ]
    assert found == []
