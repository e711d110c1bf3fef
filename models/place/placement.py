"""Where the pixels of a photo lie in a reference, and how the sizes of their cells compare."""

from __future__ import annotations

import math
from typing import Optional, Tuple

import numpy as np

from ..errors import InputError
from ..rasters.arrays import Array
from ..rasters.crs import same_crs, transform_points
from ..rasters.grid import Grid
from ..rasters.ground import ground_length
from ..rasters.source import Window
from .planes import Lattice

Pair = Tuple[float, float]
_STRAIGHT = 0.05
"""Slope of the reference's cells to the photo's by which they count as not turned."""
_LATTICE = 9
"""Points each way that are transformed exactly; between them, a window is small enough to be straight."""


def cell_ratio(reference: Grid, photo: Grid) -> Pair:
    """Width and height of a reference's cells in cells of the photo, compared on the ground; 1 where nothing tells."""
    if not (reference.crs and photo.crs):
        return 1.0, 1.0
    ratios = []
    for axis in (0, 1):
        theirs, mine = (ground_size(grid, axis) for grid in (reference, photo))
        if not theirs or not mine:
            if not same_crs(reference.crs, photo.crs):
                return 1.0, 1.0
            theirs, mine = reference.cell_size[axis], photo.cell_size[axis]
        ratios.append(theirs / mine)
    return ratios[0], ratios[1]


def mean_ratio(ratio: Pair) -> float:
    """One number for both."""
    return math.sqrt(ratio[0] * ratio[1])


def ground_size(grid: Grid, axis: int) -> Optional[float]:
    """Width (axis 0) or height (1) in metres of a cell in the middle of a grid; None when unknown."""
    _, a, b, _, d, e = grid.geotransform
    x, y = grid.to_map(np.array([grid.width / 2]), np.array([grid.height / 2]))
    return ground_length(grid.crs, (float(x[0]), float(y[0])), ((a, d), (b, e))[axis])


class Placement:
    """Carries pixel coordinates of the photo to those of a reference.

    Args:
        photo, reference: their grids. Without a CRS they lie on each other when they have the same size, and the
            same geotransform or none.

    Attributes:
        known: whether anything tells where the one lies in the other.
    """

    def __init__(self, photo: Grid, reference: Grid) -> None:
        self._photo, self._reference = photo, reference
        self._both = bool(photo.crs and reference.crs)
        self._same = same_crs(photo.crs, reference.crs)
        size = (photo.width, photo.height) == (reference.width, reference.height)
        anywhere = not (photo.georeferenced and reference.georeferenced)
        self.pixel_for_pixel = not self._both and size and (anywhere or photo.offset_of(reference) == (0, 0))
        self.known = self._both or self.pixel_for_pixel
        self._bounds = self._reach() if self.known else None

    def points(self, columns: Array, rows: Array) -> Tuple[Array, Array]:
        """Columns and rows in the reference, exactly; NaN where there is no answer."""
        if self.pixel_for_pixel:
            return columns, rows
        return _carried(self._photo, self._reference, columns, rows, self._same)

    def window(self, window: Window, step: int) -> Tuple[Array, Array]:
        """Columns and rows (h, w) in the reference of the middles of cells of ``step`` by ``step`` pixels."""
        xoff, yoff, width, height = window
        columns = xoff + (np.arange(-(-width // step)) + 0.5) * step
        rows = yoff + (np.arange(-(-height // step)) + 0.5) * step
        if self.pixel_for_pixel or self._same:
            x, y = np.meshgrid(columns, rows)
            return self.points(x, y)
        knots = np.linspace(xoff, xoff + width, _LATTICE), np.linspace(yoff, yoff + height, _LATTICE)
        x, y = self.points(*np.meshgrid(*knots))
        across, down = _linear(columns, knots[0]), _linear(rows, knots[1])
        return down @ x @ across.T, down @ y @ across.T

    def lattice(self, window: Window) -> Optional[Lattice]:
        """Where the reference's cells lie in a window of the photo; None where they are turned or tell nothing."""
        xoff, yoff, width, height = window
        x, y = self.points(*np.meshgrid([xoff, xoff + width], [yoff, yoff + height]))
        across, down = float(np.diff(x, axis=1).mean()), float(np.diff(y, axis=0).mean())
        if not (across > 0 and down > 0):  # or no numbers
            return None
        turned = max(np.abs(np.diff(x, axis=0)).max() / down, np.abs(np.diff(y, axis=1)).max() / across)
        if not turned < _STRAIGHT:
            return None
        size = height / down, width / across
        begun = float(y[0].mean()), float(x[:, 0].mean())
        return Lattice((-(begun[0] % 1.0) * size[0], -(begun[1] % 1.0) * size[1]), size)

    def surroundings(self, least: Pair) -> Window:
        """The window of the reference around the photo; all of it where the photo lies elsewhere or nowhere.

        Args:
            least: width and height in pixels of the reference, which the window has where the reference does. It
                reaches half a photo beyond the photo, too.
        """
        size = self._reference.width, self._reference.height
        if not self.known:
            return 0, 0, *size
        ends = np.linspace(0.0, 1.0, _LATTICE)
        found = self.points(*np.meshgrid(ends * self._photo.width, ends * self._photo.height))
        ranges = []
        for places, length, least_length in zip(found, size, least):
            if not np.isfinite(places).all() or places.min() >= length or places.max() <= 0:
                return 0, 0, *size
            reach = max(float(np.ptp(places)) / 2, (least_length - float(np.ptp(places))) / 2)
            first = int(max(0.0, places.min() - reach))
            ranges.append((first, int(min(length, math.ceil(places.max() + reach))) - first))
        (x, width), (y, height) = ranges
        return x, y, width, height

    def misses(self, window: Window) -> bool:
        """Whether a window of the photo lies off the reference for sure."""
        if self._bounds is None:
            return not self.known
        left, top, right, bottom = self._bounds
        xoff, yoff, width, height = window
        return xoff >= right or yoff >= bottom or xoff + width <= left or yoff + height <= top

    def _reach(self) -> Optional[Tuple[float, float, float, float]]:
        """Of the reference's edge in pixels of the photo, a little widened; None when some of it has no answer."""
        ends = np.linspace(0.0, 1.0, _LATTICE)
        x, y = np.meshgrid(ends * self._reference.width, ends * self._reference.height)
        if not self.pixel_for_pixel:
            x, y = _carried(self._reference, self._photo, x, y, self._same)
        if not (np.isfinite(x).all() and np.isfinite(y).all()):
            return None
        reach = 0.05 * max(np.ptp(x), np.ptp(y)) + 2.0
        return (
            float(x.min() - reach), float(y.min() - reach), float(x.max() + reach), float(y.max() + reach),
        )  # fmt: skip


def _carried(source: Grid, target: Grid, columns: Array, rows: Array, same: bool) -> Tuple[Array, Array]:
    x, y = source.to_map(columns, rows)
    if not same:
        try:
            moved = transform_points(source.crs, target.crs, x.ravel(), y.ravel())
        except InputError:
            return np.full(columns.shape, np.nan), np.full(columns.shape, np.nan)
        x, y = (np.where(np.isfinite(axis), axis, np.nan).reshape(columns.shape) for axis in moved)
    return target.to_pixel(x, y)


def _linear(at: Array, knots: Array) -> Array:
    """(len(at), len(knots)): weights of linear interpolation."""
    return np.stack([np.interp(at, knots, row) for row in np.eye(len(knots))], axis=1)
