"""The part of a raster that is to be translated: an extent of whole pixels, and polygons."""

from __future__ import annotations

import math
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Optional, Sequence, Tuple, Type

import numpy as np
from numpy.typing import NDArray

from ..chips.pair import luma
from ..errors import InputError
from ..rasters.grid import Grid
from ..rasters.polygons import PolygonMask
from ..rasters.source import RasterSource, Window, open_raster

Extent = Tuple[float, ...]
LUMA = 0
"""A band number that no band has: the luma of the raster's colours."""


class Area:
    """A window of a raster, read like a raster of its own; a context manager.

    Args:
        path, bands: see :class:`RasterSource`; ``(LUMA,)`` for the luma of the bands by :func:`colour_bands`.
        extent: (xmin, ymin, xmax, ymax) in the raster's CRS; empty for all of it. Every pixel that it touches counts.
        mask, mask_layer: polygons outside of which pixels are not valid, "" for none.

    Attributes:
        grid: the window's own.
        bands, dtype, nodata, scaling, files: those of the raster.
        regular: whether the pixels are the raster's own; else they are resampled, see :func:`open_raster`.
        has_mask: whether there may be invalid pixels.

    Raises:
        InputError: the raster cannot be read, or extent or mask do not reach it.
    """

    def __init__(
        self, path: str, bands: Sequence[int], extent: Extent = (), mask: str = "", mask_layer: str = ""
    ) -> None:
        with ExitStack() as stack:
            self._grey = tuple(bands) == (LUMA,)
            self._source = stack.enter_context(open_raster(path, _colour_bands_of(path) if self._grey else bands))
            whole = self._source.grid
            self._window = pixel_window(whole, extent) if extent else (0, 0, whole.width, whole.height)
            self.grid = whole.window(*self._window)
            self._mask = stack.enter_context(PolygonMask(mask, mask_layer, self.grid)) if mask else None
            self._stack = stack.pop_all()
        self.bands = (LUMA,) if self._grey else self._source.bands
        self.dtype: np.dtype[Any] = self._source.dtype
        self.nodata = self._source.nodata
        self.scaling = self._source.scaling
        self.regular = self._source.view is None
        self.files = self._source.files
        self.has_mask = self._source.has_mask or self._mask is not None

    def read(
        self, xoff: int, yoff: int, width: int, height: int
    ) -> Tuple[NDArray[np.generic], NDArray[np.bool_]]:
        """Values (C, height, width) and valid (height, width) of a window that lies in the area."""
        valid = None if self._mask is None else self._mask.read(xoff, yoff, width, height)
        if (valid is not None and not valid.any()) or Area.empty(self, xoff, yoff, width, height):
            return np.zeros((len(self.bands), height, width), self.dtype), np.zeros((height, width), bool)
        values, own = self._source.read(self._window[0] + xoff, self._window[1] + yoff, width, height)
        if self._grey:
            values = luma(values, own, self.nodata)
        return values, own if valid is None else own & valid

    def empty(self, xoff: int, yoff: int, width: int, height: int) -> bool:
        """Whether a window is known, without being read, to hold no valid pixel."""
        if self._mask is not None and self._mask.empty(xoff, yoff, width, height):
            return True
        return self._source.empty(self._window[0] + xoff, self._window[1] + yoff, width, height)

    def __enter__(self) -> Area:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        self._stack.close()


def colour_bands(source: RasterSource) -> Tuple[int, ...]:
    """Numbers of the bands called red, green and blue; those of a raster of three bands without names, too.

    Returns:
        three numbers, or none where it is unclear which they are.
    """
    called = [{label.casefold() for label in labels} for labels in source.band_labels]
    found = [[n for n, names in zip(source.bands, called) if color in names] for color in ("red", "green", "blue")]
    if all(len(numbers) == 1 for numbers in found):
        return tuple(numbers[0] for numbers in found)
    return source.bands if len(source.bands) == 3 and not any(called) else ()


def _colour_bands_of(path: str) -> Tuple[int, ...]:
    with RasterSource(path) as source:
        numbers = colour_bands(source)
    if not numbers:
        raise InputError(f"{path} has no bands of which it is known that they are red, green and blue; name a band.")
    return numbers


def pixel_window(grid: Grid, extent: Extent) -> Window:
    """The pixels of ``grid`` that an extent touches, as column, row, width and height.

    Raises:
        InputError: it is no extent, or lies outside the raster.
    """
    if len(extent) != 4 or not all(map(math.isfinite, extent)) or extent[0] >= extent[2] or extent[1] >= extent[3]:
        raise InputError(f"EXTENT {extent} must be xmin, ymin, xmax, ymax with xmin < xmax and ymin < ymax.")
    xmin, ymin, xmax, ymax = extent
    columns, rows = grid.to_pixel(np.array([xmin, xmax, xmax, xmin]), np.array([ymin, ymin, ymax, ymax]))
    tolerance = 1e-3
    left, right = math.floor(columns.min() + tolerance), math.ceil(columns.max() - tolerance)
    top, bottom = math.floor(rows.min() + tolerance), math.ceil(rows.max() - tolerance)
    left, top, right, bottom = max(left, 0), max(top, 0), min(right, grid.width), min(bottom, grid.height)
    if right <= left or bottom <= top:
        raise InputError("EXTENT lies outside the input raster; draw it over the raster, or leave it empty.")
    return left, top, right - left, bottom - top
