"""The scenes of benchmarks/place.py: a grey photo, its true colours, and pictures or points of the place.

Every photo is the Rec. 601 luma of a colour picture of at most about 1 Mpx, and a reference has at most about 4 Mpx.
What is drawn by chance is drawn by a fixed seed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Dict, Iterable, Iterator, List, Mapping, NamedTuple, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray
from osgeo import osr
from PIL import Image

from image_translation.models.rasters.grid import Grid
from image_translation.models.rasters.source import RasterSource
from image_translation.models.rasters.writer import RasterWriter

Image8 = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Size = Tuple[int, int]
PHOTO, REFERENCE = (1024, 1024), (2048, 2048)
STRETCH, DARKEST, BRIGHTEST = (1.0, 99.0), 5.0, 250.0
CHANGED_SHARE, PATCH_CELLS, LEAST_CELLS = 0.2, (4, 8), 6
COARSE_METRES, COARSE_FACTORS, FINE = (4, 10), (4, 10), 0.1
POINTS = (5, 10, 20, 50)
MADE_UP_EPSG, APART = 32631, 20_000.0
# Year of the photo and year of the reference.
YEARS = ((2010, 2009), (2012, 2014), (2014, 2020), (2017, 2016), (2018, 2015), (2020, 2019))
EAST, WEST = 320, 290
TOWNS: Mapping[str, Tuple[str, ...]] = {
    "town": ("denseresidential", "mediumresidential", "buildings", "parkinglot"),
    "country": ("agricultural", "forest", "chaparral", "golfcourse"),
    "water": ("harbor", "river", "beach", "overpass"),
}
RGB, SENTINEL = (1, 2, 3), (4, 3, 2)
WORLD = {"murcia_flood": SENTINEL, "boadella_winter": SENTINEL, "bavaria_two_dates_rgbn": RGB}
WORLD_224 = ("araucania_chile", "canada_snow", "denmark", "parana_brazil", "tanzania")


class Picture(NamedTuple):
    """Colours (3, H, W), which pixels have them (H, W), and where they lie."""

    values: Image8
    valid: Mask
    grid: Grid


@dataclass(frozen=True)
class Scene:
    """A photo to colour.

    Attributes:
        group: the table it stands in.
        name: of the place, and what distinguishes it from other scenes of the group there.
        truth: the colours; the photo is its luma.
        reference: a picture of the place, None for none.
        points: how many places of the photo have a known colour.
        parts: masks (H, W) of pixels that have figures of their own.
    """

    group: str
    name: str
    truth: Picture
    reference: Optional[Picture] = None
    points: int = 0
    parts: Mapping[str, Mask] = field(default_factory=dict)

    @property
    def grey(self) -> Image8:
        """The photo (H, W); 0 where it has no data, and nowhere else."""
        luma = np.rint(np.tensordot((0.299, 0.587, 0.114), self.truth.values, 1))
        return np.where(self.truth.valid, np.clip(luma, 1, 255), 0).astype(np.uint8)

    def write(self, folder: Path) -> Dict[str, Path]:
        """Write ``photo``, ``truth``, ``reference`` and ``points``, as far as there are such; paths by these names."""
        folder.mkdir(parents=True, exist_ok=True)
        paths = {"photo": folder / "photo.tif", "truth": folder / "truth.tif"}
        _write(paths["photo"], self.grey[None], self.truth.grid)
        _write(paths["truth"], _marked(self.truth), self.truth.grid)
        if self.reference:
            paths["reference"] = folder / "reference.tif"
            _write(paths["reference"], _marked(self.reference), self.reference.grid)
        if self.points:
            paths["points"] = folder / "points.csv"
            paths["points"].write_text(self._points(), encoding="utf-8")
        return paths

    def _points(self) -> str:
        """A table of points, one in each of as many squares of the photo, with the mean colour of 3x3 px there."""
        chance = np.random.default_rng(self.points)
        height, width = self.truth.valid.shape
        across = int(np.ceil(np.sqrt(self.points)))
        lines = ["x,y,red,green,blue"]
        for square in chance.permutation(across * across):
            at = np.array(divmod(int(square), across))
            for _ in range(50):
                row, column = ((at + chance.random(2)) / across * (height - 2, width - 2)).astype(int) + 1
                around = (slice(row - 1, row + 2), slice(column - 1, column + 2))
                if self.truth.valid[around].all():
                    x, y = self.truth.grid.to_map(column + 0.5, row + 0.5)
                    color = self.truth.values[(slice(None), *around)].mean((1, 2))
                    lines.append(",".join(map(repr, map(float, (x, y, *color.round())))))
                    break
            if len(lines) > self.points:
                break
        return "\n".join(lines) + "\n"


def all_scenes(data: Path, other: Iterable[Path]) -> Iterator[Scene]:
    """Every scene; ``other`` are fine rasters for ``halves`` and ``coarse``, with cells of 0.1 m if none are known."""
    halves = [*_halves_of_rasters(data, other), *_halves_of_sets(data)]
    yield from halves
    yield from _small(data)
    yield from _other_years(data)
    yield from _towns(data)
    yield from _coarse(data, other)
    for count in POINTS:
        for scene in halves:
            yield replace(scene, group=f"points {count:02}", reference=None, points=count)


def _halves_of_rasters(data: Path, other: Iterable[Path]) -> Iterator[Scene]:
    places = data / "places"
    rasters = {path.stem.split("_")[0]: (path, RGB) for path in sorted(places.glob("*.tif"))}
    for name, bands in WORLD.items():
        rasters[name.split("_")[0]] = (places / "world_sentinel2" / f"{name}.tif", bands)
    rasters["naip"] = (data / "naip_rgbn" / "naip_20180716.tif", RGB)
    for name, (path, bands) in rasters.items():
        yield from _both_ways("halves", name, read(path, bands))
    for path in other:
        yield from _both_ways("halves", path.stem, on_map(read(path), FINE))


def _small(data: Path) -> Iterator[Scene]:
    for name in WORLD_224:
        picture = read(data / "places" / "world_sentinel2" / f"{name}.tif", SENTINEL)
        yield from _both_ways("small", name.split("_")[0], picture)


def _both_ways(group: str, name: str, picture: Picture) -> Iterator[Scene]:
    height, width = picture.valid.shape
    west, east = cut(picture, 0, 0, width // 2, height), cut(picture, width // 2, 0, width - width // 2, height)
    for side, photo, reference in (("east", east, west), ("west", west, east)):
        yield Scene(group, f"{name} {side}", middle(photo, PHOTO), middle(reference, REFERENCE))


def _halves_of_sets(data: Path) -> Iterator[Scene]:
    """Sets of images without a place on the map: mosaics of them get one that is made up."""
    drone = data / "drone"
    sets = {
        "banepa": (sorted((data / "places" / "banepa").glob("*.jpg")), (512, 512), 0.13, (4, 4), (2, 2)),
        "monterey": (sorted((data / "places" / "monterey").glob("*.jpg")), (1220, 810), 0.15, (2, 2), (1, 1)),
        "brighton": (sorted(drone.glob("brighton_*.jpg")), (1000, 560), 0.12, (2, 4), (1, 2)),
        "caliterra": (sorted(drone.glob("caliterra_*.jpg")), (1000, 500), 0.12, (2, 4), (1, 2)),
    }
    for name, (paths, tile, cell, shape, photo_shape) in sets.items():
        half = len(paths) // 2
        for side, ours, others in (("last", paths[half:], paths[:half]), ("first", paths[:half], paths[half:])):
            truth, reference = mosaic(ours, tile, photo_shape, cell), mosaic(others, tile, shape, cell, APART)
            yield Scene("halves", f"{name} {side}", truth, reference)


def _other_years(data: Path) -> Iterator[Scene]:
    """Another year over the photo and beside it: NAIP, and Sentinel-2 of two dates over Bavaria."""
    footprints = {int(path.stem[5:9]): path for path in sorted((data / "naip_rgbn").glob("naip_*.tif"))}
    for year, reference_year in YEARS:
        name = f"naip {year} from {reference_year}"
        photo, reference = read(footprints[year]), read(footprints[reference_year])
        yield from _over_and_beside(name, photo, reference, EAST, WEST)
    path = data / "places" / "world_sentinel2" / "bavaria_two_dates_rgbn.tif"
    first, second = read(path), read(path, (5, 6, 7))
    half = first.grid.width // 2
    yield from _over_and_beside("bavaria first from second", first, second, half, half)
    yield from _over_and_beside("bavaria second from first", second, first, half, half)


def _over_and_beside(name: str, photo: Picture, reference: Picture, east: int, west: int) -> Iterator[Scene]:
    truth = cut(photo, east, 0, photo.grid.width - east, photo.grid.height)
    yield Scene("other date, over the photo", name, truth, reference)
    yield Scene("other date, beside it", name, truth, cut(reference, 0, 0, west, reference.grid.height))


def _towns(data: Path) -> Iterator[Scene]:
    for name, classes in TOWNS.items():
        parts = []
        for numbers, each, where in ((range(64, 80), 4, 0.0), (range(40), 16, APART)):
            paths = [_usable(data / "ucmerced", label, numbers)[:each] for label in classes]
            across = int(np.sqrt(each * len(classes)))
            parts.append(mosaic(sum(paths, []), (256, 256), (across, across), 0.3, where))
        yield Scene("ucmerced", name, *parts)


def _usable(folder: Path, label: str, numbers: Sequence[int]) -> List[Path]:
    """Images that are 256 px wide and high."""
    paths = [folder / f"{label}{number:02}.jpg" for number in numbers]
    return [path for path in paths if Image.open(path).size == (256, 256)]


def _coarse(data: Path, other: Iterable[Path]) -> Iterator[Scene]:
    """Fine photos under coarse references, a part of whose ground has changed."""
    fine = {path.stem: read(path) for path in sorted((data / "naip_rgbn").glob("naip1m_*.tif"))}
    for name in ("brighton_00", "brighton_09", "caliterra_00", "caliterra_12"):
        fine[name] = mosaic([data / "drone" / f"{name}.jpg"], (1000, 560), (1, 1), 0.12)
    fine.update({path.stem: middle(on_map(read(path), FINE), PHOTO) for path in other})
    for name, picture in fine.items():
        for metres in COARSE_METRES:
            factor = round(metres / picture.grid.cell_size[0])
            if factor > 1 and min(picture.valid.shape) >= LEAST_CELLS * factor:
                yield coarse(f"{name}, {metres} m", picture, factor)
    yield coarse("naip, 50 m", read(data / "naip_rgbn" / "naip_20180716.tif"), COARSE_FACTORS[-1])
    for name, side in (("kanto", 15), ("scotland", 10)):
        picture = middle(read(data / "places" / f"{name}_sentinel2.tif"), PHOTO)
        for factor in COARSE_FACTORS:
            yield coarse(f"{name}, {side * factor} m", picture, factor)


def coarse(name: str, picture: Picture, factor: int) -> Scene:
    """The photo under cells of ``factor`` px; a fifth of the ground shows what lies elsewhere in the picture."""
    chance = np.random.default_rng(1936)
    height, width = (length // factor * factor for length in picture.valid.shape)
    truth = cut(picture, 0, 0, width, height)
    values, changed = truth.values.copy(), np.zeros((height, width), bool)
    while changed.mean() < CHANGED_SHARE:
        cells = min(int(chance.integers(PATCH_CELLS[0], PATCH_CELLS[1] + 1)), min(height, width) // factor // 3)
        side = cells * factor
        to, source = ([int(chance.integers(0, length - side + 1)) for length in (height, width)] for _ in range(2))
        if max(abs(a - b) for a, b in zip(to, source)) < side:
            continue
        at, taken = (tuple(slice(start, start + side) for start in corner) for corner in (to, source))
        values[(slice(None), *at)] = truth.values[(slice(None), *taken)]
        changed[at] = True
    reference = averaged(truth._replace(values=values), factor)
    return Scene("coarse", name, truth, reference, parts={"unchanged": ~changed, "changed": changed})


def read(path: Path, bands: Sequence[int] = RGB) -> Picture:
    """Three bands of a raster, as 8-bit values: others are stretched, the three of them alike."""
    with RasterSource(str(path)) as source:
        values, valid = source.read(0, 0, source.grid.width, source.grid.height)
        values = values[np.array(bands) - 1]
        if values.dtype != np.uint8:
            low, high = np.percentile(values[:, valid], STRETCH)
            stretched = DARKEST + (values.astype(np.float32) - low) / (high - low) * (BRIGHTEST - DARKEST)
            values = np.clip(np.rint(stretched), 1, 255).astype(np.uint8)
        return Picture(values, valid, source.grid)


def cut(picture: Picture, column: int, row: int, width: int, height: int) -> Picture:
    """A window of a picture."""
    window = (slice(row, row + height), slice(column, column + width))
    grid = picture.grid.window(column, row, width, height)
    return Picture(picture.values[(slice(None), *window)], picture.valid[window], grid)


def middle(picture: Picture, size: Size) -> Picture:
    """The window of at most ``size`` in the middle."""
    height, width = picture.valid.shape
    across, down = min(size[0], width), min(size[1], height)
    return cut(picture, (width - across) // 2, (height - down) // 2, across, down)


def mosaic(paths: Sequence[Path], tile: Size, shape: Size, cell: float, east: float = 0.0) -> Picture:
    """Images, spread evenly over ``paths``, side by side.

    Args:
        paths: at least one.
        tile: width and height of what is taken of each, from its upper left corner.
        shape: columns and rows of images; there may be less rows where there are less images.
        cell: metres a pixel.
        east: metres by which it lies to the east of other mosaics.
    """
    columns, rows = shape[0], min(shape[1], len(paths) // shape[0])
    chosen = np.linspace(0, len(paths) - 1, columns * rows).round().astype(int)
    tiles = [np.asarray(Image.open(paths[i]).convert("RGB"))[: tile[1], : tile[0]] for i in chosen]
    values = np.vstack([np.hstack(tiles[row * columns : (row + 1) * columns]) for row in range(rows)])
    height, width = values.shape[:2]
    picture = Picture(values.transpose(2, 0, 1), np.ones((height, width), bool), Grid(width, height))
    return on_map(picture, cell, east)


def on_map(picture: Picture, cell: float, east: float = 0.0) -> Picture:
    """A picture that has no place on the map gets one, with cells of so many metres."""
    if picture.grid.crs:
        return picture
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(MADE_UP_EPSG)
    geotransform = (500_000.0 + east, cell, 0.0, 4_000_000.0, 0.0, -cell)
    return picture._replace(grid=replace(picture.grid, geotransform=geotransform, crs=crs.ExportToWkt()))


def averaged(picture: Picture, factor: int) -> Picture:
    """The mean of the pixels with data in squares of ``factor`` px; the picture's sides are multiples of it."""
    height, width = (length // factor for length in picture.valid.shape)
    squares = (height, factor, width, factor)
    count = picture.valid.reshape(squares).sum((1, 3))
    total = np.where(picture.valid, picture.values, 0).reshape(3, *squares).sum((2, 4), dtype=np.float64)
    values = np.clip(np.rint(total / np.maximum(count, 1)), 1, 255).astype(np.uint8)
    x, a, b, y, d, e = picture.grid.geotransform
    grid = Grid(width, height, (x, a * factor, b * factor, y, d * factor, e * factor), picture.grid.crs)
    return Picture(values, count * 2 >= factor**2, grid)


def repeated(picture: Picture, times: int, columns: int = 0) -> Picture:
    """A picture beside and above its mirror images, ``times`` of them each way, moved to the east by ``columns``."""
    rows, across = (np.concatenate([np.arange(side), np.arange(side)[::-1]]) for side in picture.valid.shape)
    rows, across = (np.tile(axis, times)[: len(axis) // 2 * times] for axis in (rows, across))
    at = np.ix_(rows, across)
    grid = picture.grid.window(columns, 0, len(across), len(rows))
    return Picture(np.stack([band[at] for band in picture.values]), picture.valid[at], grid)


def _marked(picture: Picture) -> Image8:
    """The colours, 0 where there is no data and nowhere else."""
    return np.where(picture.valid, np.maximum(picture.values, 1), 0).astype(np.uint8)


def _write(path: Path, values: Image8, grid: Grid) -> None:
    with RasterWriter(path, grid, len(values), np.uint8, nodata=0, rgb=len(values) == 3) as writer:
        writer.write(0, 0, values)
