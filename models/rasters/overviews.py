"""Overviews of a raster that is being written, by the mean of two by two valid pixels.

GDAL's own way passes over every pixel at the end, which takes half a minute for an empty band of 100,000 x 100,000;
this one leaves out the blocks that were never written, can be cancelled, and makes the largest overview, three
quarters of the work, from the pixels that are being written instead of reading them again.
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


class Overviews:
    """The internal overviews of a GeoTIFF that is open for writing, as yet without a pixel.

    Args:
        dataset: all its bands are of ``dtype``.
        nodata: pixels that take no part; an overview pixel without any other is NoData.
        masked: the dataset has a mask band in place of a NoData value; its overviews get theirs.

    Raises:
        GdalFailure: the disk is full.
    """

    def __init__(self, dataset: Dataset, dtype: DType, nodata: Optional[float], masked: bool = False) -> None:
        self._dataset, self._dtype, self._nodata, self._masked = dataset, dtype, nodata, masked
        self._levels = factors(dataset.RasterXSize, dataset.RasterYSize)
        self._even = True
        if self._levels:
            checked(dataset.BuildOverviews, "NONE", self._levels)

    def add(self, xoff: int, yoff: int, values: Array) -> None:
        """Take a window that has been written, and is not written again.

        Args:
            values: (bands, height, width).

        Raises:
            GdalFailure: the disk is full.
        """
        ends = (xoff + values.shape[2], self._dataset.RasterXSize), (yoff + values.shape[1], self._dataset.RasterYSize)
        self._even &= xoff % 2 == yoff % 2 == 0 and all(end % 2 == 0 or end == size for end, size in ends)
        if not self._levels or not self._even:
            return
        for target, band in zip(self._bands(1), values):
            self._write(target, xoff // 2, yoff // 2, halve(band, self._nodata))

    def finish(self, check: Callable[[], None]) -> None:
        """Make what is missing: all but the first level, or that too when a window cut through its pixels.

        Args:
            check: is called often, and may raise to stop.

        Raises:
            GdalFailure: the disk is full.
        """
        checked(self._dataset.FlushCache, strict=True)
        for level in range(2 if self._even else 1, len(self._levels) + 1):
            finer, coarser = self._bands(level - 1), self._bands(level)
            for window in _windows(coarser[0].XSize, coarser[0].YSize):
                check()
                for source, target in zip(finer, coarser):
                    self._fill(source, target, window)
            checked(self._dataset.FlushCache, strict=True)

    def _bands(self, level: int) -> List[Dataset]:
        bands = [self._dataset.GetRasterBand(number) for number in range(1, self._dataset.RasterCount + 1)]
        return [band.GetOverview(level - 1) for band in bands] if level else bands

    def _fill(self, source: Dataset, target: Dataset, window: Window) -> None:
        x, y, width, height = window
        wide, high = min(2 * width, source.XSize - 2 * x), min(2 * height, source.YSize - 2 * y)
        if _bands.never_written(source, (2 * x, 2 * y, wide, high)):
            return
        area = (2 * x, 2 * y, wide, high)
        data = checked(source.ReadRaster, *area, buf_type=_bands.gdal_type(self._dtype))
        values = np.frombuffer(data, self._dtype).reshape(high, wide)
        if self._masked and self._nodata is not None:
            values = with_nodata(values, _bands.mask(source, area), self._nodata)
        self._write(target, x, y, halve(values, self._nodata))

    def _write(self, band: Dataset, x: int, y: int, values: Array) -> None:
        if self._masked:
            valid = is_valid(values, self._nodata)
            _bands.write_mask(band, x, y, valid)
            values = _bands.filled(values, valid)
        height, width = values.shape
        checked(band.WriteRaster, x, y, width, height, values.tobytes(), buf_type=_bands.gdal_type(values.dtype))


def _windows(width: int, height: int) -> Iterator[Window]:
    for y in range(0, height, _STEP):
        for x in range(0, width, _STEP):
            yield x, y, min(_STEP, width - x), min(_STEP, height - y)


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
    valid = is_valid(parts, nodata)
    if valid.all():
        return _rounded(parts.mean(axis=0, dtype=exact), values.dtype)
    count = valid.sum(axis=0)
    total = np.where(valid, parts, np.zeros((), values.dtype)).sum(axis=0, dtype=exact)
    halved = _rounded(total / np.maximum(count, 1), values.dtype)
    halved[count == 0] = nodata if nodata is not None else 0
    return halved


def with_nodata(values: Array, valid: Array, nodata: float) -> Array:
    """NoData where ``valid`` is False, and there only: a valid pixel of that value is moved by one step."""
    result = values.copy()
    if nodata == nodata:
        result[result == nodata] = step_from(nodata, values.dtype)
    result[~valid] = nodata
    return result


def step_from(value: float, dtype: DType) -> float:
    """The value of a type that comes next to one."""
    if dtype.kind == "f":
        return float(np.nextafter(dtype.type(value), dtype.type(np.inf)))
    return value + 1 if value < np.iinfo(dtype).max else value - 1


def is_valid(values: Array, nodata: Optional[float]) -> Array:
    """Where values are not NoData."""
    if nodata is None:
        return np.ones(values.shape, bool)
    return ~np.isnan(values) if np.isnan(nodata) else np.asarray(values != values.dtype.type(nodata))


def _rounded(mean: Array, dtype: DType) -> Array:
    return (mean if dtype.kind == "f" else np.rint(mean)).astype(dtype)
