"""Input and target raster on one grid."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import PurePath
from types import TracebackType
from typing import Optional, Sequence, Tuple, Type

import numpy as np

from ..errors import InputError
from ..feedback import Feedback
from ..rasters.arrays import Array, DType
from ..rasters.grid import Grid
from ..rasters.source import RasterSource, Window, on_grid
from ..rasters.warp import WarpedSource
from .grids import common_grid, common_window, overlap, pixel_ratio
from .statistics import BandStatistics

_LUMA = (299, 587, 114)  # thousandths, ITU-R BT.601
_LARGEST_MAGNIFICATION = 2.0


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
        target: path of the target raster.
        target_bands: its band numbers; empty for all.
        input_path: path of the input raster; "" for the luma of the target's first three bands.
        input_bands: its band numbers; empty for all.
        resampling: how a raster is brought onto the common grid where its own differs.
        feedback: told when a raster is warped.
        grid: whose pixels the common grid has: "target", "input" or "finer".
        cell_size: of the common grid in units of its CRS; 0 for what it is.

    Attributes:
        grid: the common grid.
        target_grid: the grid of the target's file.
        area: the part of the common grid in which both rasters may have pixels.
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
        *,
        grid: str = "target",
        cell_size: float = 0.0,
    ) -> None:
        self.target_grid = _grid_of(target)
        input_grid = _grid_of(input_path) if input_path else None
        self.grid: Grid = common_grid(self.target_grid, input_grid, grid, cell_size)
        self.area: Window = (0, 0, self.grid.width, self.grid.height)
        with ExitStack() as stack:
            self._target = stack.enter_context(on_grid(target, self.grid, target_bands, resampling))
            self.b = _domain(self._target)
            self._input: Optional[RasterSource] = None
            if input_path:
                self._input = stack.enter_context(on_grid(input_path, self.grid, input_bands, resampling))
                self.a = _domain(self._input)
            elif len(self.b.band_names) < 3:
                raise InputError(
                    f"The grey of {target} needs three target bands and {len(self.b.band_names)} "
                    "are chosen; choose an INPUT raster instead."
                )
            else:
                self.a = Domain(self.b.source, ("Luma",), self.b.dtype, self.b.nodata)
            self._sources = tuple(source for source in (self._input, self._target) if source is not None)
            self.has_mask: bool = any(source.has_mask for source in self._sources)
            for source in self._sources:
                self._place(source, feedback)
            self._warn_of_magnification(feedback)
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

    def read_turned(self, xoff: int, yoff: int, size: int, degrees: float) -> Tuple[Array, Array, Array]:
        """A square window of the grid turned about its centre, see :meth:`RasterSource.read_turned`."""
        b, valid = self._target.read_turned(xoff, yoff, size, degrees)
        if self._input is None:
            return luma(b, valid, self.a.nodata), b, valid
        a, valid_a = self._input.read_turned(xoff, yoff, size, degrees)
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

    def _place(self, source: RasterSource, feedback: Feedback) -> None:
        """Narrow the area to what ``source`` covers, and tell what becomes of its pixels."""
        if source.file_grid.georeferenced and self.grid.georeferenced:
            window = overlap(source.file_grid, self.grid, source.path)
            self.area = common_window(
                self.area, window, "INPUT and TARGET do not overlap; choose rasters of the same place."
            )
        warped = isinstance(source, WarpedSource)
        if source.paletted:
            feedback.info(f"{source.path} holds numbers of colours in a table; the chips hold the colours.")
        if source.scaling:
            scale, offset, unit = source.scaling
            feedback.info(
                f"The bands of {source.path} are to be multiplied by {scale:g} with {offset:g} added"
                f"{f' ({unit})' if unit else ''}; the chips hold the values as they are stored."
            )
        if not warped:
            return
        feedback.info(
            f"{source.path} lies on another grid than the chips and is resampled onto it ({source.resampling})."
        )
        if source.resampling == "nearest":
            feedback.warning(
                f"RESAMPLING nearest shifts pixels of {source.path} by up to half a pixel, so that input and target "
                "do not fit exactly; choose bilinear or cubic for pictures."
            )

    def _warn_of_magnification(self, feedback: Feedback) -> None:
        if all(pixel_ratio(source.file_grid, self.grid) > _LARGEST_MAGNIFICATION for source in self._sources):
            feedback.warning(
                "The pixels of the chips are less than half as wide as those of the rasters, so that they show no more "
                "detail; choose a larger CELL_SIZE."
            )


def luma(values: Array, valid: Array, nodata: Optional[float]) -> Array:
    """Rec. 601 luma of the first three bands, rounded to the bands' type.

    Args:
        values: (C, H, W), C at least 3.
        valid: (H, W) bool; elsewhere the result is ``nodata``, where there is one.
        nodata: NoData value.

    Returns:
        (1, H, W) in the dtype of ``values``.
    """
    exact = values.dtype.kind != "f" and values.dtype.itemsize < 8
    red, green, blue = values[:3].astype(np.int64 if exact else np.float64)
    with np.errstate(over="ignore", invalid="ignore"):
        total = _LUMA[0] * red + _LUMA[1] * green + _LUMA[2] * blue
        grey = np.asarray((total + 500) // 1000 if exact else total / 1000.0)
    if not exact:
        beyond = np.isinf(total)  # a thousand times the largest numbers
        grey[beyond] = sum(weight / 1000.0 * band[beyond] for weight, band in zip(_LUMA, (red, green, blue)))
    if nodata is not None:
        grey[~valid] = nodata
    if values.dtype.kind != "f" and not exact:
        limits = np.iinfo(values.dtype)
        grey = np.clip(np.rint(grey), limits.min, np.nextafter(float(limits.max), 0.0))
    return grey[None].astype(values.dtype)


def _grid_of(path: str) -> Grid:
    with RasterSource(path) as source:
        return source.file_grid


def _domain(source: RasterSource) -> Domain:
    return Domain(PurePath(source.path).name, source.band_names, source.dtype, source.nodata)
