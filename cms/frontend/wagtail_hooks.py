"""Registration only."""

from __future__ import annotations

from wagtail import hooks

from cms.frontend import assets


@hooks.register("mesh_bench_script")  # type: ignore[untyped-decorator]
def mesh_bench_script() -> str:
    """Give the editors' 3D pages the address of their script, which is built with the visitors'; "" without a build."""
    return assets.address("bench.js")
