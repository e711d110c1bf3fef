"""Pixels on a grid of the same orientation with larger or smaller cells, computed window by window without seams."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Callable, List, Tuple

import numpy as np

from .arrays import Array

REACH = 2
"""Pixels beyond a footprint that interpolation looks at."""


@dataclass(frozen=True)
class Steps:
    """The wanted pixels along one axis, in pixels of the window that they are made from.

    Attributes:
        start: where the first one begins.
        size: of each; above 1 the new pixels are larger.
        count: how many.
    """

    start: float
    size: float
    count: int


def footprint(first: int, count: int, size: float, length: int) -> Tuple[int, int, Steps]:
    """What must be read for the wanted pixels ``first`` to ``first + count`` along one axis.

    Args:
        size: of a wanted pixel in pixels of the axis that is read.
        length: of that axis.

    Returns:
        First pixel to read, how many, and the wanted pixels within them.
    """
    reach = 0 if size > 1 else REACH
    low = max(0, math.floor(first * size + 1e-6) - reach)
    high = min(length, math.ceil((first + count) * size - 1e-6) + reach)
    return low, max(high - low, 1), Steps(first * size - low, size, count)


def rescale(values: Array, valid: Array, rows: Steps, columns: Steps) -> Tuple[Array, Array]:
    """Larger pixels get the mean over their area, smaller ones are interpolated; invalid pixels take no part.

    Interpolation is cubic (Keys, 1981, a = -0.5), and linear beside invalid pixels.

    Args:
        values: (C, H, W).
        valid: (H, W) bool.

    Returns:
        values (C, h, w) float32, and valid (h, w): larger pixels are valid when a part of them is, smaller ones when
        the pixel in which their centre lies is.
    """
    known = valid.astype(np.float32)
    steps = (rows, columns)
    if valid.all():
        whole = np.ones((rows.count, columns.count), dtype=bool)
        return _project(values, steps, _cubic) / _project(known, steps, _cubic), whole
    cleared = np.where(valid, values, np.zeros((), values.dtype))
    weight = _project(known, steps, _linear)
    result = _project(cleared, steps, _linear) / np.maximum(weight, 1e-6)
    if min(rows.size, columns.size) <= 1:
        clean = _project(1.0 - known, steps, _touched) == 0
        smooth = _project(cleared, steps, _cubic) / np.maximum(weight, 1e-6)
        result = np.where(clean, smooth, result)
    return result.astype(np.float32, copy=False), _project(known, steps, _nearest) > 1e-6


def block_means(values: Array, valid: Array, side: int) -> Tuple[Array, Array]:
    """Means of the valid pixels of blocks of ``side`` by ``side``; the last ones of a row or column may be smaller.

    Args:
        values: (C, H, W).
        valid: (H, W) bool.

    Returns:
        values (C, ceil(H / side), ceil(W / side)) float32, 0 in blocks without a valid pixel, and which have one.
    """
    if side == 1:
        return np.where(valid, values, np.zeros((), values.dtype)).astype(np.float32), valid
    known = valid.astype(np.float32)
    cleared = values if valid.all() else np.where(valid, values, np.zeros((), values.dtype))
    counts = _block_sums(known[None], side)[0]
    return _block_sums(cleared, side) / np.maximum(counts, 1.0), counts > 0


def _block_sums(values: Array, side: int) -> Array:
    bands, height, width = values.shape
    down = np.zeros((bands, -(-height // side), width), np.float32)
    for start in range(min(side, height)):
        part = values[:, start::side]
        down[:, : part.shape[1]] += part
    sums = np.zeros((*down.shape[:2], -(-width // side)), np.float32)
    for start in range(min(side, width)):
        part = down[..., start::side]
        sums[..., : part.shape[2]] += part
    return sums


Kernel = Callable[[Array], List[Tuple[int, Array]]]


def _project(values: Array, steps: Tuple[Steps, Steps], kernel: Kernel) -> Array:
    """Along both axes: sums over larger pixels, the kernel's weights for smaller ones."""
    across = _along(values, steps[1], kernel)
    down = _along(np.swapaxes(across, -1, -2), steps[0], kernel)
    return np.ascontiguousarray(np.swapaxes(down, -1, -2))


def _along(values: Array, steps: Steps, kernel: Kernel) -> Array:
    length = values.shape[-1]
    if steps.size > 1:
        edges = np.clip(steps.start + steps.size * np.arange(steps.count + 1), 0.0, length)
        whole = np.minimum(edges.astype(int), length - 1)
        sums = np.zeros((*values.shape[:-1], length + 1))
        np.cumsum(values, axis=-1, dtype=np.float64, out=sums[..., 1:])
        return np.diff(sums[..., whole] + (edges - whole) * values[..., whole], axis=-1).astype(np.float32)
    centres = steps.start + steps.size * (np.arange(steps.count) + 0.5) - 0.5
    first = np.floor(centres).astype(int)
    result = np.zeros((*values.shape[:-1], steps.count), np.float32)
    for offset, weights in kernel(centres - first):
        result += values[..., np.clip(first + offset, 0, length - 1)] * weights.astype(np.float32)
    return result


def _linear(t: Array) -> List[Tuple[int, Array]]:
    return [(0, 1.0 - t), (1, t)]


def _cubic(t: Array) -> List[Tuple[int, Array]]:
    return [
        (-1, ((-0.5 * t + 1.0) * t - 0.5) * t),
        (0, (1.5 * t - 2.5) * t * t + 1.0),
        (1, ((-1.5 * t + 2.0) * t + 0.5) * t),
        (2, (0.5 * t - 0.5) * t * t),
    ]


def _touched(t: Array) -> List[Tuple[int, Array]]:
    """Not 0 where a pixel that the cubic kernel looks at is not."""
    return [(offset, np.ones_like(t)) for offset in (-1, 0, 1, 2)]


def _nearest(t: Array) -> List[Tuple[int, Array]]:
    return [(0, (t < 0.5).astype(float)), (1, (t >= 0.5).astype(float))]
