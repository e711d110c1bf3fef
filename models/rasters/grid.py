"""Where the pixels of a raster lie."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Optional, Tuple

import numpy as np

from ..errors import InputError
from .arrays import Array
from .crs import same_crs

NO_GEOTRANSFORM = (0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
"""What GDAL answers for a raster without a georeference."""
_FARTHEST = 1e12
"""In units of any CRS; the earth's circumference has 4e10 mm."""


@dataclass(frozen=True)
class Grid:
    """Size, geotransform and coordinate reference system of a raster.

    Attributes:
        width: columns.
        height: rows.
        geotransform: six numbers in GDAL's order; north-up, south-up or rotated
            (https://gdal.org/tutorials/geotransforms_tut.html).
        crs: WKT, "" when unknown.
    """

    width: int
    height: int
    geotransform: Tuple[float, ...] = NO_GEOTRANSFORM
    crs: str = ""

    def __post_init__(self) -> None:
        if self.width < 1 or self.height < 1:
            raise InputError(f"A grid of {self.width} x {self.height} pixels is empty; choose another extent.")
        try:
            object.__setattr__(self, "geotransform", tuple(float(number) for number in self.geotransform))
        except (OverflowError, TypeError, ValueError) as error:
            raise InputError(f"The geotransform is not usable ({error}); georeference the raster again.") from error
        if len(self.geotransform) != 6 or not (self._invertible and self._on_any_map):
            raise InputError(f"The geotransform {self.geotransform} is not usable; georeference the raster again.")

    @property
    def _invertible(self) -> bool:
        return all(map(math.isfinite, self.geotransform)) and 0 < abs(self._determinant) < math.inf

    @property
    def _on_any_map(self) -> bool:
        """GDAL and PROJ may compute for ever on coordinates that are beyond all measure."""
        return all(np.abs(axis).max() < _FARTHEST for axis in self.corners())

    @property
    def _determinant(self) -> float:
        _, a, b, _, d, e = self.geotransform
        return a * e - b * d

    @property
    def georeferenced(self) -> bool:
        """Whether the pixels are known to lie anywhere."""
        return bool(self.crs) or self.geotransform != NO_GEOTRANSFORM

    @property
    def cell_size(self) -> Tuple[float, float]:
        """Width and height of a pixel, positive, in units of the CRS."""
        _, a, b, _, d, e = self.geotransform
        return math.hypot(a, d), math.hypot(b, e)

    def to_map(self, columns: Array, rows: Array) -> Tuple[Array, Array]:
        """Pixel coordinates (0, 0 is the outer corner of the first pixel) to map coordinates."""
        x0, a, b, y0, d, e = self.geotransform
        return x0 + a * columns + b * rows, y0 + d * columns + e * rows

    def to_pixel(self, x: Array, y: Array) -> Tuple[Array, Array]:
        """Map coordinates to pixel coordinates; the inverse of :meth:`to_map`."""
        x0, a, b, y0, d, e = self.geotransform
        return (e * (x - x0) - b * (y - y0)) / self._determinant, (a * (y - y0) - d * (x - x0)) / self._determinant

    def corners(self) -> Tuple[Array, Array]:
        """Map coordinates of the four outer corners, going round from the first pixel."""
        return self.to_map(np.array([0.0, self.width, self.width, 0.0]), np.array([0.0, 0.0, self.height, self.height]))

    def extent(self) -> Tuple[float, float, float, float]:
        """(xmin, ymin, xmax, ymax) of the corners in units of the CRS."""
        x, y = self.corners()
        return float(x.min()), float(y.min()), float(x.max()), float(y.max())

    def window(self, xoff: int, yoff: int, width: int, height: int) -> Grid:
        """The grid of a window whose first pixel is column ``xoff``, row ``yoff`` of this one."""
        x0, a, b, y0, d, e = self.geotransform
        origin = (x0 + a * xoff + b * yoff, y0 + d * xoff + e * yoff)
        return Grid(width, height, (origin[0], a, b, origin[1], d, e), self.crs)

    def turned(self, degrees: float) -> Grid:
        """The grid of the same size about the same centre whose picture is turned counter-clockwise.

        The turn is one of pixels: a quarter turn is ``np.rot90``, bit for bit, whatever the shape of the cells.

        Args:
            degrees: a grid that is not square is turned within its own width and height.
        """
        x0, a, b, y0, d, e = self.geotransform
        cos, sin = turn(degrees)
        p, q = a * cos + b * sin, b * cos - a * sin
        r, s = d * cos + e * sin, e * cos - d * sin
        across, down = self.width / 2, self.height / 2
        x = x0 + (a - p) * across + (b - q) * down
        y = y0 + (d - r) * across + (e - s) * down
        return Grid(self.width, self.height, (x, p, q, y, r, s), self.crs)

    def with_cells(self, size: float) -> Grid:
        """The grid of square cells of ``size`` units from the same origin, no larger than this one if it can be."""
        x0, a, b, y0, d, e = self.geotransform
        across, down = size / self.cell_size[0], size / self.cell_size[1]
        width, height = (max(1, math.floor(n / f + 1e-6)) for n, f in ((self.width, across), (self.height, down)))
        return Grid(width, height, (x0, a * across, b * down, y0, d * across, e * down), self.crs)

    def on_map(self) -> Grid:
        """The grid as QGIS shows it: without a georeference the rows go down from 0."""
        return self if self.georeferenced else Grid(self.width, self.height, (0.0, 1.0, 0.0, 0.0, 0.0, -1.0))

    def offset_of(self, other: Grid, tolerance: float = 0.01) -> Optional[Tuple[int, int]]:
        """Column and row of ``other``'s first pixel, when its pixels coincide with pixels of this grid.

        Args:
            tolerance: how far, in pixels, a corner may lie from where it should.

        Returns:
            None when the pixels do not coincide. The CRS is not looked at.
        """
        with np.errstate(all="ignore"):
            columns, rows = self.to_pixel(*other.corners())
        if not (np.isfinite(columns).all() and np.isfinite(rows).all()):
            return None
        xoff, yoff = round(float(columns[0])), round(float(rows[0]))
        expected_columns = xoff + np.array([0.0, other.width, other.width, 0])
        expected_rows = yoff + np.array([0.0, 0.0, other.height, other.height])
        worst = max(np.abs(columns - expected_columns).max(), np.abs(rows - expected_rows).max())
        return (xoff, yoff) if worst <= tolerance else None

    def same_as(self, other: Grid, tolerance: float = 0.01) -> bool:
        """Whether both have the same size and CRS, and every corner within ``tolerance`` pixels."""
        same_size = (self.width, self.height) == (other.width, other.height)
        return same_size and self.offset_of(other, tolerance) == (0, 0) and same_crs(self.crs, other.crs)


def turn(degrees: float) -> Tuple[float, float]:
    """Cosine and sine of an angle, exact for quarter turns."""
    quarters, rest = divmod(degrees % 360.0, 90.0)
    if not rest:
        return ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))[int(quarters)]
    return math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
