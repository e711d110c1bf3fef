"""Means and enlargements of planes, in NumPy alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Tuple

import numpy as np
from numpy.typing import NDArray

Planes = NDArray[np.float32]
"""(C, H, W)."""


@dataclass(frozen=True)
class Lattice:
    """Cells of another picture over a window.

    Attributes:
        first: row and column, at or before 0, at which the first cell begins, in pixels of the window.
        size: height and width of a cell in those pixels.
    """

    first: Tuple[float, float]
    size: Tuple[float, float]


def halved(planes: Planes) -> Planes:
    """Means of 2 × 2 pixels; an odd last row or column stands for itself. (C, H, W) to (C, ceil(H/2), ceil(W/2))."""
    _, height, width = planes.shape
    if height % 2 or width % 2:
        planes = np.pad(planes, ((0, 0), (0, height % 2), (0, width % 2)), mode="edge")
    rows = planes[:, ::2] + planes[:, 1::2]
    return np.asarray((rows[:, :, ::2] + rows[:, :, 1::2]) * np.float32(0.25), np.float32)


def box_mean(planes: Planes, reach: int) -> Planes:
    """Mean over the square of ``2 * reach + 1`` cells around each cell, as far as it lies in the plane."""
    result = planes
    for axis in (1, 2):
        result = _running_mean(result, reach, axis)
    return result


def enlarged(planes: Planes, factor: int, shape: Tuple[int, int], first: Tuple[int, int] = (0, 0)) -> Planes:
    """Bilinear, ``factor`` cells for one, on a window of ``shape`` (H, W); beyond the outer centres the edge is held.

    Args:
        planes: (C, h, w).
        first: row and column of the window at which the first cell begins.
    """
    if factor == 1 and first == (0, 0):
        return planes[:, : shape[0], : shape[1]]
    for axis, length, start in zip((1, 2), shape, first):
        at = (np.arange(length, dtype=np.float32) + np.float32(0.5 - start)) / np.float32(factor) - np.float32(0.5)
        at = np.clip(at, 0, planes.shape[axis] - 1)
        low = at.astype(np.int64)
        high = np.minimum(low + 1, planes.shape[axis] - 1)
        share = np.reshape(at - low, (-1, 1) if axis == 1 else (1, -1)).astype(np.float32)
        begun = planes.take(low, axis=axis)
        planes = begun + (planes.take(high, axis=axis) - begun) * share
    return planes


def cell_means(planes: Planes, side: int) -> Planes:
    """Means of whole cells of ``side`` by ``side``: (C, h * side, w * side) to (C, h, w)."""
    count, height, width = planes.shape
    cells = planes.reshape(count, height // side, side, width // side, side)
    return np.asarray(cells.mean(axis=(2, 4)), np.float32)


def through_cells(planes: Planes, lattice: Lattice, step: int) -> Planes:
    """What a picture of larger cells, which is interpolated (bilinear) to cells of ``step`` pixels, shows of planes.

    Args:
        planes: (C, H, W), multiples of ``step``.
        lattice: where the larger cells lie.
        step: pixels.
    """
    for axis, first, size in zip((1, 2), lattice.first, lattice.size):
        length = planes.shape[axis]
        edges = np.clip(first + size * np.arange(int(np.ceil((length - first) / size)) + 1), 0, length)
        zero = np.zeros_like(planes.take([0], axis=axis), dtype=np.float64)
        sums = np.concatenate([zero, planes.cumsum(axis=axis, dtype=np.float64)], axis)
        low = np.minimum(edges.astype(np.int64), length - 1)
        share = _along(edges - low, axis)
        at_edges = sums.take(low, axis=axis) * (1 - share) + sums.take(low + 1, axis=axis) * share
        means = np.diff(at_edges, axis=axis) / _along(np.maximum(np.diff(edges), 1e-9), axis)
        at = np.clip(((np.arange(length // step) + 0.5) * step - first) / size - 0.5, 0, means.shape[axis] - 1)
        below = at.astype(np.int64)
        above = np.minimum(below + 1, means.shape[axis] - 1)
        share = _along(at - below, axis)
        planes = means.take(below, axis=axis) * (1 - share) + means.take(above, axis=axis) * share
    return np.asarray(planes, np.float32)


def _along(values: NDArray[Any], axis: int) -> NDArray[Any]:
    return np.reshape(values, (-1, 1) if axis == 1 else (1, -1))


def _running_mean(planes: Planes, reach: int, axis: int) -> Planes:
    length = planes.shape[axis]
    sums = np.concatenate(
        [np.zeros_like(planes.take([0], axis=axis), dtype=np.float64), planes.cumsum(axis=axis, dtype=np.float64)], axis
    )
    at = np.arange(length)
    high, low = np.minimum(at + reach + 1, length), np.maximum(at - reach, 0)
    count = np.reshape(high - low, (-1, 1) if axis == 1 else (1, -1))
    return np.asarray((sums.take(high, axis=axis) - sums.take(low, axis=axis)) / count, np.float32)
