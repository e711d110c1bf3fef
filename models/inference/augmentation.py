"""Test-time augmentation: the mean over the eight flips and quarter turns of a tile, and their spread."""

from __future__ import annotations

from typing import Callable, Tuple

import numpy as np
from numpy.typing import NDArray

Batch = NDArray[np.float32]


def translate_all_ways(run: Callable[[Batch], Batch], batch: Batch) -> Tuple[Batch, Batch]:
    """Run the model on the eight symmetries of the square and turn the outputs back.

    Args:
        run: (N, C_in, H, H) to (N, C_out, H, H).
        batch: square tiles.

    Returns:
        The mean (N, C_out, H, H), and the standard deviation averaged over the bands (N, 1, H, H), both in units of
        the target. Mean and sum of squares are updated by Welford's formula (1962).
    """
    mean = squares = np.zeros((), np.float32)
    for count in range(8):
        turns, flip = count % 4, count >= 4
        output = _turn_back(run(_turn(batch, turns, flip)), turns, flip)
        delta = output - mean
        mean = mean + delta / (count + 1)
        squares = squares + delta * (output - mean)
    spread = np.sqrt(squares / 8).mean(axis=1, keepdims=True)
    return mean.astype(np.float32), spread.astype(np.float32)


def _turn(batch: Batch, turns: int, flip: bool) -> Batch:
    turned = np.rot90(batch[..., ::-1] if flip else batch, turns, axes=(2, 3))
    return np.ascontiguousarray(turned)


def _turn_back(batch: Batch, turns: int, flip: bool) -> Batch:
    turned = np.rot90(batch, -turns, axes=(2, 3))
    return turned[..., ::-1] if flip else turned
