"""Colour pictures of a place, of any kind and size: tiles to learn its colours from, and what they show at a spot."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import PurePath
from types import TracebackType
from typing import Dict, Iterator, List, Optional, Sequence, Tuple, Type

import numpy as np

from ..errors import InputError
from ..feedback import Feedback
from ..package.definition import ModelDefinition
from ..rasters.arrays import Array
from ..rasters.crs import same_crs, transform_points
from ..rasters.grid import Grid
from ..rasters.source import Window
from .placement import mean_ratio
from .planes import Lattice
from .reference_raster import ReferenceRaster

_LEAST_VALID = 0.25
_POINTS = 96
_BLOCKS_ACROSS = 4
_MOST_READ = 64 << 20  # pixels of files without overviews, for all tiles together but a few
_FEW = 6


@dataclass(frozen=True)
class ReferenceTile:
    """A part of a reference.

    Attributes:
        inputs: (C_in, side, side) float32, as the model takes them.
        target: (C_out, side, side) float32, in units of the model's output.
        valid: (side, side) bool; elsewhere are clouds, or the ground beside it in place of NoData.
        ratio: size of its cells in cells of the photo.
        block: number of the part of the ground in which it lies; neighbours share one.
        reference: number of the reference, from 0.
    """

    inputs: Array
    target: Array
    valid: Array
    ratio: float
    block: int
    reference: int


@dataclass(frozen=True)
class ReferenceSource:
    """What can be told of a reference.

    Attributes:
        path: of the file.
        bands: numbers of those that are the target.
        input_bands: of those that the model takes; (0,) for the luma of the target, empty where there are none.
        ratio: size of its cells in cells of the photo.
        covers: share of the photo, 0 to 1, where it shows ground.
        ground: share of the reference, 0 to 1, that is no NoData, collar or cloud; of a very large one, around the
            photo.
    """

    path: str
    bands: Tuple[int, ...]
    input_bands: Tuple[int, ...]
    ratio: float
    covers: float
    ground: float

    @property
    def name(self) -> str:
        """Of the file."""
        return PurePath(self.path).name


class References:
    """One or several references; a context manager.

    Args:
        paths: what GDAL opens.
        photo: grid of the photo, on the cells that the model is given.
        definition: of the model.
        feedback: told what is guessed or left out; asked whether to stop.

    Attributes:
        sources: each that is used, in order.
        ratio: size of the finest one's cells in cells of the photo.
        covers: share of the photo, 0 to 1, where one of them shows ground.
        inputs_known: whether there are any tiles, as a reference has the bands that the model takes.

    Raises:
        InputError: a reference cannot be read or used, or all of them show nothing.
    """

    def __init__(self, paths: Sequence[str], photo: Grid, definition: ModelDefinition, feedback: Feedback) -> None:
        self._feedback = feedback
        with ExitStack() as stack:
            opened = [ReferenceRaster(path, photo, definition, feedback, stack) for path in paths]
            self._rasters = _shown(opened, feedback)
            self._stack = stack.pop_all()
        points = np.meshgrid(*((np.arange(_POINTS) + 0.5) * (size / _POINTS) for size in (photo.width, photo.height)))
        covered = [raster.covers(*points) for raster in self._rasters]
        self.covers = float(np.logical_or.reduce(covered).mean())
        self.sources = tuple(_told(raster, float(part.mean())) for raster, part in zip(self._rasters, covered))
        self.ratio = min(source.ratio for source in self.sources)
        self.inputs_known = any(source.input_bands for source in self.sources)
        self._outputs = len(definition.output_bands)

    def tiles(self, side: int, most_pixels: int, seed: int = 0) -> Iterator[ReferenceTile]:
        """Tiles spread over all references, in turn, that overlap nowhere within one of them.

        A finer reference is averaged to the photo's cells, one of up to twice their size is enlarged to them, and a
        coarser one stays on its own. Of a reference much larger than the photo they lie around the photo. Tiles with
        few valid pixels are left out; a reference smaller than a tile is one tile, at its upper left.

        Args:
            side: of a tile in cells.
            most_pixels: of all tiles together.
            seed: of the choice.

        Raises:
            InputError: a file is damaged.
        """
        generator = np.random.default_rng(seed)
        wanted = max(1, most_pixels // side**2)
        used = [n for n, source in enumerate(self.sources) if source.input_bands]
        blocks = _Blocks([self._rasters[n].part for n in used])
        streams = {n: self._rasters[n].windows(side, -(-wanted // len(used)), generator) for n in used}
        left, budget = wanted, float(_MOST_READ)
        while streams and left > 0 and (budget > 0 or left > wanted - _FEW):
            for number in list(streams):
                raster, at = self._rasters[number], next(streams[number], None)
                if at is None:
                    del streams[number]
                    continue
                self._feedback.check()
                budget -= side**2 * raster.cells.read_for
                inputs, target, valid = raster.tile(*at, side)
                if valid.sum() < _LEAST_VALID * raster.most_valid(side):
                    continue
                block = blocks.number(used.index(number), raster.middle(*at, side))
                yield ReferenceTile(inputs, target, valid, mean_ratio(raster.tile_ratio), block, number)
                left -= 1
                if left <= 0:
                    return

    def over(self, window: Window, step: int) -> Tuple[Array, Array]:
        """What the references show where the photo lies, the first one that shows ground, pixel by pixel.

        Args:
            window: column, row, width and height in pixels of the photo; the first two are multiples of ``step``.
            step: cells of so many pixels each way are averaged.

        Returns:
            target (C_out, h, w) float32 in units of the model's output, 0 where nothing is shown, and valid (h, w)
            bool; h and w are the window's sides over ``step``, rounded up.

        Raises:
            InputError: a file is damaged.
        """
        height, width = -(-window[3] // step), -(-window[2] // step)
        target, valid = np.zeros((self._outputs, height, width), np.float32), np.zeros((height, width), bool)
        for raster in self._rasters:
            values, shown = raster.over(window, step)
            new = shown & ~valid
            target = np.where(new, values, target)
            valid |= new
            if valid.all():
                break
        return target, valid

    def lattice(self, window: Window) -> Optional[Lattice]:
        """Where the cells of the reference that covers most of the photo lie in a window of that.

        None where they are no larger than those of the photo, or turned.
        """
        most: ReferenceRaster = self._rasters[int(np.argmax([source.covers for source in self.sources]))]
        return most.lattice(window)

    def __enter__(self) -> References:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        self._stack.close()


class _Blocks:
    """Squares of the ground, a quarter of the largest reference's side long, by numbers from 0.

    Args:
        grids: of the parts of the references in which the tiles lie.

    A reference that has no place on the map that the first one with a CRS lies on has squares of its own.
    """

    def __init__(self, grids: Sequence[Grid]) -> None:
        self._grids = grids
        self._base = next((grid for grid in grids if grid.crs), grids[0] if grids else None)
        self._numbers: Dict[Tuple[int, int, int], int] = {}

    def number(self, reference: int, at: Tuple[float, float]) -> int:
        """Of the square in which a point of a reference's map lies."""
        grid = self._grids[reference]
        moved = self._on_base(grid, at)
        if moved is None or self._base is None:
            return self._square(reference, at, [grid])
        alike = [each for each in self._grids if each.crs and same_crs(each.crs, self._base.crs)]
        return self._square(-1, moved, [self._base, *alike])

    def _on_base(self, grid: Grid, at: Tuple[float, float]) -> Optional[Tuple[float, float]]:
        if self._base is None or not (grid.crs and self._base.crs):
            return None
        try:
            x, y = transform_points(grid.crs, self._base.crs, np.array([at[0]]), np.array([at[1]]))
        except InputError:
            return None
        return (float(x[0]), float(y[0])) if np.isfinite([x[0], y[0]]).all() else None

    def _square(self, map_of: int, at: Tuple[float, float], grids: Sequence[Grid]) -> int:
        xmin, ymin, _, _ = grids[0].extent()
        side = max(max(grid.width * grid.cell_size[0], grid.height * grid.cell_size[1]) for grid in grids)
        side /= _BLOCKS_ACROSS
        key = map_of, int((at[0] - xmin) // side), int((at[1] - ymin) // side)
        return self._numbers.setdefault(key, len(self._numbers))


def _shown(rasters: List[ReferenceRaster], feedback: Feedback) -> List[ReferenceRaster]:
    """Those that show ground.

    Raises:
        InputError: none does.
    """
    shown = [raster for raster in rasters if not raster.empty]
    if not shown:
        listed = ", ".join(raster.path for raster in rasters)
        raise InputError(
            f"REFERENCE {listed} shows nothing but clouds, black or white, or has no data; choose another picture."
        )
    for raster in rasters:
        if raster.empty:
            feedback.warning(
                f"REFERENCE {raster.path} shows nothing but clouds, black or white, or has no data; it is left out."
            )
    return shown


def _told(raster: ReferenceRaster, covers: float) -> ReferenceSource:
    ratio = mean_ratio(raster.ratio)
    return ReferenceSource(raster.path, raster.bands.target, raster.bands.inputs, ratio, covers, raster.ground)
