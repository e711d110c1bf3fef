"""Where chips may lie: in both rasters, in the extent, and in or at the polygons of the mask."""

from __future__ import annotations

import math
from typing import Optional, Tuple

import numpy as np

from ..errors import InputError
from ..feedback import Feedback
from ..rasters.arrays import Array
from ..rasters.crs import same_crs, transform_points
from ..rasters.grid import Grid, turn
from ..rasters.polygons import PolygonUnion, outline
from ..rasters.source import Window
from .grids import common_window, overlap
from .pair import RasterPair
from .settings import ExportSettings

_TOLERANCE = 0.01  # pixels
_OUTSIDE = "EXTENT lies outside the area that both rasters cover; draw it over them, or leave it empty."
_STEP = 4096


class ChipArea:
    """Tells which chips lie where the settings want them.

    Args:
        pair: the rasters.
        settings: with the extent, the mask and the tile size.

    Attributes:
        window: the pixels of the pair's grid among which the chips lie.

    Raises:
        InputError: the extent or the mask does not reach the rasters, or the mask cannot be read.
    """

    def __init__(self, pair: RasterPair, settings: ExportSettings) -> None:
        self._grid = pair.grid.on_map()
        self._tile = settings.tile_size
        self._rule = settings.mask_rule
        self._mask_name = settings.mask
        self._extent = settings.extent
        self._extent_grid = pair.target_grid.on_map()
        self.window: Window = pair.area
        if self._extent:
            window = _extent_window(self._grid, self._extent, self._extent_grid.crs)
            self.window = common_window(pair.area, window, _OUTSIDE)
        self._polygons: Optional[PolygonUnion] = None
        if settings.mask:
            extent = self._grid.window(*self.window).extent()
            self._polygons = PolygonUnion(settings.mask, settings.mask_layer, self._grid.crs, extent)

    def check_any(self, kept: Array) -> None:
        """Raise :class:`InputError` when not a single chip is left."""
        if not kept.any():
            if self._polygons is None:
                raise InputError(f"No chip of TILE_SIZE {self._tile} lies wholly in EXTENT; choose a larger one.")
            rule = "lies within" if self._rule == "within" else "intersects"
            raise InputError(
                f"No chip {rule} the polygons of MASK {self._mask_name}; choose other polygons, a smaller TILE_SIZE "
                "or another MASK_RULE."
            )

    def keeps(self, columns: Array, rows: Array, angle: float, feedback: Feedback) -> Array:
        """Which chips may be exported.

        Args:
            columns, rows: (N,) first pixels of the chips, were they not turned.
            angle: by which all of them are turned about their centres, in degrees.
            feedback: asked whether to stop.

        Returns:
            (N,) bool.
        """
        kept = np.ones(len(columns), dtype=bool)
        if not (angle or self._extent or self._polygons):
            return kept
        across, down = _corner_offsets(self._tile, angle)
        for start in range(0, len(columns), _STEP):
            feedback.check()
            part = slice(start, start + _STEP)
            x, y = columns[part, None] + across, rows[part, None] + down
            inside = self._in_window(x, y) & self._in_extent(x, y)
            if self._polygons is not None:
                inside[inside] = self._in_mask(self._polygons, x[inside], y[inside])
            kept[part] = inside
        return kept

    def _in_window(self, columns: Array, rows: Array) -> Array:
        left, top, width, height = self.window
        inside = (columns >= left - _TOLERANCE) & (columns <= left + width + _TOLERANCE)
        inside &= (rows >= top - _TOLERANCE) & (rows <= top + height + _TOLERANCE)
        return np.asarray(inside.all(axis=1))

    def _in_extent(self, columns: Array, rows: Array) -> Array:
        if not self._extent:
            return np.ones(len(columns), dtype=bool)
        x, y = self._grid.to_map(columns, rows)
        if not same_crs(self._grid.crs, self._extent_grid.crs):
            shape = x.shape
            x, y = transform_points(self._grid.crs, self._extent_grid.crs, x.ravel(), y.ravel())
            x, y = x.reshape(shape), y.reshape(shape)
        xmin, ymin, xmax, ymax = self._extent
        slack_x, slack_y = (_TOLERANCE * size for size in self._extent_grid.cell_size)
        inside = (x >= xmin - slack_x) & (x <= xmax + slack_x) & (y >= ymin - slack_y) & (y <= ymax + slack_y)
        return np.asarray(inside.all(axis=1))

    def _in_mask(self, polygons: PolygonUnion, columns: Array, rows: Array) -> Array:
        """A hair smaller than they are, so that rounding and shared edges decide nothing."""
        shrink = 1.0 - 2.0 * _TOLERANCE / self._tile
        centre_x, centre_y = columns.mean(axis=1, keepdims=True), rows.mean(axis=1, keepdims=True)
        x, y = self._grid.to_map(centre_x + (columns - centre_x) * shrink, centre_y + (rows - centre_y) * shrink)
        outlines = [outline(*corners) for corners in zip(x.tolist(), y.tolist())]
        return np.array(polygons.holds(outlines, self._rule == "within"), dtype=bool)


def _corner_offsets(tile: int, angle: float) -> Tuple[Array, Array]:
    """Where the four corners of a turned chip lie, in pixels from its first corner before the turn."""
    cos, sin = turn(angle)
    across = np.array([-0.5, 0.5, 0.5, -0.5]) * tile
    down = np.array([-0.5, -0.5, 0.5, 0.5]) * tile
    return cos * across - sin * down + tile / 2, sin * across + cos * down + tile / 2


def _extent_window(grid: Grid, extent: Tuple[float, ...], crs: str) -> Window:
    """The pixels that lie wholly in an extent; on a grid that is askew to it, all that it touches.

    Raises:
        InputError: there are none.
    """
    xmin, ymin, xmax, ymax = extent
    _, a, b, _, d, e = grid.geotransform
    if not same_crs(grid.crs, crs) or not (b == d == 0.0 or a == e == 0.0):
        rectangle = Grid(1, 1, (xmin, xmax - xmin, 0.0, ymax, 0.0, ymin - ymax), crs)
        try:
            return overlap(rectangle, grid, "EXTENT")
        except InputError as error:
            raise InputError(_OUTSIDE) from error
    columns, rows = grid.to_pixel(np.array([xmin, xmax]), np.array([ymin, ymax]))
    left, right = math.ceil(columns.min() - _TOLERANCE), math.floor(columns.max() + _TOLERANCE)
    top, bottom = math.ceil(rows.min() - _TOLERANCE), math.floor(rows.max() + _TOLERANCE)
    return common_window((left, top, right - left, bottom - top), (0, 0, grid.width, grid.height), _OUTSIDE)
