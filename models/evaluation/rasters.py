"""A finished raster, the truth and what it was made from, opened as pairs of blocks."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Iterator, Optional, Tuple

import numpy as np

from ..errors import InputError
from ..feedback import Feedback
from ..inference.area import Area, Extent, pixel_window
from ..inference.tone import sample
from ..package.definition import ModelDefinition
from ..rasters.arrays import Array, DType
from ..rasters.calls import small_block_cache
from ..rasters.source import RasterSource, on_grid, open_raster
from .pairs import RasterPairs

Bands = Tuple[int, ...]
_ENDS = (0.1, 99.9)
BLOCK_CACHE = 256 << 20
"""Bytes for GDAL: a raster in strips is read block by block, and each strip only once if those of a row of blocks
find room."""


@dataclass(frozen=True)
class Layers:
    """Rasters by their names, and the numbers of their bands, empty for all.

    Attributes:
        result: what is judged; the others are brought onto its grid.
        truth: what it should be.
        before: what it was made from, "" when it is not known.
    """

    result: str
    truth: str
    before: str = ""
    result_bands: Bands = ()
    truth_bands: Bands = ()
    before_bands: Bands = ()


@dataclass(frozen=True)
class OpenPairs:
    """The blocks, and the truth as it is read; valid only inside ``with open_pairs(...)``."""

    pairs: RasterPairs
    truth: RasterSource


class Part:
    """The part of a raster that lies in an extent, read by its own columns and rows.

    Args:
        source: the raster.
        extent: in its CRS; empty for all of it.
    """

    def __init__(self, source: RasterSource, extent: Extent = ()) -> None:
        self._source, self.dtype, self.bands = source, source.dtype, source.bands
        self._offset = pixel_window(source.grid, extent)[:2] if extent else (0, 0)

    def read(self, xoff: int, yoff: int, width: int, height: int) -> Tuple[Array, Array]:
        """Values (C, height, width) and valid (height, width)."""
        return self._source.read(xoff + self._offset[0], yoff + self._offset[1], width, height)


@contextmanager
def open_pairs(
    layers: Layers, extent: Extent = (), mask: str = "", mask_layer: str = "", block_size: int = 0
) -> Iterator[OpenPairs]:
    """Open them.

    Args:
        layers: the rasters.
        extent: xmin, ymin, xmax, ymax in the CRS of the result; empty for all of it.
        mask, mask_layer: polygons outside of which nothing counts, "" for none.
        block_size: see :class:`RasterPairs`.

    Raises:
        InputError: a raster cannot be read, or their bands do not go together.
    """
    with open_raster(layers.result, layers.result_bands) as source:
        grid, bands = source.grid, source.bands
    chosen = truth_bands(layers.truth, layers.truth_bands, len(bands), Feedback(), fixed=bool(layers.result_bands))
    with ExitStack() as stack:
        area = stack.enter_context(Area(layers.result, bands[: len(chosen)], extent, mask, mask_layer))
        truth = stack.enter_context(on_grid(layers.truth, grid, chosen))
        before = stack.enter_context(on_grid(layers.before, grid, layers.before_bands)) if layers.before else None
        stack.enter_context(small_block_cache(BLOCK_CACHE))
        pairs = RasterPairs(
            area, Part(truth, extent), Part(before, extent) if before else None, truth.band_names, block_size
        )
        yield OpenPairs(pairs, truth)


def truth_bands(path: str, wanted: Bands, count: int, feedback: Feedback, fixed: bool = True) -> Bands:
    """The bands of the truth for ``count`` bands of the result.

    Args:
        path: the truth.
        wanted: the numbers that were asked for, empty for all, or for the first ones.
        count: how many the result has.
        feedback: is told which were taken.
        fixed: whether the result has just these; else it may leave its last ones out, and fewer come back.

    Raises:
        InputError: the numbers do not go together.
    """
    with RasterSource(path, wanted) as source:
        numbers = source.bands
    if len(numbers) == count or (len(numbers) < count and not fixed):
        return numbers
    if len(numbers) > count and not wanted:
        feedback.info(f"Of the {len(numbers)} bands of the truth, the first {count} are taken.")
        return numbers[:count]
    raise InputError(
        f"TRUTH {path} gives {len(numbers)} band(s) and the result has {count}; choose as many with TRUTH_BANDS."
    )


def data_range(
    asked: float, dtype: DType, definition: Optional[ModelDefinition] = None, truth: Optional[RasterSource] = None
) -> Tuple[float, str]:
    """The span of values that PSNR and SSIM refer to, and in words why it is that.

    Args:
        asked: by the user, 0 for automatic.
        dtype: of the truth.
        definition: of the model, if one is judged.
        truth: where there is none.

    Raises:
        InputError: the truth has no value, or only one.
    """
    if asked:
        return asked, "as DATA_RANGE says"
    if dtype == np.uint8:
        return 255.0, "the range of 8-bit values"
    if definition is not None:
        span = definition.training.get("data_range")
        if isinstance(span, float) and span > 0:
            return span, "as in the figures of its training"
        low, high = definition.output_range
        return high - low, f"the range that the model writes, {low:g} to {high:g}"
    pixels = np.zeros((1, 0)) if truth is None else sample(truth).astype(np.float64)
    where = "" if truth is None else f" {truth.path}"
    if not pixels.shape[1]:
        raise InputError(f"TRUTH{where} has no valid pixel where the result lies; choose another raster.")
    ends = np.percentile(pixels, _ENDS, axis=1)
    low, high = float(ends[0].min()), float(ends[1].max())
    if high <= low:
        raise InputError(f"TRUTH{where} has one value only, so that PSNR and SSIM have nothing to refer to.")
    return high - low, f"that of the truth but for its extreme thousandths, {low:g} to {high:g}"
