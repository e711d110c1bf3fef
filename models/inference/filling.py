"""Pixels without data, filled with more of the ground beside them.

A model looks around each pixel. Beside a hole that holds one value it sees an edge and flat ground which are not there,
and colours the ground accordingly.
"""

from __future__ import annotations

from typing import Tuple

import numpy as np
from numpy.typing import NDArray

REACH = 64
"""Pixels up to which the ground is mirrored, twice; farther away is the mean."""


def filled(values: NDArray[np.float32], valid: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Values (C, H, W), mirrored at the borders of what is valid (H, W), and its mean beyond."""
    if valid.all() or not valid.any():
        return values
    mean = values[:, valid].mean(axis=1)[:, None, None]
    result, known = np.where(valid, values, mean), valid
    for _ in range(2):  # the second time around corners
        source, known = _mirrored(known)
        result = result.reshape(len(result), -1)[:, source]
    return np.asarray(result, np.float32)


def _mirrored(known: NDArray[np.bool_]) -> Tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Where each pixel (H, W) is taken from, as an index into the flat plane, and which are known then.

    Of the mirror images along rows and columns, both ways, the one at the nearest border is taken.
    """
    index = np.arange(known.size).reshape(known.shape)
    source, away = index.copy(), np.where(known, 0, REACH + 1)
    for turns in range(4):
        turned, places = np.rot90(known, turns), np.rot90(index, turns)
        at = np.arange(turned.shape[1])
        last = np.maximum.accumulate(np.where(turned, at, -1), axis=1)
        image = np.clip(2 * last + 1 - at, 0, len(at) - 1)
        sound = (last >= 0) & (2 * last + 1 >= at) & np.take_along_axis(turned, image, axis=1)
        nearer = sound & (at - last < np.rot90(away, turns))
        np.rot90(source, turns)[nearer] = np.take_along_axis(places, image, axis=1)[nearer]
        np.rot90(away, turns)[nearer] = (at - last)[nearer]
    return source, away <= REACH
