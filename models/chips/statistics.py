"""Band statistics over the valid pixels of many chips, computed in one pass and mergeable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, Mapping, Optional, Sequence, Tuple

import numpy as np

from ..rasters.arrays import Array, dtype_name

_CHUNK, _ROW = 1 << 20, 256


@dataclass(frozen=True)
class BandStatistics:
    """What the valid pixels of one band look like; ``std`` is the population standard deviation.

    A band without a single valid pixel has 0 everywhere.
    """

    name: str
    dtype: str
    minimum: float
    maximum: float
    mean: float
    std: float

    def to_json(self) -> Dict[str, Any]:
        """The fields as JSON values."""
        return dict(vars(self))

    @staticmethod
    def from_json(values: Mapping[str, Any]) -> BandStatistics:
        """The inverse of :meth:`to_json`.

        Raises:
            KeyError, OverflowError, TypeError, ValueError: a field is missing or not of its type.
        """
        numbers = [float(values[key]) for key in ("minimum", "maximum", "mean", "std")]
        if not np.isfinite(numbers).all() or numbers[0] > numbers[1]:
            raise ValueError(f"the statistics of band {values['name']} are not finite, or in disorder")
        return BandStatistics(str(values["name"]), dtype_name(values["dtype"]), *numbers)


class RunningStatistics:
    """Minimum, maximum, mean and sum of squared deviations of each band, over any number of chips.

    Parts are merged by the pairwise formula of Chan, Golub and LeVeque (1979), so that the result does not lose
    digits however many pixels come in, and parts that were computed side by side can be added.

    Args:
        bands: number of bands.
    """

    def __init__(self, bands: int) -> None:
        self.count = 0
        self.minimum = np.full(bands, np.inf)
        self.maximum = np.full(bands, -np.inf)
        self.mean = np.zeros(bands)
        self.m2 = np.zeros(bands)

    @staticmethod
    def of(values: Array, valid: Optional[Array] = None) -> RunningStatistics:
        """The statistics of one chip.

        Args:
            values: (C, H, W), any real dtype.
            valid: (H, W) bool; None when every pixel is valid.
        """
        part = RunningStatistics(values.shape[0])
        pixels = values.reshape(values.shape[0], -1)
        if valid is not None and not valid.all():
            pixels = pixels[:, valid.ravel()]
        for start in range(0, pixels.shape[1], _CHUNK):
            part.merge(_measured(pixels[:, start : start + _CHUNK]))
        return part

    @staticmethod
    def restored(bands: Sequence[BandStatistics], count: int) -> RunningStatistics:
        """The state that has led to ``bands`` over ``count`` pixels each."""
        state = RunningStatistics(len(bands))
        if count:
            state.count = count
            state.minimum = np.array([band.minimum for band in bands])
            state.maximum = np.array([band.maximum for band in bands])
            state.mean = np.array([band.mean for band in bands])
            state.m2 = np.array([band.std**2 * count for band in bands])
        return state

    @np.errstate(over="ignore", invalid="ignore")
    def merge(self, other: RunningStatistics) -> None:
        """Take in the pixels that ``other`` has seen."""
        total = self.count + other.count
        if not other.count:
            return
        delta = other.mean - self.mean
        self.m2 += other.m2 + delta**2 * (self.count * other.count / total)
        self.mean += delta * (other.count / total)
        self.minimum = np.minimum(self.minimum, other.minimum)
        self.maximum = np.maximum(self.maximum, other.maximum)
        self.count = total

    def bands(self, names: Sequence[str], dtype: str) -> Tuple[BandStatistics, ...]:
        """One :class:`BandStatistics` a band.

        Args:
            names: a name for each band.
            dtype: NumPy name of the pixels' type.
        """
        if not self.count:
            return tuple(BandStatistics(name, dtype, 0.0, 0.0, 0.0, 0.0) for name in names)
        # Squares of values beyond 1e154 are infinite.
        std = np.nan_to_num(np.sqrt(self.m2 / self.count))
        mean = np.clip(np.nan_to_num(self.mean), self.minimum, self.maximum)
        return tuple(
            BandStatistics(name, dtype, float(low), float(high), float(middle), float(spread))
            for name, low, high, middle, spread in zip(names, self.minimum, self.maximum, mean, std)
        )


@np.errstate(over="ignore", invalid="ignore")
def _measured(pixels: Array) -> RunningStatistics:
    """The statistics of (C, N) pixels, 1 <= N <= _CHUNK; exact sums for types of up to 16 bits."""
    part = RunningStatistics(pixels.shape[0])
    part.count = pixels.shape[1]
    part.minimum = pixels.min(axis=1).astype(np.float64)
    part.maximum = pixels.max(axis=1).astype(np.float64)
    if pixels.dtype.kind in "iu" and pixels.dtype.itemsize <= 2:
        total, squares = _sums(pixels)
        part.mean = total / part.count
        spread = [part.count * int(square) - int(each) ** 2 for square, each in zip(squares, total)]
        part.m2 = np.array([each / part.count for each in spread])
    else:
        exact = pixels.astype(np.float64)
        part.mean = exact.mean(axis=1)
        exact -= part.mean[:, None]
        part.m2 = np.einsum("ij,ij->i", exact, exact)
    return part


def _sums(pixels: Array) -> Tuple[Array, Array]:
    """Exact sums of (C, N) small integers and of their squares, as float64.

    A row of 256 squares of bytes stays below 2**24, which float32 holds in half the time; the others stay below 2**53.
    ``einsum`` is used because a dot product wakes the threads of BLAS, and several callers would stand in their way.
    """
    bands, count = pixels.shape
    if pixels.dtype.itemsize == 1 and count % _ROW == 0:
        rows = pixels.astype(np.float32).reshape(bands, -1, _ROW)
        total = rows.sum(axis=2).sum(axis=1, dtype=np.float64)
        return total, np.einsum("ijk,ijk->ij", rows, rows).sum(axis=1, dtype=np.float64)
    exact = pixels.astype(np.float64)
    return exact.sum(axis=1), np.einsum("ij,ij->i", exact, exact)
