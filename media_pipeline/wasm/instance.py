"""An instance of a vendored module that imports nothing and so reaches nothing but the memory it is given.

Each use has its own: a trap leaves nothing behind, and memory, which such a module never gives back, goes with it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import wasmtime

from media_pipeline.errors import StageFault
from media_pipeline.wasm import module_bytes


class Instance:
    """One instance of the module `name` with an empty heap. Addresses are unsigned; no view of the module's memory
    outlives a method, since growth moves it.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        engine, module = _compiled(name)
        self._store = wasmtime.Store(engine)
        self._exports: Any = wasmtime.Instance(self._store, module, []).exports(self._store)
        self.invoke("__wasm_call_ctors")

    def invoke(self, name: str, *params: int | float) -> int:
        """Return what the module's function `name` returns (0 for nothing). Raises StageFault when it traps."""
        try:
            result: int | None = self._exports[name](self._store, *params)
        except wasmtime.Trap as trap:
            raise StageFault(f"{name} was stopped: {trap.message.splitlines()[0]}") from None
        return result or 0

    def reserve(self, size: int) -> int:
        """Return the address of `size` bytes of the module's heap, which is released with the instance."""
        address = self.invoke("sbrk", size) & 0xFFFFFFFF
        if address == 0xFFFFFFFF or address + size > self._exports["memory"].data_len(self._store):
            raise StageFault(f"no room for {size} bytes in the memory of {self._name}")
        return address

    def put(self, array: npt.NDArray[Any], dtype: type[np.generic]) -> int:
        """Copy `array` into the module's memory and return its address."""
        source = np.ascontiguousarray(array, dtype).reshape(-1).view(np.uint8)
        address = self.reserve(source.size)
        self._view()[address : address + source.size] = source
        return address

    def get(self, address: int, dtype: type[np.generic], count: int) -> npt.NDArray[Any]:
        """Return a copy of `count` values at `address`."""
        size = count * np.dtype(dtype).itemsize
        return self._view()[address : address + size].copy().view(dtype)

    def _view(self) -> npt.NDArray[np.uint8]:
        return np.frombuffer(self._exports["memory"].get_buffer_ptr(self._store), np.uint8)


@cache
def _compiled(name: str) -> tuple[wasmtime.Engine, wasmtime.Module]:
    engine = wasmtime.Engine()
    return engine, wasmtime.Module(engine, module_bytes(name))
