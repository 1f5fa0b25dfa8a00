"""glTF's typed views of buffers, every offset and count checked before memory is asked for."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from media_pipeline.errors import BadInput

COMPONENTS: dict[int, type[np.generic]] = {
    5120: np.int8, 5121: np.uint8, 5122: np.int16, 5123: np.uint16, 5125: np.uint32, 5126: np.float32
}  # fmt: skip
WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4}
MAX_ZEROS = 1_000_000
KEPT = 4
MESHOPT = ("EXT_meshopt_compression", "KHR_meshopt_compression")


def whole_number(name: str, place: str, value: Any, default: int | None = None) -> int:
    """Return `value` as a non-negative integer; BadInput otherwise. A missing value is `default`."""
    if value is None and default is not None:
        return default
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 1 << 48:
        raise BadInput(name, place, "a length, offset or index is not a non-negative integer")
    return value


class Accessors:
    """The accessors of a document over its buffers."""

    def __init__(self, name: str, document: dict[str, Any], buffers: list[bytes]) -> None:
        self.name, self.buffers = name, buffers
        self._kept: dict[str, bytes] = {}
        self._last: dict[tuple[str, bool], npt.NDArray[Any]] = {}
        self.views: list[dict[str, Any]] = document.get("bufferViews", [])
        self.rows: list[dict[str, Any]] = document.get("accessors", [])

    def view(self, index: Any, place: str) -> memoryview:
        """Return the bytes of a buffer view."""
        row = self._member(self.views, index, place, "bufferView")
        where = f"bufferViews[{index}]"
        for extension in MESHOPT:
            if packed := row.get("extensions", {}).get(extension):
                return self._unpacked(packed, where)
        return self._span(row, where)

    def _span(self, row: dict[str, Any], where: str) -> memoryview:
        buffer = self._member(self.buffers, row.get("buffer"), where, "buffer")
        start = whole_number(self.name, where, row.get("byteOffset"), 0)
        length = whole_number(self.name, where, row.get("byteLength"))
        if start + length > len(buffer):
            raise BadInput(self.name, where, f"ends at byte {start + length}, the buffer has {len(buffer)}")
        return memoryview(buffer)[start : start + length]

    def _unpacked(self, row: dict[str, Any], where: str) -> memoryview:
        """Return the bytes of a view packed by meshoptimizer, unpacked once for all its accessors."""
        if where not in self._kept:
            from media_pipeline.wasm.decoder import Packed, decode

            count = whole_number(self.name, where, row.get("count"))
            stride = whole_number(self.name, where, row.get("byteStride"))
            packed = Packed(self._span(row, where), count, stride, str(row.get("mode")), str(row.get("filter", "NONE")))
            try:
                self._kept[where] = decode(packed)
            except ValueError as error:
                raise BadInput(self.name, where, str(error)) from None
        return memoryview(self._kept[where])

    def read(self, index: Any, *, scale: bool = True) -> npt.NDArray[Any]:
        """Return the accessor as (count, width), not to be changed; normalised integers as floats unless `scale` is off.
        Raises BadInput. The last few are kept, since pieces often share their vertices.
        """
        key = (repr(index), scale)
        if key not in self._last:
            while len(self._last) >= KEPT:
                del self._last[next(iter(self._last))]
            self._last[key] = self._read(index, scale)
        return self._last[key]

    def _read(self, index: Any, scale: bool) -> npt.NDArray[Any]:
        place = f"accessors[{index}]"
        row = self._member(self.rows, index, place, "accessor")
        if row.get("componentType") not in COMPONENTS or row.get("type") not in WIDTHS:
            raise BadInput(self.name, place, "has an unknown componentType or type")
        kind, width = np.dtype(COMPONENTS[row["componentType"]]), WIDTHS[row["type"]]
        count = whole_number(self.name, place, row.get("count"))
        values = self._dense(row, place, kind, width, count)
        if "sparse" in row:
            values = self._sparse(row["sparse"], place, values, kind)
        if scale and row.get("normalized") and kind.kind != "f":
            return np.maximum(values.astype(np.float32) / np.iinfo(kind).max, -1)
        return values

    def _dense(self, row: dict[str, Any], place: str, kind: np.dtype[Any], width: int, count: int) -> npt.NDArray[Any]:
        if "bufferView" not in row:
            if "sparse" not in row or count > MAX_ZEROS:
                raise BadInput(self.name, place, "has no bufferView")
            return np.zeros((count, width), kind)
        data = self.view(row["bufferView"], place)
        start = whole_number(self.name, place, row.get("byteOffset"), 0)
        size = kind.itemsize * width
        stride = whole_number(self.name, place, self.views[row["bufferView"]].get("byteStride"), size) or size
        if stride < size or (count and start + (count - 1) * stride + size > len(data)):
            raise BadInput(
                self.name, place, f"{count} elements of {stride} bytes do not fit into the view of {len(data)}"
            )
        if not count:
            return np.zeros((0, width), kind)
        rows = np.lib.stride_tricks.as_strided(np.frombuffer(data, np.uint8, offset=start), (count, size), (stride, 1))
        return np.ascontiguousarray(rows).view(kind).reshape(count, width)

    def _sparse(
        self, sparse: dict[str, Any], place: str, values: npt.NDArray[Any], kind: np.dtype[Any]
    ) -> npt.NDArray[Any]:
        count = whole_number(self.name, place, sparse.get("count"))
        if count > len(values) or sparse["indices"].get("componentType") not in (5121, 5123, 5125):
            raise BadInput(
                self.name, place, "its sparse part has more elements than the accessor, or indices of a wrong type"
            )
        where = np.dtype(COMPONENTS[sparse["indices"]["componentType"]])
        raw = self.view(sparse["indices"]["bufferView"], place)[
            whole_number(self.name, place, sparse["indices"].get("byteOffset"), 0) :
        ]
        new = self.view(sparse["values"]["bufferView"], place)[
            whole_number(self.name, place, sparse["values"].get("byteOffset"), 0) :
        ]
        if len(raw) < count * where.itemsize or len(new) < count * kind.itemsize * values.shape[1]:
            raise BadInput(self.name, place, "its sparse part does not fit into its views")
        index = np.frombuffer(raw, where, count)
        if count and int(index.max()) >= len(values):
            raise BadInput(self.name, place, "its sparse part names an element that does not exist")
        changed = values.copy()
        changed[index] = np.frombuffer(new, kind, count * values.shape[1]).reshape(count, -1)
        return changed

    def _member(self, rows: list[Any], index: Any, place: str, what: str) -> Any:
        if isinstance(index, bool) or not isinstance(index, int) or not 0 <= index < len(rows):
            raise BadInput(self.name, place, f"names a {what} that does not exist")
        return rows[index]
