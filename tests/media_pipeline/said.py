"""Collecting from the source what the pipeline may say, so that no sentence is forgotten where they are translated."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "media_pipeline"
FILLED = "7"
"""What stands in a slot when a text is tried."""


@dataclass(frozen=True)
class Said:
    """A text with its slots filled, and where it stands."""

    text: str
    where: str


def rules() -> list[Said]:
    """Return every rule that a BadInput is raised with anywhere in the package."""
    found = []
    for path, tree in _trees():
        for call in _calls(tree, "BadInput"):
            if len(call.args) == 3:
                where = f"{path.relative_to(ROOT)}:{call.lineno}"
                found += [Said(text, where) for text in _texts(call.args[2], tree, call)]
    return found


def raised(*names: str) -> list[Said]:
    """Return every text that an exception of these names is raised with."""
    return [
        Said(text, f"{path.relative_to(ROOT)}:{call.lineno}")
        for path, tree in _trees()
        for name in names
        for call in _calls(tree, name)
        for text in _texts(call.args[0], tree, call)
        if call.args
    ]


def notes() -> list[Said]:
    """Return every text that a stage tells of the piece it is at; names of files and levels are none."""
    found = []
    for path, tree in _trees():
        for call in [*_calls(tree, "tell"), *_calls(tree, "desk.tell")]:
            if len(call.args) == 2 and isinstance(call.args[1], ast.Constant | ast.JoinedStr):
                found += [Said(text, path.name) for text in _texts(call.args[1], tree, call) if text]
    return found


@cache
def _trees() -> list[tuple[Path, ast.Module]]:
    return [(path, ast.parse(path.read_text("utf-8"))) for path in sorted(ROOT.rglob("*.py"))]


def _calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == name.rpartition(".")[2]:
            yield node


def _texts(node: ast.expr, tree: ast.Module, call: ast.Call) -> list[str]:
    """Return what an expression may say: a text, one of two, a name's texts, a helper's argument, another's error."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr():
            return _joined(node, tree)
        case ast.IfExp():
            return _texts(node.body, tree, call) + _texts(node.orelse, tree, call)
        case ast.Name():
            return _named(node.id, tree, call)
        case ast.Call(func=ast.Name(id="str")):
            return [said.text for said in _errors_of_the_decoder()]
        case ast.Subscript():  # handed on from a stage's process, where it was raised
            return []
    raise AssertionError(f"line {node.lineno}: {ast.unparse(node)} is nothing this test can read")


def _joined(node: ast.JoinedStr, tree: ast.Module) -> list[str]:
    """Return the text with its slots filled; the slot `stop` holds why a process was stopped."""
    stopped = any(isinstance(part, ast.FormattedValue) and ast.unparse(part.value) == "stop" for part in node.values)
    ends = [text for call in _calls(tree, "_Stopped") for text in _texts(call.args[0], tree, call)] if stopped else [""]
    return [
        "".join(
            str(part.value) if isinstance(part, ast.Constant) else end if ast.unparse(part.value) == "stop" else FILLED  # type: ignore[attr-defined]
            for part in node.values
        )
        for end in ends
    ]


def _named(name: str, tree: ast.Module, call: ast.Call) -> list[str]:
    """Return the texts of a name: assigned in the same function, or handed to it as an argument from anywhere."""
    functions = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and any(one is call for one in ast.walk(node))
    ]
    function = functions[-1]  # the innermost
    assigned = [
        node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and any(isinstance(one, ast.Name) and one.id == name for one in node.targets)
    ]
    if assigned:
        return [text for value in assigned for text in _texts(value, tree, call)]
    place = [argument.arg for argument in function.args.args].index(name)
    return [
        text
        for _, other in _trees()
        for one in _calls(other, function.name)
        if len(one.args) > place
        for text in _texts(one.args[place], other, one)
    ]


def _errors_of_the_decoder() -> list[Said]:
    path = ROOT / "wasm" / "decoder.py"
    tree = ast.parse(path.read_text("utf-8"))
    rule = next(n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name == "broken_rule")
    texts = [
        text
        for node in ast.walk(rule)
        if isinstance(node, ast.Return)
        for value in ([node.value.orelse] if isinstance(node.value, ast.IfExp) else [node.value])
        if isinstance(value, ast.JoinedStr) or (isinstance(value, ast.Constant) and value.value)
        for text in _texts(value, tree, ast.Call(rule, [], []))
    ]
    return [Said(text, "wasm/decoder.py") for text in [*texts, "the compressed data are damaged"]]
