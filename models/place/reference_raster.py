"""One colour raster of a place, read by windows: on cells like those of the photo, or where it covers the photo."""

from __future__ import annotations

import math
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Dict, Iterator, List, Optional, Tuple

import numpy as np

from ..chips.pair import luma
from ..errors import InputError
from ..feedback import Feedback
from ..inference.area import LUMA
from ..inference.filling import filled
from ..package.definition import ModelDefinition
from ..rasters.arrays import Array
from ..rasters.grid import Grid
from ..rasters.rescaling import block_means
from ..rasters.source import RasterSource, Window, on_grid, open_raster
from .clouds import ground
from .placement import Pair, Placement, cell_ratio, ground_size, mean_ratio
from .planes import Lattice
from .reference_bands import choose_reference_bands
from .reference_cells import Cells, lattice, spread
from .scene import survey

SAME = 1.01
ENLARGED = 2.0
"""So much coarser than the photo a reference may be to be enlarged to the photo's cells."""
COARSEST, FINEST = 200.0, 1 / 64
_QUANTILES = (0.005, 0.995)
_EQUAL = 0.012  # of the range: by so much the bands of a grey picture differ when it was saved as JPEG
_ENOUGH = 1 << 17  # cells, to fit a stretch to
_LEAST_GROUND = 0.002
_SURROUNDINGS = 8192  # cells of its tiles each way, around a photo: of a larger reference, that counts
_GLANCES = 8  # each way, by which a tile without ground is told without being read


@dataclass(frozen=True)
class Stretch:
    """Brings a raster's values to those of the model: times ``gain``, plus ``offset``, within ``low`` and ``high``."""

    gain: float = 1.0
    offset: float = 0.0
    low: float = -math.inf
    high: float = math.inf

    def __call__(self, values: Array) -> Array:
        result: Array = values.astype(np.float32)
        if math.isinf(self.high):
            return result
        return np.clip(result * np.float32(self.gain) + np.float32(self.offset), self.low, self.high)


class ReferenceRaster:
    """A reference.

    Args:
        path: what GDAL opens.
        photo: grid of the photo.
        definition: of the model.
        feedback: told what is guessed; asked whether to stop.
        stack: closes the files.

    Attributes:
        path: as given.
        bands: which they are.
        grid: its own.
        part: grid of the part that counts: of a very large one, the surroundings of the photo.
        ratio: width and height of its cells in cells of the photo; 1 where nothing tells.
        tile_ratio: that of the cells of its tiles.
        ground: share of it, or of the surroundings of the photo if it is very large, that shows ground.

    Raises:
        InputError: it cannot be read, or not be used.
    """

    def __init__(
        self, path: str, photo: Grid, definition: ModelDefinition, feedback: Feedback, stack: ExitStack
    ) -> None:
        self.path, self._photo, self._definition, self._stack = path, photo, definition, stack
        with _named(), RasterSource(path) as source:
            self.bands = choose_reference_bands(source, definition, feedback)
        self._numbers = tuple(dict.fromkeys([*self.bands.target, *(n for n in self.bands.inputs if n != LUMA)]))
        self._target = [self._numbers.index(number) for number in self.bands.target]
        with _named():
            self._source = stack.enter_context(open_raster(path, self._numbers))
        self.grid, self.ratio = self._source.grid, cell_ratio(self._source.grid, photo)
        mean = mean_ratio(self.ratio)
        if mean > COARSEST or mean * self._coarsest_overview() < FINEST:
            raise InputError(
                f"REFERENCE {path} has cells of {mean:.3g} times the size of the photo's, which is too far apart (from "
                f"1/{1 / FINEST:.0f} to {COARSEST:.0f} times); choose another picture."
            )
        self.tile_ratio: Pair = (mean, mean) if mean > ENLARGED else (1.0, 1.0)
        steps = [tile / own for tile, own in zip(self.tile_ratio, self.ratio)]
        across, down = (1.0 if 1 / SAME < step < SAME else step for step in steps)
        self.cells = Cells(self._source, (across, down), stack)
        self._placement = Placement(photo, self.grid)
        self._part = self._placement.surroundings((across * _SURROUNDINGS, down * _SURROUNDINGS))
        self.part = self.grid.window(*self._part)
        with _named():
            self._scene = survey(self._source, self._part, feedback)
        self._ground = self._found_ground()
        self.ground = float(self._ground.mean())
        self._stretches = self._fitted_stretches()
        self._coarse: Dict[int, RasterSource] = {}

    @property
    def empty(self) -> bool:
        """Whether it shows next to nothing but clouds, collar and NoData."""
        return self.ground < _LEAST_GROUND

    def _found_ground(self) -> Array:
        """(h, w) bool for the cells of the scene."""
        scene, dtype = self._scene, self._source.dtype
        largest = float(np.iinfo(dtype).max) if dtype.kind == "u" else None
        if largest and largest > 255 and scene.values.max() < 0.99 * largest:
            largest = None  # ten or twelve bits in sixteen
        pixels = scene.cell[0]
        metres = ground_size(self.grid, 0)
        return ground(scene.values[self._target], scene.valid, largest, metres * pixels if metres else None, pixels)

    def _fitted_stretches(self) -> List[Stretch]:
        """One for each band that is read.

        Raises:
            InputError: the bands hold the same.
        """
        stretches = [Stretch()] * len(self._numbers)
        if self.empty:
            return stretches
        pixels = self._scene.values[:, self._ground]
        pixels = pixels[:, :: max(1, pixels.shape[1] // _ENOUGH)]
        target = pixels[self._target]
        span = float(np.ptp(np.quantile(target, _QUANTILES)))
        span = 255.0 if self._source.dtype == np.uint8 else span
        if len(target) == 3 and np.quantile(np.ptp(target, axis=0), 0.99) <= _EQUAL * span:
            raise InputError(
                f"REFERENCE {self.path} has no colours, as its three bands are equal: a grey picture or nothing but "
                "clouds; choose a colour picture."
            )
        if self._source.dtype != np.dtype(self._definition.output_dtype):
            stretches = [_stretch(_grey(target), *self._definition.output_range)] * len(self._numbers)
        for number, band in zip(self.bands.inputs, self._definition.input_bands):
            if number != LUMA and number not in self.bands.target:
                at, same = self._numbers.index(number), self._source.dtype == np.dtype(band.dtype)
                stretches[at] = Stretch() if same else _stretch(pixels[at], band.minimum, band.maximum)
        return stretches

    def covers(self, columns: Array, rows: Array) -> Array:
        """Whether it shows ground at pixel coordinates of the photo, arrays of any shape."""
        if not self._placement.known:
            return np.zeros(columns.shape, bool)
        return self._scene.look_up(self._ground, *self._placement.points(columns, rows))

    def windows(self, side: int, wanted: int, generator: np.random.Generator) -> Iterator[Tuple[int, int]]:
        """Left and top cells of tiles side by side, spread over the raster; those without ground are left out."""
        (left, width), (top, height) = self._range(0), self._range(1)
        columns, rows = lattice(left, width, side), lattice(top, height, side)
        across, down = ((np.arange(_GLANCES) + 0.5) * (min(side, n) / _GLANCES) for n in (width, height))
        for column, row in spread(len(columns), len(rows), wanted, generator):
            x, y = columns[column], rows[row]
            if self._shows(x + across, y + down).any():
                yield x, y

    def most_valid(self, side: int) -> int:
        """Pixels of a tile that may be valid at most."""
        return min(side, self._range(0)[1]) * min(side, self._range(1)[1])

    def tile(self, x: int, y: int, side: int) -> Tuple[Array, Array, Array]:
        """Inputs (C_in, side, side), target (C_out, side, side) and valid (side, side) bool.

        Raises:
            InputError: the file is damaged.
        """
        with _named():
            values, valid = self.cells.read(x, y, side)
        middles = np.arange(side) + 0.5
        inputs, target = self._as_model(filled(values, valid))
        return inputs, target, valid & self._shows(x + middles, y + middles)

    def middle(self, x: int, y: int, side: int) -> Tuple[float, float]:
        """Map coordinates of the middle of a tile."""
        across, down = self.cells.steps
        found = self.grid.to_map(np.array([(x + side / 2) * across]), np.array([(y + side / 2) * down]))
        return float(found[0][0]), float(found[1][0])

    def over(self, window: Window, step: int) -> Tuple[Array, Array]:
        """Target (C_out, h, w) and valid (h, w) on cells of ``step`` by ``step`` pixels of the photo.

        Raises:
            InputError: the file is damaged.
        """
        xoff, yoff, width, height = window[0] // step, window[1] // step, -(-window[2] // step), -(-window[3] // step)
        nothing = np.zeros((len(self._target), height, width), np.float32), np.zeros((height, width), bool)
        if self.empty or self._placement.misses(window):
            return nothing
        shown = self._scene.look_up(self._ground, *self._placement.window(window, step))
        if not shown.any():
            return nothing
        with _named():
            if self._placement.pixel_for_pixel:
                values, valid = block_means(*self._source.read(*window), step)
            else:
                values, valid = self._on_cells(step).read(xoff, yoff, width, height)
        valid = valid & shown
        target = np.stack([self._stretches[at](values[at]) for at in self._target])
        return np.where(valid, target, np.float32(0)), valid

    def lattice(self, window: Window) -> Optional[Lattice]:
        """Where its cells, if they are larger than those of the photo, lie in a window of that; else None."""
        coarse = self._placement.known and not self._placement.pixel_for_pixel and min(self.ratio) > SAME
        return self._placement.lattice(window) if coarse else None

    def _range(self, axis: int) -> Tuple[int, int]:
        """First cell and number of cells, along an axis, of the part that counts."""
        step, whole = self.cells.steps[axis], (self.cells.width, self.cells.height)[axis]
        first, length = self._part[axis], self._part[2 + axis]
        start = math.ceil(first / step - 1e-6)
        return start, max(1, min(whole, math.ceil((first + length) / step - 1e-6)) - start)

    def _coarsest_overview(self) -> float:
        """Size of its pixels in pixels of the raster; 1 where there is none."""
        return (
            self.grid.width / min(self._source.overviews) if self._source.overviews and not self._source.view else 1.0
        )

    def _shows(self, columns: Array, rows: Array) -> Array:
        """Whether there is ground at each of ``rows`` and ``columns`` of the cells of its tiles."""
        across, down = self.cells.steps
        return self._scene.look_up(self._ground, *np.meshgrid(columns * across, rows * down))

    def _as_model(self, values: Array) -> Tuple[Array, Array]:
        stretched = [stretch(band) for stretch, band in zip(self._stretches, values)]
        target = np.stack([stretched[at] for at in self._target])
        if self.bands.inputs == (LUMA,):
            return _grey(target)[None], target
        inputs = [stretched[self._numbers.index(number)] for number in self.bands.inputs]
        return np.stack(inputs) if inputs else np.zeros((0, *target.shape[1:]), np.float32), target

    def _on_cells(self, step: int) -> RasterSource:
        """The raster on cells of ``step`` pixels of the photo: the mean of smaller ones, larger ones interpolated."""
        if step not in self._coarse:
            photo = self._photo
            x0, a, b, y0, d, e = photo.geotransform
            geotransform = (x0, a * step, b * step, y0, d * step, e * step)
            grid = Grid(-(-photo.width // step), -(-photo.height // step), geotransform, photo.crs)
            how = "average" if mean_ratio(self.ratio) <= step * SAME else "bilinear"
            self._coarse[step] = self._stack.enter_context(on_grid(self.path, grid, self._numbers, how))
        return self._coarse[step]


@contextmanager
def _named() -> Iterator[None]:
    """Begin the sentences of those who read rasters with the name of the parameter."""
    try:
        yield
    except InputError as error:
        text = str(error)
        raise InputError(text if text.startswith("REFERENCE") else f"REFERENCE {text}") from error


def _grey(target: Array) -> Array:
    """Luma (...) of three bands (3, ...), the mean of other numbers."""
    if len(target) != 3:
        return np.asarray(target.mean(axis=0))
    return np.asarray(luma(target, np.ones(target.shape[1:], bool), None)[0])


def _stretch(pixels: Array, low: float, high: float) -> Stretch:
    """From the outer quantiles of ``pixels`` to ``low`` and ``high``."""
    start, end = np.quantile(pixels, _QUANTILES)
    gain = (high - low) / max(float(end - start), 1e-12)
    return Stretch(gain, low - gain * float(start), low, high)
