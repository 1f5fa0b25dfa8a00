"""Recipes: named lists of what to make of a mesh, as typed data read from TOML.

A recipe says which levels of detail, maps, files and previews are made and how far each stage may go. Unknown or
missing members are errors, so that a spelling mistake never silently means the default.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from dataclasses import MISSING, asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from media_pipeline.errors import PipelineError

FOLDER = Path(__file__).parent
EXPORTS = {"svx": "scene.svx.json", "archive": "archive.zip"}

FORMATS = ("glb-meshopt", "glb-ktx2", "glb-plain", "usdz", "usdz-board")

T = TypeVar("T")


class RecipeError(PipelineError):
    """A recipe is unknown or not well-formed; the message names the member."""


@dataclass(frozen=True, slots=True)
class IntakeLimits:
    """What an upload may be: number of files, unpacked size in MB, ratio of unpacked to packed size, side of a texture
    in pixels.
    """

    max_files: int = 2000
    max_total_mb: int = 8192
    max_ratio: int = 200
    max_texture: int = 16384


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """A length that was measured on the site, in metres, and the same in the numbers of the model."""

    measured_m: float
    model_units: float


@dataclass(frozen=True, slots=True)
class Source:
    """How to read numbers; everything downstream is metres with Y up, right-handed.

    `unit`: mm, cm, m, unknown, or empty where nobody said (then metres). `scale_bar` goes before it. `up`: the source's
    upward axis, x, y or z, with a minus for downward. `handedness`: right or left. `crs`: EPSG:n of a projected
    coordinate system; `offset`: easting, northing and height in metres that were taken off the coordinates before.
    """

    unit: str = ""
    up: str = "y"
    handedness: str = "right"
    scale_bar: ScaleBar | None = None
    crs: str = ""
    offset: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Repair:
    """What is taken for a fault. Shares are of the diagonal of the whole; lengths and places in metres, Y up, origin at
    the centre of the base.

    A connected piece floats if it has fewer than `floating_triangles` and is smaller than `floating_share`, or if it is
    smaller than `stray_share` and farther than `stray_distance` from everything larger. `fin_triangles`: the largest flap
    on a crowded edge that goes. `orient`: "auto" turns what faces the wrong way, "keep" nothing, "reverse" the whole
    before that. A hole of at most `hole_edges` edges and `hole_area_share` of the surface is covered (0: none), in the
    colour of its rim or, where `tint_filled` says RRGGBB, in that one. `cut_box` (least x, y, z, greatest x, y, z) and
    `cut_planes` (rows a, b, c, d: what fulfils ax + by + cz + d >= 0 stays) are the curator's.
    """

    floating_triangles: int = 200
    floating_share: float = 0.005
    stray_share: float = 0.02
    stray_distance: float = 0.02
    fin_triangles: int = 4
    orient: str = "auto"
    hole_edges: int = 100
    hole_area_share: float = 0.0001
    tint_filled: str = ""
    cut_box: tuple[float, ...] = ()
    cut_planes: tuple[tuple[float, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Level:
    """One level of detail: triangles asked for, side of its colour and normal map in pixels, side of its occlusion map
    (0: none).

    `uv`: "auto" keeps the source's texture coordinates when that costs little, "new" always makes an atlas. `rms_pct`,
    `psnr`: what it may lose, as RMS distance in per cent of the diagonal, and how like the master it must look in dB (0:
    no limit); a level that misses is made again with more triangles. `head_start`: how many times its triangles a fast
    method leaves for the exact one; 4 is truer of buildings with edges, for a third more time than 2.5.
    """

    name: str
    triangles: int
    texture: int
    occlusion: int = 0
    uv: str = "auto"
    rms_pct: float = 0.0
    psnr: float = 0.0
    head_start: float = 2.5


@dataclass(frozen=True, slots=True)
class Derivative:
    """One file for one kind of device. Usage and quality are Smithsonian SVX terms.

    `format`: glb-meshopt (WebP), glb-ktx2 (the same with KTX2, WebP where no encoder is there), glb-plain (JPEG), usdz, or
    usdz-board, which stands by the surveyed board that `about` names and is left out where it names none.
    """

    file: str
    level: str
    format: str
    profile: str
    usage: str
    quality: str
    colour_quality: int = 82
    normal_quality: int = 80
    normal_size: int = 0


@dataclass(frozen=True, slots=True)
class CloudLevel:
    """One GLB of a cloud of points, of which no levels of triangles can be made: at most `points` of them, for one kind of
    device. Usage and quality are Smithsonian SVX terms.
    """

    name: str
    file: str
    points: int
    profile: str
    usage: str
    quality: str


CLOUDS = (
    CloudLevel("desktop", "desktop.glb", 1_500_000, "web", "Web3D", "High"),
    CloudLevel("phone", "phone.glb", 400_000, "ar-phone", "Web3D", "Medium"),
)


@dataclass(frozen=True, slots=True)
class Previews:
    """Poster widths in pixels (first is the master), its aspect as width/height, `background` (RRGGBB) of what cannot be
    transparent, camera angles in degrees, the turntable, and the width of the measured drawings (0: none).
    """

    poster_widths: tuple[int, ...] = (1600, 800, 400)
    poster_aspect: float = 4 / 3
    background: str = "f3f5f4"
    azimuth: float = 35.0
    elevation: float = 12.0
    margin: float = 1.06
    turntable_frames: int = 36
    turntable_size: int = 384
    drawing_width: int = 1000


@dataclass(frozen=True, slots=True)
class Tiles:
    """3D Tiles of the whole: `triangles` a tile holds at most (0: make none), `texture` its picture's largest side in
    pixels, JPEG `quality` of that, and whether its geometry is packed.
    """

    triangles: int = 0
    texture: int = 2048
    quality: int = 80
    compressed: bool = True


@dataclass(frozen=True, slots=True)
class Picture:
    """Deep zoom of one flat picture: `tile` its side in pixels, JPEG `quality`, `base` the address below which the tiles will
    lie (empty: the folder's name), and what a picture may be: millions of pixels, pixels a side, MB unpacked as a whole.
    """

    tile: int = 512
    quality: int = 88
    base: str = ""
    max_mpixels: int = 500
    max_side: int = 65_000
    whole_mb: int = 2_000


@dataclass(frozen=True, slots=True)
class Measure:
    """How closely derivatives are compared with the repaired master: surface samples a side, views and their side in
    pixels.
    """

    samples: int = 50_000
    views: int = 4
    view_size: int = 512


@dataclass(frozen=True, slots=True)
class Comparison:
    """What curators hold the levels against: `triangles` of the master as a browser shows it (0: nothing is made), and
    `samples` on its surface from which the heat maps look for what is missing.
    """

    triangles: int = 500_000
    samples: int = 100_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What one stage may use: memory, size of a file and of all its files together in MB, wall-clock seconds, seconds for an
    atlas before the fallback takes over.
    """

    memory_mb: int = 8192
    file_mb: int = 8192
    written_mb: int = 16384
    stage_seconds: int = 1800
    atlas_seconds: int = 120


@dataclass(frozen=True, slots=True)
class Recipe:
    """A whole recipe. `version` is part of every result's key: raise it when a recipe's meaning changes.

    `picture` makes it a recipe for one flat picture, of which there are no levels. `clouds` takes the place of levels and
    derivatives where the upload is a cloud of points, the finest first. `exports`: other forms of the result, svx (a scene
    for Smithsonian Voyager; none of a cloud) and archive (the master in a BagIt zip).
    """

    name: str
    version: int
    title: dict[str, str]
    levels: tuple[Level, ...]
    derivatives: tuple[Derivative, ...]
    picture: Picture | None = None
    clouds: tuple[CloudLevel, ...] = CLOUDS
    exports: tuple[str, ...] = ("svx",)
    intake: IntakeLimits = field(default_factory=IntakeLimits)
    source: Source = field(default_factory=Source)
    repair: Repair = field(default_factory=Repair)
    previews: Previews = field(default_factory=Previews)
    tiles: Tiles = field(default_factory=Tiles)
    measure: Measure = field(default_factory=Measure)
    comparison: Comparison = field(default_factory=Comparison)
    limits: Limits = field(default_factory=Limits)

    def digest(self) -> str:
        """SHA-256 over everything the recipe says."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


SECTIONS: dict[str, type[Any]] = {
    "intake": IntakeLimits, "source": Source, "repair": Repair, "previews": Previews, "tiles": Tiles, "picture": Picture,
    "measure": Measure, "comparison": Comparison, "limits": Limits,
}  # fmt: skip


def names() -> list[str]:
    """Return the names of the recipes that come with the package, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def load(name_or_path: str | Path) -> Recipe:
    """Return the recipe with this name (see `names`) or in this TOML file. Raises RecipeError."""
    path = Path(name_or_path)
    if path.suffix != ".toml":
        path = FOLDER / f"{name_or_path}.toml"
    if not path.is_file():
        raise RecipeError(f"no recipe {str(name_or_path)!r}; there are {', '.join(names())}")
    try:
        return parse(tomllib.loads(path.read_text("utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise RecipeError(f"{path.name}: {error}") from None


def parse(table: dict[str, Any]) -> Recipe:
    """Return the recipe in `table` (as read from TOML), checked. Raises RecipeError."""
    table = dict(table)
    table["levels"] = tuple(_build(Level, row, "levels") for row in table.get("levels", ()))
    table["derivatives"] = tuple(_build(Derivative, row, "derivatives") for row in table.get("derivatives", ()))
    if "clouds" in table:
        table["clouds"] = tuple(_build(CloudLevel, row, "clouds") for row in table["clouds"])
    for name in SECTIONS:
        if name in table:
            table[name] = _section(name, table[name])
    recipe = _build(Recipe, table, "recipe")
    _check(recipe)
    return recipe


def changed(recipe: Recipe, changes: dict[str, dict[str, Any]]) -> Recipe:
    """Return `recipe` with members of its sections replaced: {"repair": {"hole_edges": 0}}. Raises RecipeError."""
    for name, members in changes.items():
        if name not in SECTIONS:
            raise RecipeError(f"no section {name!r}; there are {', '.join(SECTIONS)}")
        now = getattr(recipe, name)
        whole = {} if now is None else {f.name: getattr(now, f.name) for f in fields(now)}
        recipe = replace(recipe, **{name: _section(name, whole | members)})
    _check(recipe)
    return recipe


def _section(name: str, row: Any) -> Any:
    if isinstance(row, dict) and isinstance(row.get("scale_bar"), dict):
        row = row | {"scale_bar": _build(ScaleBar, row["scale_bar"], f"{name}.scale_bar")}
    return _build(SECTIONS[name], row, name)


def _build(kind: type[T], row: Any, where: str) -> T:
    if not isinstance(row, dict):
        raise RecipeError(f"{where}: expected a table")
    known = {f.name: f for f in fields(kind)}  # type: ignore[arg-type]
    if unknown := row.keys() - known.keys():
        raise RecipeError(f"{where}: unknown member {sorted(unknown)[0]!r}")
    required = {n for n, f in known.items() if f.default is MISSING and f.default_factory is MISSING}
    if missing := required - row.keys():
        raise RecipeError(f"{where}: member {sorted(missing)[0]!r} is missing")
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in row.items()})


def _check(recipe: Recipe) -> None:
    levels = {level.name for level in recipe.levels}
    if recipe.picture is not None:
        _check_picture(recipe, recipe.picture)
        return
    if not levels or len(levels) != len(recipe.levels):
        raise RecipeError(f"{recipe.name}: needs at least one level, each with its own name")
    for level in recipe.levels:
        fits = level.triangles >= 4 and 1 <= level.head_start <= 100
        if not fits or level.texture & (level.texture - 1) or not 16 <= level.texture <= 8192:
            raise RecipeError(
                f"{recipe.name}: level {level.name!r} needs triangles >= 4, a texture side that is a power of two up to 8192"
                " and a head_start of 1 to 100"
            )
    if not recipe.clouds or any(row.points < 100 for row in recipe.clouds):
        raise RecipeError(f"{recipe.name}: needs at least one of clouds, each with points >= 100")
    if recipe.tiles.triangles and (recipe.tiles.triangles < 100 or not 64 <= recipe.tiles.texture <= 8192):
        raise RecipeError(f"{recipe.name}: tiles need triangles >= 100 and a texture of 64 to 8192 pixels")
    if recipe.comparison.triangles and (recipe.comparison.triangles < 100 or recipe.comparison.samples < 1):
        raise RecipeError(f"{recipe.name}: comparison needs triangles >= 100 and samples")
    for kind in recipe.exports:
        if kind not in EXPORTS:
            raise RecipeError(f"{recipe.name}: exports names {kind!r}; there are {', '.join(EXPORTS)}")
    for row in recipe.derivatives:
        if row.level not in levels:
            raise RecipeError(f"{recipe.name}: {row.file!r} names the unknown level {row.level!r}")
        if row.format not in FORMATS:
            raise RecipeError(f"{recipe.name}: {row.file!r} has the unknown format {row.format!r}")
    _check_source(recipe)
    _check_repair(recipe)


def _check_picture(recipe: Recipe, picture: Picture) -> None:
    if recipe.levels or recipe.derivatives or recipe.exports:
        raise RecipeError(f"{recipe.name}: a recipe with picture has no levels, derivatives or exports")
    tile, quality, side = picture.tile, picture.quality, picture.max_side
    if not 64 <= tile <= 4096 or tile % 2 or not 1 <= quality <= 100 or not 1 <= side <= 65_500:
        raise RecipeError(
            f"{recipe.name}: picture needs an even tile of 64 to 4096, quality of 1 to 100, max_side up to 65500"
        )


def _check_source(recipe: Recipe) -> None:
    source = recipe.source
    if source.unit not in ("", "mm", "cm", "m", "unknown") or source.up not in ("x", "y", "z", "-x", "-y", "-z"):
        raise RecipeError(
            f"{recipe.name}: source.unit is mm, cm, m or unknown, source.up x, y or z, with a minus for downward"
        )
    if source.handedness not in ("right", "left"):
        raise RecipeError(f"{recipe.name}: source.handedness is right or left")
    bar = source.scale_bar
    if bar is not None and not (bar.measured_m > 0 and bar.model_units > 0):
        raise RecipeError(f"{recipe.name}: source.scale_bar needs measured_m and model_units above zero")
    if source.crs and not re.fullmatch(r"EPSG:\d{4,6}", source.crs):
        raise RecipeError(f"{recipe.name}: source.crs is written EPSG:6673")
    if len(source.offset) not in (0, 3):
        raise RecipeError(f"{recipe.name}: source.offset has three numbers: easting, northing, height in metres")


def _check_repair(recipe: Recipe) -> None:
    rule = recipe.repair
    if rule.orient not in ("auto", "keep", "reverse"):
        raise RecipeError(f"{recipe.name}: repair.orient is auto, keep or reverse")
    if rule.tint_filled and not re.fullmatch(r"[0-9a-fA-F]{6}", rule.tint_filled):
        raise RecipeError(f"{recipe.name}: repair.tint_filled is a colour as RRGGBB, or empty")
    if len(rule.cut_box) not in (0, 6):
        raise RecipeError(f"{recipe.name}: repair.cut_box has six numbers: least x, y, z, greatest x, y, z")
    if any(len(plane) != 4 for plane in rule.cut_planes):
        raise RecipeError(f"{recipe.name}: each row of repair.cut_planes has four numbers a, b, c, d")
