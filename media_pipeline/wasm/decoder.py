"""meshoptimizer's decoder through WebAssembly: the buffer views of EXT_meshopt_compression and KHR_meshopt_compression.

The compressed bytes come from strangers: they are decoded in a memory of their own, after their sizes were checked
against what the extension allows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from media_pipeline.errors import StageFault
from media_pipeline.wasm.instance import Instance

LARGEST = 1 << 30
FUNCTIONS = {
    "ATTRIBUTES": "meshopt_decodeVertexBuffer",
    "TRIANGLES": "meshopt_decodeIndexBuffer",
    "INDICES": "meshopt_decodeIndexSequence",
}
FILTERS = {
    "NONE": "",
    "OCTAHEDRAL": "meshopt_decodeFilterOct",
    "QUATERNION": "meshopt_decodeFilterQuat",
    "EXPONENTIAL": "meshopt_decodeFilterExp",
    "COLOR": "meshopt_decodeFilterColor",
}
STRIDES = {"OCTAHEDRAL": (4, 8), "QUATERNION": (8,), "COLOR": (4, 8)}


@dataclass(frozen=True, slots=True)
class Packed:
    """A compressed view: `count` elements of `stride` bytes, how they were packed and which filter went over them."""

    data: memoryview
    count: int
    stride: int
    mode: str
    filter: str = "NONE"

    def broken_rule(self) -> str | None:
        """Return which rule of the extension the numbers break, None if none."""
        if self.mode not in FUNCTIONS or self.filter not in FILTERS:
            return "has an unknown mode or filter of meshopt compression"
        if self.count * self.stride > LARGEST:
            return f"would unpack to more than {LARGEST >> 20} MB"
        if self.mode == "ATTRIBUTES":
            fits = self.stride % 4 == 0 and 4 <= self.stride <= 256
            fits &= self.stride in STRIDES.get(self.filter, (self.stride,))
        else:
            fits = self.stride in (2, 4) and self.filter == "NONE"
            fits &= self.mode == "INDICES" or self.count % 3 == 0
        return None if fits else f"has {self.count} elements of {self.stride} bytes, which {self.mode} does not allow"


def decode(packed: Packed) -> bytes:
    """Return the `count * stride` bytes that `packed` stands for. Raises ValueError when the data are not what the
    numbers say.
    """
    if (rule := packed.broken_rule()) is not None:
        raise ValueError(rule)
    module = Instance("decoder.wasm")
    whole = packed.count + 3 & ~3
    try:
        target = module.reserve(whole * packed.stride)
        source = module.put(np.frombuffer(packed.data, np.uint8), np.uint8)
        size = len(packed.data)
        failed = module.invoke(FUNCTIONS[packed.mode], target, packed.count, packed.stride, source, size)
        if not failed and (name := FILTERS[packed.filter]):
            module.invoke(name, target, whole, packed.stride)
    except StageFault as stop:
        raise ValueError(str(stop)) from None
    if failed:
        raise ValueError("the compressed data are damaged")
    return module.get(target, np.uint8, packed.count * packed.stride).tobytes()
