"""Overviews of a raster that is being written, by the mean of two by two valid pixels.

GDAL's own way passes over every pixel, which takes half a minute for an empty band of 100,000 x 100,000; this one
leaves out the blocks that were never written, and can be cancelled.
"""

from __future__ import annotations

from typing import Callable, Iterator, List, Optional

import numpy as np

from . import bands as _bands
from .arrays import Array, DType
from .calls import Dataset, checked
from .source import Window

SMALLEST = 256
_STEP = 1024


def factors(width: int, height: int) -> List[int]:
    """2, 4, 8, ... until the longer side is at most :data:`SMALLEST` pixels."""
    result: List[int] = []
    while max(width, height) / 2 ** len(result) > SMALLEST:
        result.append(2 ** (len(result) + 1))
    return result


def build_overviews(dataset: Dataset, dtype: DType, nodata: Optional[float], check: Callable[[], None]) -> None:
    """Add internal overviews to a GeoTIFF that is open for writing.

    Args:
        dataset: all its bands are of ``dtype``.
        nodata: pixels that take no part; an overview pixel without any other is NoData.
        check: is called often, and may raise to stop.

    Raises:
        GdalFailure: the disk is full.
    """
    checked(dataset.FlushCache, strict=True)
    levels = factors(dataset.RasterXSize, dataset.RasterYSize)
    if not levels:
        return
    checked(dataset.BuildOverviews, "NONE", levels)
    bands = [dataset.GetRasterBand(number) for number in range(1, dataset.RasterCount + 1)]
    finer = bands
    for level in range(len(levels)):
        coarser = [band.GetOverview(level) for band in bands]
        for window in _windows(coarser[0].XSize, coarser[0].YSize):
            check()
            for source, target in zip(finer, coarser):
                _fill(source, target, window, dtype, nodata)
        checked(dataset.FlushCache, strict=True)
        finer = coarser


def _windows(width: int, height: int) -> Iterator[Window]:
    for y in range(0, height, _STEP):
        for x in range(0, width, _STEP):
            yield x, y, min(_STEP, width - x), min(_STEP, height - y)


def _fill(source: Dataset, target: Dataset, window: Window, dtype: DType, nodata: Optional[float]) -> None:
    x, y, width, height = window
    wide, high = min(2 * width, source.XSize - 2 * x), min(2 * height, source.YSize - 2 * y)
    if _bands.never_written(source, (2 * x, 2 * y, wide, high)):
        return
    code = _bands.gdal_type(dtype)
    data = checked(source.ReadRaster, 2 * x, 2 * y, wide, high, buf_type=code)
    halved = halve(np.frombuffer(data, dtype).reshape(high, wide), nodata)
    checked(target.WriteRaster, x, y, width, height, halved.tobytes(), buf_type=code)


def halve(values: Array, nodata: Optional[float]) -> Array:
    """The mean of each two by two pixels, NoData left out; odd sides are completed by their last pixels.

    Args:
        values: (H, W).

    Returns:
        (ceil(H / 2), ceil(W / 2)) of the same type.
    """
    height, width = values.shape
    values = np.pad(values, ((0, height % 2), (0, width % 2)), mode="edge")
    exact = np.float64 if values.dtype.itemsize > 2 else np.float32
    parts = np.stack([values[row::2, column::2] for row in (0, 1) for column in (0, 1)])
    valid = _valid(parts, nodata)
    if valid.all():
        return _rounded(parts.mean(axis=0, dtype=exact), values.dtype)
    count = valid.sum(axis=0)
    total = np.where(valid, parts, np.zeros((), values.dtype)).sum(axis=0, dtype=exact)
    halved = _rounded(total / np.maximum(count, 1), values.dtype)
    halved[count == 0] = nodata if nodata is not None else 0
    return halved


def _valid(values: Array, nodata: Optional[float]) -> Array:
    if nodata is None:
        return np.ones(values.shape, bool)
    return ~np.isnan(values) if np.isnan(nodata) else np.asarray(values != values.dtype.type(nodata))


def _rounded(mean: Array, dtype: DType) -> Array:
    return (mean if dtype.kind == "f" else np.rint(mean)).astype(dtype)
