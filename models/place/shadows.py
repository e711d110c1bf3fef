"""Shadows of clouds: darkness that lies beside the clouds, always in the same direction."""

from __future__ import annotations

from typing import Optional, Tuple

import numpy as np

from ..rasters.arrays import Array
from .cells import count, grown

_FARTHEST = 1800.0  # metres
_MOST = 40  # cells
_AROUND = 1000.0  # metres, whose mean a shadow is darker than
_SURE = -6.0  # deviations, by which the direction stands out from all others
_DARK = 0.4  # spreads


def shadows(luma: Array, clouds: Array, shown: Array, spread: float, cell: float) -> Array:
    """Cells in the shadow of clouds, where the picture tells on which side of them it lies.

    Args:
        luma: (h, w).
        clouds: (h, w) bool.
        shown: (h, w) bool: cells of ground, clouds or shadows.
        spread: of the luma of ground.
        cell: side of a cell in metres.
    """
    free = shown & ~clouds
    radius = int(np.clip(round(_AROUND / cell), 3, _MOST))
    mean = _sum(np.where(free, luma, 0.0), radius) / np.maximum(count(free, radius), 1)
    darkness = np.where(free, np.clip((luma - mean) / spread, -3.0, 3.0), 0.0)
    shift = _direction(darkness, clouds, free, int(np.clip(round(_FARTHEST / cell), 4, _MOST)))
    if shift is None:
        return np.zeros_like(clouds)
    beside = np.zeros_like(clouds)
    for part in np.linspace(0.25, 1.5, 6):  # clouds of one scene are not all at one height
        beside |= _moved(clouds, (round(shift[0] * part), round(shift[1] * part)))
    return grown(grown(beside, 1) & free & (darkness < -_DARK), 1) & free


def _direction(darkness: Array, clouds: Array, free: Array, reach: int) -> Optional[Tuple[int, int]]:
    """Rows and columns from a cloud to its shadow; None when no place beside the clouds is darker than others."""
    shape = [n + 2 * reach for n in clouds.shape]
    clouded = np.conj(np.fft.rfft2(clouds.astype(np.float64), shape))
    dark, known = (np.fft.irfft2(np.fft.rfft2(each, shape) * clouded, shape) for each in (darkness, free.astype(float)))
    shifts = np.arange(-reach, reach + 1)
    means = (dark / np.maximum(known, 1.0))[np.ix_(shifts, shifts)]
    apart = (means - np.median(means)) / max(1.4826 * float(np.median(np.abs(means - np.median(means)))), 1e-3)
    row, column = np.unravel_index(int(apart.argmin()), apart.shape)
    return (int(shifts[row]), int(shifts[column])) if apart.min() < _SURE and means.min() < -_DARK else None


def _moved(cells: Array, by: Tuple[int, int]) -> Array:
    result = np.zeros_like(cells)
    (height, width), (down, right) = cells.shape, by
    rows, columns = slice(max(down, 0), height + min(down, 0)), slice(max(right, 0), width + min(right, 0))
    result[rows, columns] = cells[
        max(-down, 0) : height - max(down, 0), max(-right, 0) : width - max(right, 0)
    ]  # fmt: skip
    return result


def _sum(values: Array, radius: int) -> Array:
    return count(values, radius, np.float64)
