"""The range of each band that a training works in, and the band's statistics, both of the training chips alone.

8-bit bands have all of their values. Others may hold a few pixels without meaning (a dead detector, an overflow) that
would make everything else look the same, so their range leaves extreme values out: it goes to the last values that are
no further than half the span of the middle 99.8 % beyond it. What has no such outliers keeps all of its values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Iterator, List, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from ..chips.statistics import BandStatistics, RunningStatistics
from ..errors import InputError

Array = NDArray[np.generic]
Numbers = NDArray[np.float64]
Range = Tuple[float, float]
Reader = Callable[[], Iterator[Tuple[Array, NDArray[np.bool_]]]]
"""Gives the chips of one side: (C, H, W) and where they are valid, (H, W)."""

REACH = 0.5
"""How far beyond its range, in spans of it, values still count for what they are: in what a network is shown and in the
truth that its figures are measured by."""
_TAIL = 0.001
_MARGIN = 0.5
_SAMPLED_PIXELS = 1_000_000


@dataclass(frozen=True)
class Values:
    """One side of the training chips.

    Attributes:
        bands: statistics of the values as a training is shown them, held within the band's range; ``minimum`` and
            ``maximum`` are that range.
        extremes: the smallest and the largest value of each band before.
        beyond: share of each band's values that lie outside its range, 0 to 1.
    """

    bands: Tuple[BandStatistics, ...]
    extremes: Tuple[Range, ...]
    beyond: Tuple[float, ...]

    @property
    def means(self) -> NDArray[np.float32]:
        """Of each band, (C, 1, 1)."""
        return _column([band.mean for band in self.bands])

    def limits(self, reach: float = 0.0) -> Tuple[Range, ...]:
        """What values of each band are held to: its range and ``reach`` times its span beyond; infinite for 8 bits."""
        if self.bands[0].dtype == "uint8":
            return ((-np.inf, np.inf),) * len(self.bands)
        spans = [reach * (band.maximum - band.minimum) for band in self.bands]
        return tuple((band.minimum - span, band.maximum + span) for band, span in zip(self.bands, spans))

    def hold(self, raw: NDArray[np.floating[Any]], reach: float = 0.0) -> None:
        """Bring (..., C, H, W) within :meth:`limits`, in place."""
        if self.bands[0].dtype != "uint8":
            low, high = zip(*self.limits(reach))
            np.clip(raw, _column(low), _column(high), out=raw)


def measured(read: Reader, count: int, bands: Sequence[BandStatistics], side: str) -> Values:
    """Range and statistics of the training chips.

    Args:
        read: the chips, from the first one at each call.
        count: how many they are.
        bands: names and types.
        side: ``input`` or ``target``, for messages.

    Raises:
        InputError: a band is the same everywhere, or holds what is no number.
    """
    dtype: np.dtype[Any] = np.dtype(bands[0].dtype)
    found = _counted(read, dtype, len(bands)) if dtype.itemsize <= 2 else _streamed(read, count, len(bands))
    for number, (part, _, _) in enumerate(found, start=1):
        if not np.isfinite(part.mean[0]):
            raise InputError(
                f"Band {number} of the {side} holds pixels that are no numbers and not marked as NoData; set their "
                "NoData value and export the training chips again."
            )
        if not part.count or not part.maximum[0] > part.minimum[0]:
            raise InputError(
                f"Band {number} of the {side} has the same value everywhere in the training chips; "
                "leave it out when exporting them."
            )
    return Values(
        tuple(part.bands([band.name], dtype.name)[0] for (part, _, _), band in zip(found, bands)),
        tuple(extremes for _, extremes, _ in found),
        tuple(beyond for _, _, beyond in found),
    )


_Found = Tuple[RunningStatistics, Range, float]


def _counted(read: Reader, dtype: np.dtype[Any], bands: int) -> List[_Found]:
    """By histograms, which hold every value of up to 16 bits."""
    limits = np.iinfo(dtype)
    counts = np.zeros((bands, limits.max - limits.min + 1), np.int64)
    for values, valid in read():
        for row, pixels in zip(counts, _rows(values, valid)):
            row += np.bincount(pixels.astype(np.intp) - limits.min, minlength=len(row))
    levels = np.arange(limits.min, limits.max + 1, dtype=np.float64)
    found: List[_Found] = []
    for row in counts:
        total, present = int(row.sum()), levels[row > 0]
        part = RunningStatistics(1)
        if not total:
            found.append((part, (0.0, 0.0), 0.0))
            continue
        low, high = present[0], present[-1]
        if dtype != np.uint8:
            least, most = _fence(present, row[row > 0])
            low, high = present[present >= least][0], present[present <= most][-1]
        held = np.clip(levels, low, high)
        part.count, part.minimum[:], part.maximum[:] = total, low, high
        part.mean[:] = held @ row / total
        part.m2[:] = np.square(held - part.mean[0]) @ row
        outside = int(row[(levels < low) | (levels > high)].sum())
        found.append((part, (float(present[0]), float(present[-1])), outside / total))
    return found


def _streamed(read: Reader, count: int, bands: int) -> List[_Found]:
    """By a sample for where the range ends about, then by all pixels."""
    fences = [_fence(values, np.ones(len(values), np.int64)) for values in _sample(read, count)]
    inside = [RunningStatistics(1) for _ in range(bands)]
    ends = np.tile((np.inf, -np.inf), (bands, 1))
    outside = np.zeros((bands, 2), np.int64)
    for values, valid in read():
        for i, pixels in enumerate(_rows(values, valid)):
            least, most = fences[i]
            if not pixels.size:
                continue
            first, last = pixels.min(), pixels.max()
            ends[i] = np.fmin(ends[i, 0], first), np.fmax(ends[i, 1], last)
            if first < least or last > most:
                below, above = pixels < least, pixels > most
                outside[i] += below.sum(), above.sum()
                pixels = pixels[~(below | above)]
            inside[i].merge(RunningStatistics.of(pixels.reshape(1, 1, -1)))
    found: List[_Found] = []
    for part, extremes, beyond in zip(inside, ends, outside.tolist()):
        for value, count in zip((float(part.minimum[0]), float(part.maximum[0])), beyond):
            part.merge(_constant(value, count))
        found.append((part, (float(extremes[0]), float(extremes[1])), sum(beyond) / max(part.count, 1)))
    return found


def _sample(read: Reader, count: int) -> List[Numbers]:
    """Sorted finite values of each band, as many from each chip."""
    chance, most = np.random.default_rng(0), max(64, _SAMPLED_PIXELS // max(count, 1))
    parts: List[List[Array]] = []
    for values, valid in read():
        where = np.flatnonzero(valid)
        if len(where) > most:
            where = where[chance.integers(0, len(where), most)]
        parts.append(list(values.reshape(len(values), -1)[:, where]))
    rows = [np.concatenate(band).astype(np.float64) for band in zip(*parts)]
    return [np.sort(row[np.isfinite(row)]) for row in rows]


def _fence(values: NDArray[np.generic], counts: NDArray[np.int64]) -> Range:
    """Beyond which values are extreme: of ascending values that come so often each."""
    if not len(values):
        return -np.inf, np.inf
    up, down = np.cumsum(counts), np.cumsum(counts[::-1])
    tail = _TAIL * float(up[-1])
    low = float(values[np.searchsorted(up, tail, side="right")])
    high = float(values[::-1][np.searchsorted(down, tail, side="right")])
    if not high > low:
        return float(values[0]), float(values[-1])
    margin = _MARGIN * (high - low)
    return low - margin, high + margin


def _rows(values: Array, valid: NDArray[np.bool_]) -> Array:
    """(C, P): the valid pixels of each band."""
    return values.reshape(len(values), -1) if valid.all() else values[:, valid]


def _constant(value: float, count: int) -> RunningStatistics:
    part = RunningStatistics(1)
    part.count, part.minimum[:], part.maximum[:], part.mean[:] = count, value, value, value
    return part


def _column(values: Sequence[float]) -> NDArray[np.float32]:
    return np.array(values, np.float32).reshape(-1, 1, 1)
