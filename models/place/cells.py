"""Pictures of True and False: what lies around a cell, and what hangs together."""

from __future__ import annotations

from typing import Any, Type

import numpy as np

from ..rasters.arrays import Array


def border(valid: Array) -> Array:
    """Cells at the raster's border, or beside cells that are not valid."""
    inside = np.pad(valid, 1)
    return valid & (count(inside, 1)[1:-1, 1:-1] < 9)


def connected(seeds: Array, cells: Array) -> Array:
    """The parts of ``cells`` that hang together, by rows and columns, with a seed."""
    reached = seeds
    while True:
        before = int(reached.sum())
        reached = _along_runs(reached, cells)
        reached = _along_runs(reached.T, cells.T).T
        if int(reached.sum()) == before:
            return reached


def _along_runs(reached: Array, cells: Array) -> Array:
    """Each run of cells in a row as a whole, when any of it is reached."""
    starts = cells & ~np.pad(cells, ((0, 0), (1, 0)))[:, :-1]
    runs = np.cumsum(starts.ravel()).reshape(cells.shape)
    hit = np.zeros(int(runs.flat[-1]) + 1, bool)
    hit[runs[reached & cells]] = True
    return np.asarray(hit[runs] & cells)


def count(cells: Array, radius: int, dtype: Type[Any] = np.int32) -> Array:
    """Sum of the cells around each one, itself too, up to ``radius`` away both ways: how many are True."""
    sums: Array = cells.astype(dtype)
    for axis in (0, 1):
        padding = [(0, 0), (0, 0)]
        padding[axis] = (radius + 1, radius)
        total = np.cumsum(np.pad(sums, padding), axis=axis, dtype=dtype)
        length, width = cells.shape[axis], 2 * radius + 1
        sums = total.take(range(width, width + length), axis) - total.take(range(length), axis)
    return sums


def grown(cells: Array, radius: int) -> Array:
    """With what lies up to ``radius`` cells away."""
    return np.asarray(count(cells, radius) > 0)


def opened(cells: Array, radius: int) -> Array:
    """Without what is narrower than ``2 * radius + 1`` cells."""
    inner = count(cells, radius) == count(np.ones_like(cells), radius)
    return grown(inner, radius)
