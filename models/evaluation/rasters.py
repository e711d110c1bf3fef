"""A finished raster, the truth and what it was made from, opened as pairs of blocks."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Iterator, Tuple

from ..errors import InputError
from ..feedback import Feedback
from ..inference.area import Area, Extent, pixel_window
from ..rasters.arrays import Array
from ..rasters.calls import small_block_cache
from ..rasters.source import RasterSource, on_grid, open_raster
from .pairs import RasterPairs

Bands = Tuple[int, ...]
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
