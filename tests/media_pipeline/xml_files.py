"""3MF and DAE files, for tests."""

from __future__ import annotations

import io
import zipfile

TETRAHEDRON = ((0, 0, 0), (100, 0, 0), (0, 100, 0), (0, 0, 300))
SIDES = ((0, 2, 1), (0, 1, 3), (1, 2, 3), (0, 3, 2))


def package(model: str | bytes, *, root: str = "3D/3dmodel.model", **others: bytes) -> bytes:
    """Return a 3MF with `model` as its `root` model, and other entries by their paths."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(root, model)
        for name, data in others.items():
            archive.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


def model(
    *, unit: str = "millimeter", resources: str = "", attributes: str = "", build: str = '<item objectid="1"/>',
    vertices: str = "", triangles: str = "",
) -> str:  # fmt: skip
    """Return a model of one tetrahedron, 0.1 x 0.1 m wide and 0.3 m high in millimetres."""
    corners = "".join(f'<vertex x="{x}" y="{y}" z="{z}"/>' for x, y, z in TETRAHEDRON)
    sides = "".join(f'<triangle v1="{a}" v2="{b}" v3="{c}"/>' for a, b, c in SIDES)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><model unit="{unit}" xmlns="http://schemas.microsoft.com/3dmanufacturing/core/2015/02" '
        'xmlns:m="http://schemas.microsoft.com/3dmanufacturing/material/2015/02">'
        f'<resources>{resources}<object id="1" type="model" {attributes}><mesh><vertices>{vertices or corners}</vertices>'
        f"<triangles>{triangles or sides}</triangles></mesh></object></resources><build>{build}</build></model>"
    )


def collada(
    *, asset: str = '<unit name="centimeter" meter="0.01"/><up_axis>Z_UP</up_axis>', nodes: str = "", primitive: str = "",
    libraries: str = "", positions: str = "0 0 0 10 0 0 0 10 0 0 0 30",
) -> str:  # fmt: skip
    """Return a document of one tetrahedron, 0.1 x 0.1 m wide and 0.3 m high in centimetres with Z up."""
    corners = " ".join(f"{a} {a} {b} {b} {c} {c}" for a, b, c in SIDES)
    primitive = primitive or (
        '<triangles material="stone" count="4"><input semantic="VERTEX" source="#v" offset="0"/>'
        f'<input semantic="TEXCOORD" source="#t" offset="1" set="0"/><p>{corners}</p></triangles>'
    )
    nodes = nodes or (
        '<node id="n"><instance_geometry url="#g"><bind_material><technique_common>'
        '<instance_material symbol="stone" target="#m"/></technique_common></bind_material></instance_geometry></node>'
    )
    return (
        '<?xml version="1.0"?><COLLADA xmlns="http://www.collada.org/2005/11/COLLADASchema" version="1.4.1">'
        f"<asset>{asset}</asset>{libraries or LOOKS}"
        f'<library_geometries><geometry id="g"><mesh><source id="p"><float_array id="pa" count="12">{positions}</float_array>'
        '<technique_common><accessor source="#pa" count="4" stride="3"/></technique_common></source>'
        '<source id="uv"><float_array id="ua" count="8">0 0 1 0 0 1 1 1</float_array>'
        '<technique_common><accessor source="#ua" count="4" stride="2"/></technique_common></source>'
        '<vertices id="v"><input semantic="POSITION" source="#p"/></vertices>'
        f"{primitive.replace('#t', '#uv')}</mesh></geometry></library_geometries>"
        f'<library_visual_scenes><visual_scene id="s">{nodes}</visual_scene></library_visual_scenes>'
        '<scene><instance_visual_scene url="#s"/></scene></COLLADA>'
    )


LOOKS = (
    '<library_images><image id="i"><init_from>file:///C:/scans/%E7%9F%B3/stone.png</init_from></image></library_images>'
    '<library_effects><effect id="e"><profile_COMMON><newparam sid="surface"><surface type="2D"><init_from>i</init_from></surface></newparam>'
    '<newparam sid="sampler"><sampler2D><source>surface</source></sampler2D></newparam>'
    '<technique sid="c"><lambert><diffuse><texture texture="sampler" texcoord="UV"/></diffuse></lambert></technique></profile_COMMON></effect></library_effects>'
    '<library_materials><material id="m" name="石"><instance_effect url="#e"/></material></library_materials>'
)
