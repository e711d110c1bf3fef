"""Runs a model at the cell size that it was trained on: the raster is resampled for it, and the result back."""

from __future__ import annotations

import math
from typing import Optional, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ..feedback import Feedback
from ..package.definition import ModelDefinition
from ..rasters.crs import same_crs
from ..rasters.grid import Grid
from ..rasters.ground import ground_length
from ..rasters.rescaling import footprint, rescale
from ..rasters.source import RasterSource
from ..rasters.writer import RasterWriter
from .area import Area, Extent
from .lightness import add_color, keeps_lightness
from .output import to_raster_values
from .settings import ClassifySettings
from .tone import ToneMatch

Ratio = Tuple[float, float]
SAME = 1.01
MOST = 32.0
_PIECE = 1 << 20
_BLOCK = (256, 4096)  # rows and columns: rasters are often stored in strips


class MatchedArea(Area):
    """An area whose pixels are resampled to other cells, window by window; larger cells are means.

    Args:
        path, bands, extent, mask, mask_layer: see :class:`Area`.
        ratio: width and height of the new cells in pixels of the raster.

    Attributes:
        ratio: as given.
    """

    def __init__(
        self,
        path: str,
        bands: Sequence[int],
        extent: Extent = (),
        mask: str = "",
        mask_layer: str = "",
        ratio: Ratio = (1.0, 1.0),
    ) -> None:
        super().__init__(path, bands, extent, mask, mask_layer)
        self.dtype = np.dtype(np.float32)
        self._fine, self.ratio = self.grid, ratio
        x0, a, b, y0, d, e = self._fine.geotransform
        width, height = (max(1, math.ceil(n / f - 1e-6)) for n, f in zip((self._fine.width, self._fine.height), ratio))
        across, down = ratio
        self.grid = Grid(width, height, (x0, a * across, b * down, y0, d * across, e * down), self._fine.crs)

    def read(
        self, xoff: int, yoff: int, width: int, height: int
    ) -> Tuple[NDArray[np.generic], NDArray[np.bool_]]:
        """See :meth:`Area.read`; the values are float32. Memory is bounded also where the cells are very large."""
        rows = max(1, int(_PIECE / (max(1.0, width * self.ratio[0]) * max(1.0, self.ratio[1]))))
        pieces = [
            self._read_piece(xoff, top, width, min(rows, yoff + height - top))
            for top in range(yoff, yoff + height, rows)
        ]
        return np.concatenate([values for values, _ in pieces], axis=1), np.concatenate([valid for _, valid in pieces])

    def empty(self, xoff: int, yoff: int, width: int, height: int) -> bool:
        x, across, _ = footprint(xoff, width, self.ratio[0], self._fine.width)
        y, down, _ = footprint(yoff, height, self.ratio[1], self._fine.height)
        return super().empty(x, y, across, down)

    def _read_piece(
        self, xoff: int, yoff: int, width: int, height: int
    ) -> Tuple[NDArray[np.float32], NDArray[np.bool_]]:
        x, across, columns = footprint(xoff, width, self.ratio[0], self._fine.width)
        y, down, rows = footprint(yoff, height, self.ratio[1], self._fine.height)
        return rescale(*super().read(x, y, across, down), rows, columns)


def open_area(settings: ClassifySettings, definition: ModelDefinition, bands: Sequence[int]) -> Area:
    """The pixels that the model is given, on the cells that it is given them on.

    Raises:
        InputError: the raster cannot be read, or MATCH_CELL_SIZE cannot be done.
    """
    area = Area(settings.input, bands, settings.extent, settings.mask, settings.mask_layer)
    if not settings.match_cell_size:
        return area
    with area:
        ratio = matching_ratio(settings.input, area.grid, definition)
    places = settings.extent, settings.mask, settings.mask_layer
    return MatchedArea(settings.input, bands, *places, ratio) if ratio else Area(settings.input, bands, *places)


def cell_ratio(grid: Grid, definition: ModelDefinition) -> Optional[Ratio]:
    """Width and height of the model's cells in pixels of ``grid``; None when they cannot be compared.

    Cells are compared on the ground, so that degrees, metres and the stretched metres of a web map agree.
    """
    if min(definition.cell_size) <= 0:
        return None
    _, a, b, _, d, e = grid.geotransform
    x, y = grid.to_map(np.array([grid.width / 2]), np.array([grid.height / 2]))
    middle, trained = (float(x[0]), float(y[0])), None
    if definition.extent:
        xmin, ymin, xmax, ymax = definition.extent
        trained = ((xmin + xmax) / 2, (ymin + ymax) / 2)
    ratios = []
    for size, step, axis in zip(definition.cell_size, ((a, d), (b, e)), ((1.0, 0.0), (0.0, 1.0))):
        mine = ground_length(grid.crs, middle, step)
        theirs = ground_length(definition.crs, trained, (size * axis[0], size * axis[1]))
        if not mine or not theirs:
            if not (grid.crs and same_crs(grid.crs, definition.crs)):
                return None
            mine, theirs = math.hypot(*step), size
        ratios.append(theirs / mine)
    return ratios[0], ratios[1]


def matching_ratio(path: str, grid: Grid, definition: ModelDefinition) -> Optional[Ratio]:
    """The ratio by which MATCH_CELL_SIZE resamples; None where the cells are the same already.

    Raises:
        InputError: the cell sizes cannot be compared, or lie too far apart.
    """
    ratio = cell_ratio(grid, definition)
    if ratio is None:
        raise InputError(
            f"MATCH_CELL_SIZE cannot compare the cells of {path} with those of the model {definition.name}, as the "
            "coordinate reference system of one is unknown; assign one, or switch MATCH_CELL_SIZE off."
        )
    if not all(1 / MOST <= each <= MOST for each in ratio):
        raise InputError(
            f"The cell size of the model {definition.name} is {max(ratio):.3g} times that of {path}, which is too far "
            f"apart for MATCH_CELL_SIZE (at most {MOST:.0f} times); choose another model."
        )
    return ratio if max(max(each, 1 / each) for each in ratio) > SAME else None


class Restoration:
    """Brings a result on the model's cells back to the raster's own grid, block by block.

    A model that keeps the lightness gives its colour only, and the lightness comes from the raster's own pixels: the
    detail that larger cells have lost is there again.

    Args:
        fine: the raster, on its own grid.
        coarse: the same, on the model's cells.
        result: what the model made of ``coarse``.
        definition: of the model.
        tone: what the raster's values are changed by before the model sees them.
    """

    def __init__(
        self,
        fine: Area,
        coarse: MatchedArea,
        result: RasterSource,
        definition: ModelDefinition,
        tone: Optional[ToneMatch],
    ) -> None:
        self._fine, self._coarse, self._result, self._ratio = fine, coarse, result, coarse.ratio
        self._range, self._tone = definition.output_range, tone
        self._keep = keeps_lightness(definition)
        self._black, self._white = definition.architecture.get("grey_scale", definition.output_range)

    def write(self, writer: RasterWriter, feedback: Feedback) -> None:
        """Write every block that has valid pixels."""
        grid = self._fine.grid
        high, wide = _BLOCK
        blocks = [(x, y) for y in range(0, grid.height, high) for x in range(0, grid.width, wide)]
        for number, (x, y) in enumerate(blocks):
            feedback.check()
            window = (x, y, min(wide, grid.width - x), min(high, grid.height - y))
            values, valid = self._fine.read(*window)
            if valid.any():
                pixels = self._block(window, values, valid)
                writer.write(x, y, to_raster_values(pixels, valid, writer.dtype, writer.nodata))
            feedback.progress((number + 1) / len(blocks), f"back on the raster's grid: {number + 1} of {len(blocks)}")

    def _block(
        self, window: Tuple[int, int, int, int], values: NDArray[np.generic], valid: NDArray[np.bool_]
    ) -> NDArray[np.float32]:
        x, across, columns = footprint(window[0], window[2], 1 / self._ratio[0], self._coarse.grid.width)
        y, down, rows = footprint(window[1], window[3], 1 / self._ratio[1], self._coarse.grid.height)
        result, known = self._result.read(x, y, across, down)
        result = result.astype(np.float32)
        if self._keep:
            grey = self._toned(self._coarse.read(x, y, across, down)[0])
            result[:3] -= grey
        pixels = rescale(result, known, rows, columns)[0]
        if self._keep:
            pixels[:3] = add_color(self._toned(values), pixels[:3], *self._range)
        return pixels

    def _toned(self, values: NDArray[np.generic]) -> NDArray[np.float32]:
        """The lightness that the model keeps, in units of its output."""
        grey = values.astype(np.float32)
        grey = grey if self._tone is None else self._tone(grey)
        low, high = self._range
        if (self._black, self._white) == (low, high):
            return grey
        return np.asarray((grey - self._black) * ((high - low) / (self._white - self._black)) + low, np.float32)
