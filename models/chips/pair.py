"""Input and target raster on one grid."""

from __future__ import annotations

import math
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import PurePath
from types import TracebackType
from typing import Optional, Sequence, Tuple, Type

import numpy as np

from ..errors import InputError
from ..feedback import Feedback
from ..rasters.arrays import Array, DType
from ..rasters.crs import same_crs, transform_points
from ..rasters.grid import Grid
from ..rasters.source import RasterSource, Window, on_grid
from ..rasters.warp import WarpedSource
from .statistics import BandStatistics

_LUMA = (299, 587, 114)  # thousandths, ITU-R BT.601
_EDGE_POINTS = 65


@dataclass(frozen=True)
class Domain:
    """What the chips of A (input) or B (target) hold.

    Attributes:
        source: file name of the raster.
        band_names: a name for each band.
        dtype: type of the pixels.
        nodata: NoData value, None without one.
        statistics: of each band over the valid pixels of the chips; None while unknown.
    """

    source: str
    band_names: Tuple[str, ...]
    dtype: DType
    nodata: Optional[float]
    statistics: Optional[Tuple[BandStatistics, ...]] = None

    @property
    def bytes_per_pixel(self) -> int:
        """Of all bands together."""
        return len(self.band_names) * self.dtype.itemsize


class RasterPair:
    """Reads the same window of both rasters; a context manager.

    Args:
        target: path of the target raster, whose grid both share.
        target_bands: its band numbers; empty for all.
        input_path: path of the input raster; "" for the luma of the target's first three bands.
        input_bands: its band numbers; empty for all.
        resampling: how the input is brought onto the target's grid where the two differ.
        feedback: told when the input is warped.

    Attributes:
        grid: the target's grid.
        area: the part of it in which both rasters may have pixels.
        a, b: what the two hold.
        has_mask: whether there may be invalid pixels.

    Raises:
        InputError: a raster cannot be read, lacks a band, or the two do not overlap.
    """

    def __init__(
        self,
        target: str,
        target_bands: Sequence[int],
        input_path: str,
        input_bands: Sequence[int],
        resampling: str,
        feedback: Feedback,
    ) -> None:
        with ExitStack() as stack:
            self._target = stack.enter_context(RasterSource(target, target_bands))
            self.grid: Grid = self._target.grid
            self.area: Window = (0, 0, self.grid.width, self.grid.height)
            self.b = _domain(self._target)
            self._input: Optional[RasterSource] = None
            self.has_mask: bool = self._target.has_mask
            if input_path:
                self._input = stack.enter_context(self._open_input(input_path, input_bands, resampling, feedback))
                self.a = _domain(self._input)
                self.has_mask = self.has_mask or self._input.has_mask
            else:
                if len(self.b.band_names) < 3:
                    raise InputError(
                        f"The grey of {target} needs three target bands and {len(self.b.band_names)} "
                        "are chosen; choose an INPUT raster instead."
                    )
                self.a = Domain(self.b.source, ("Luma",), self.b.dtype, self.b.nodata)
            _warn_of_palettes((self._target, self._input), feedback)
            self._stack = stack.pop_all()

    def read(self, xoff: int, yoff: int, width: int, height: int) -> Tuple[Array, Array, Array]:
        """A window of the grid.

        Returns:
            a (Ca, height, width), b (Cb, height, width), valid (height, width) bool: True where both have data.

        Raises:
            InputError: a file is damaged.
        """
        b, valid = self._target.read(xoff, yoff, width, height)
        if self._input is None:
            return luma(b, valid, self.a.nodata), b, valid
        a, valid_a = self._input.read(xoff, yoff, width, height)
        return a, b, valid & valid_a

    def close(self) -> None:
        """Let go of both files."""
        self._stack.close()

    def __enter__(self) -> RasterPair:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        self.close()

    def _open_input(self, path: str, bands: Sequence[int], resampling: str, feedback: Feedback) -> RasterSource:
        source = on_grid(path, self.grid, bands, resampling)
        if isinstance(source, WarpedSource):
            feedback.info(f"{path} lies on another grid than the target and is resampled onto it ({resampling}).")
        if source.file_grid.georeferenced and self.grid.georeferenced:
            self.area = overlap(source.file_grid, self.grid, path)
        return source


def luma(values: Array, valid: Array, nodata: Optional[float]) -> Array:
    """Rec. 601 luma of the first three bands, rounded to the bands' type.

    Args:
        values: (C, H, W), C at least 3.
        valid: (H, W) bool; elsewhere the result is ``nodata``, where there is one.
        nodata: NoData value.

    Returns:
        (1, H, W) in the dtype of ``values``.
    """
    floating = values.dtype.kind == "f"
    red, green, blue = values[:3].astype(np.float64 if floating else np.int64)
    total = _LUMA[0] * red + _LUMA[1] * green + _LUMA[2] * blue
    grey = np.asarray(total / 1000.0 if floating else (total + 500) // 1000)
    if nodata is not None:
        grey[~valid] = nodata
    return grey[None].astype(values.dtype)


def overlap(own: Grid, grid: Grid, path: str) -> Window:
    """The smallest window of ``grid`` that holds all of it that ``own`` covers.

    Args:
        own: the other raster's grid.
        grid: the grid whose window is wanted; both have a CRS, or neither has.
        path: the other raster, for the message.

    Raises:
        InputError: the two do not overlap.
    """
    along = np.linspace(0.0, 1.0, _EDGE_POINTS)
    across, down = (part.ravel() for part in np.meshgrid(along * own.width, along * own.height))
    x, y = own.to_map(across, down)
    if not same_crs(own.crs, grid.crs):
        x, y = transform_points(own.crs, grid.crs, x, y)
    columns, rows = grid.to_pixel(x, y)
    finite = np.isfinite(columns) & np.isfinite(rows)
    slack = 1e-3  # pixels; rounding must not add an empty row or column
    if finite.any():
        left = max(0, math.floor(float(columns[finite].min()) + slack))
        top = max(0, math.floor(float(rows[finite].min()) + slack))
        right = min(grid.width, math.ceil(float(columns[finite].max()) - slack))
        bottom = min(grid.height, math.ceil(float(rows[finite].max()) - slack))
        if right > left and bottom > top:
            return left, top, right - left, bottom - top
    raise InputError(
        f"{path} and the target raster do not overlap; choose rasters of the same place, "
        "or check their coordinate reference systems."
    )


def _warn_of_palettes(sources: Sequence[Optional[RasterSource]], feedback: Feedback) -> None:
    for source in sources:
        if source is not None and source.paletted:
            feedback.warning(
                f"{source.path} holds numbers of colours in a table, which mean nothing to a model; "
                "convert it to RGB first (Raster > Conversion > PCT to RGB)."
            )


def _domain(source: RasterSource) -> Domain:
    return Domain(PurePath(source.path).name, source.band_names, source.dtype, source.nodata)
