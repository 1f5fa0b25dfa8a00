"""gltfpack over files in memory, through WebAssembly.

The module speaks a dialect of WASI (32-bit offsets in `path_open32` and `fd_seek32`), so its eleven imports are written
here over a dict. Nothing hands the guest a real descriptor, path, clock or environment; the output depends on the input
alone and equals Node's byte for byte.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import wasmtime

from media_pipeline.errors import StageFault
from media_pipeline.wasm import module_bytes

EBADF, EINVAL, EIO, ENOSYS, ENOTCAPABLE = 8, 28, 29, 52, 76
DIRECTORY, REGULAR_FILE = 3, 4
O_CREAT = 1
ROOT_FD, WORK_FD = 3, 4
MOUNTS = {ROOT_FD: b"/", WORK_FD: b"/gltfpack-$pwd"}


def pack(files: Mapping[str, bytes], args: Sequence[str], *, memory_bytes: int = 2 << 30) -> dict[str, bytes]:
    """Run gltfpack with `args` over `files` (plain relative name -> content) and return the files it wrote.

    Raises StageFault when it fails, is stopped, asks for a file that is not there or reaches outside; an exit code
    alone would hide the last two.
    """
    desk = _Desk(files, memory_bytes)
    engine, module = _compiled()
    store = wasmtime.Store(engine)
    code: int | None = None
    try:
        store.set_limits(memory_size=memory_bytes, memories=1, instances=1, tables=1)
        exports: Any = wasmtime.Instance(store, module, desk.imports(store, module)).exports(store)
        exports["__wasm_call_ctors"](store)
        code = exports["pack"](store, len(args) + 1, _upload(store, exports, ["gltfpack", *args]))
    except (_Stop, wasmtime.Trap, wasmtime.WasmtimeError) as stop:
        code = desk.exit_code if desk.exit_code is not None else -1
        desk.log += str(stop).splitlines()[0].encode()
    finally:
        store.close()
    if code != 0 or desk.refused or desk.missing:
        detail = desk.log.decode("utf-8", "replace").strip().replace("\n", "; ")
        raise StageFault(f"gltfpack ended with {code}; refused {desk.refused}, missing {desk.missing}: {detail}")
    return desk.written


@cache
def _compiled() -> tuple[wasmtime.Engine, wasmtime.Module]:
    engine = wasmtime.Engine()
    return engine, wasmtime.Module(engine, module_bytes("gltfpack.wasm"))


def _upload(store: wasmtime.Store, exports: Any, argv: list[str]) -> int:
    """Place `argv` in the guest's heap (pointers, then strings) and return its address."""
    table, blob = 4 * len(argv), b""
    offsets = []
    for item in argv:
        offsets.append(table + len(blob))
        blob += item.encode() + b"\0"
    address: int = exports["malloc"](store, table + len(blob)) & 0xFFFFFFFF
    exports["memory"].write(store, struct.pack(f"<{len(argv)}I", *(address + o for o in offsets)) + blob, address)
    return address


class _Stop(Exception):
    """Unwinds the guest from inside an import."""


class _Handle:
    """An open file: its data, where the next read or write goes, and the name to keep it under when closed (None: read-
    only).
    """

    def __init__(self, data: bytes | bytearray, name: str | None) -> None:
        self.data, self.name, self.position = data, name, 0


class _Guest:
    """Bounds-checked view of the guest's memory for the length of one import call."""

    def __init__(self, caller: wasmtime.Caller) -> None:
        memory: Any = caller["memory"]
        self.view = memoryview(memory.get_buffer_ptr(caller)).cast("B")

    def span(self, address: int, length: int) -> memoryview:
        """Return `length` bytes at `address`; both arrive as signed i32."""
        address, length = address & 0xFFFFFFFF, length & 0xFFFFFFFF
        if address + length > len(self.view):
            raise _Stop("the program passed an address outside its memory")
        return self.view[address : address + length]

    def put_u32(self, address: int, value: int) -> None:
        struct.pack_into("<I", self.span(address, 4), 0, value)

    def vectors(self, address: int, count: int) -> list[memoryview]:
        """Return the buffers of a scatter/gather list."""
        if not 0 <= count <= 1024:
            raise _Stop("the program passed an absurd scatter list")
        return [self.span(*struct.unpack_from("<II", self.span(address + 8 * i, 8))) for i in range(count)]


class _Desk:
    """The eleven imports over a dict of files, with the semantics of the package's library.js; what that lets through
    to disk is refused here.
    """

    def __init__(self, files: Mapping[str, bytes], limit: int) -> None:
        self.inputs, self.room = files, limit
        self.written: dict[str, bytes] = {}
        self.refused: list[str] = []
        self.missing: list[str] = []
        self.log = bytearray()
        self.exit_code: int | None = None
        printed = _Handle(self.log, None)
        self._open: dict[int, _Handle] = {1: printed, 2: printed}

    def imports(self, store: wasmtime.Store, module: wasmtime.Module) -> list[wasmtime.Func]:
        """Return one host function per import, in the module's order. They must not refer to `store`, or it would never
        be freed.
        """
        functions = []
        for item in module.imports:
            kind = item.type
            if item.name not in _IMPORTS or not isinstance(kind, wasmtime.FuncType):
                raise StageFault(f"gltfpack imports {item.module}.{item.name}, unknown to this version")
            functions.append(wasmtime.Func(store, kind, _bound(getattr(self, item.name)), access_caller=True))
        return functions

    def proc_exit(self, guest: _Guest, code: int) -> None:
        self.exit_code = code
        raise _Stop("exit")

    def path_open32(  # noqa: PLR0913, PLR0917 - WASI's signature
        self,
        guest: _Guest,
        parent: int,
        lookup: int,
        path: int,
        length: int,
        flags: int,
        rights: int,
        inherited: int,
        fd_flags: int,
        fd_at: int,
    ) -> int:
        name = bytes(guest.span(path, length)).decode("utf-8", "replace")
        if parent != WORK_FD or not _is_plain(name):
            self.refused.append(name)
            return ENOTCAPABLE
        if flags & O_CREAT:
            handle = _Handle(bytearray(), name)
        elif name in self.inputs:
            handle = _Handle(self.inputs[name], None)
        else:
            self.missing.append(name)
            return EIO
        fd = next(n for n in range(5, 5 + len(self._open) + 1) if n not in self._open)
        self._open[fd] = handle
        guest.put_u32(fd_at, fd)
        return 0

    def fd_close(self, guest: _Guest, fd: int) -> int:
        handle = self._open.pop(fd, None)
        if handle is None:
            return EBADF
        if handle.name is not None:
            self.written[handle.name] = bytes(handle.data)
        return 0

    def fd_read(self, guest: _Guest, fd: int, vectors: int, count: int, read_at: int) -> int:
        handle = self._open.get(fd)
        if handle is None:
            return EBADF
        source, total = memoryview(handle.data), 0
        for target in guest.vectors(vectors, count):
            size = min(len(target), len(source) - handle.position)
            target[:size] = source[handle.position : handle.position + size]
            handle.position += size
            total += size
        guest.put_u32(read_at, total)
        return 0

    def fd_write(self, guest: _Guest, fd: int, vectors: int, count: int, written_at: int) -> int:
        handle = self._open.get(fd)
        if handle is None or not isinstance(handle.data, bytearray):
            return EBADF
        total = 0
        for source in guest.vectors(vectors, count):
            end = handle.position + len(source)
            self.room -= max(0, end - len(handle.data))
            if self.room < 0:
                raise _Stop("the program wrote more than it may")
            handle.data[handle.position : end] = source
            handle.position = end
            total += len(source)
        guest.put_u32(written_at, total)
        return 0

    def fd_seek32(self, guest: _Guest, fd: int, offset: int, whence: int, position_at: int) -> int:
        handle = self._open.get(fd)
        if handle is None or whence not in (0, 1, 2):
            return EBADF if handle is None else EINVAL
        position = offset + (0, handle.position, len(handle.data))[whence]
        if not 0 <= position <= len(handle.data):
            return EINVAL
        handle.position = position
        guest.put_u32(position_at, position)
        return 0

    def fd_fdstat_get(self, guest: _Guest, fd: int, stat_at: int) -> int:
        if fd not in MOUNTS and fd not in self._open:
            return EBADF
        struct.pack_into("<BxHxxxxQQ", guest.span(stat_at, 24), 0, DIRECTORY if fd in MOUNTS else REGULAR_FILE, 0, 0, 0)
        return 0

    def fd_fdstat_set_flags(self, guest: _Guest, fd: int, flags: int) -> int:
        return ENOSYS

    def fd_prestat_get(self, guest: _Guest, fd: int, prestat_at: int) -> int:
        if fd not in MOUNTS:
            return EBADF
        struct.pack_into("<BxxxI", guest.span(prestat_at, 8), 0, 0, len(MOUNTS[fd]))
        return 0

    def fd_prestat_dir_name(self, guest: _Guest, fd: int, path: int, length: int) -> int:
        if fd not in MOUNTS or length != len(MOUNTS[fd]):
            return EBADF
        guest.span(path, length)[:] = MOUNTS[fd]
        return 0

    def path_filestat_get(self, guest: _Guest, parent: int, lookup: int, path: int, length: int, stat_at: int) -> int:
        stat = bytearray(64)
        stat[16] = DIRECTORY if bytes(guest.span(path, length)) == b"." else REGULAR_FILE
        guest.span(stat_at, 64)[:] = stat
        return 0


_IMPORTS = frozenset({
    "proc_exit", "path_open32", "fd_close", "fd_read", "fd_write", "fd_seek32", "fd_fdstat_get", "fd_fdstat_set_flags", "fd_prestat_get",
    "fd_prestat_dir_name", "path_filestat_get",
})  # fmt: skip


def _bound(method: Callable[..., int | None]) -> Callable[..., int | None]:
    """`method` taking the caller's memory as a checked view."""
    return lambda caller, *params: method(_Guest(caller), *params)


def _is_plain(name: str) -> bool:
    """Whether `name` is a single plain file name: no folder, drive, parent or control character."""
    return bool(name) and name not in (".", "..") and not any(c in "/\\:" or ord(c) < 32 for c in name)
