"""How a chip is shown to a training: which part of it, and which way up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.generic]
Mask = NDArray[np.bool_]
Chip = Tuple[Array, Array, Mask]
"""Input (Ca, H, W), target (Cb, H, W) and where both are valid (H, W)."""


@dataclass(frozen=True)
class View:
    """How a chip is shown.

    Attributes:
        index: which chip.
        top, left: its first pixel in view.
        orientation: one of the eight, see :func:`oriented`.
        seed: of what happens to the input alone, None for nothing.
    """

    index: int
    top: int
    left: int
    orientation: int
    seed: Optional[int]


def cut(chip: Chip, top: int, left: int, size: int) -> Chip:
    """A square of a chip."""
    window = (..., slice(top, top + size), slice(left, left + size))
    a, b, valid = chip
    return a[window], b[window], valid[window]


def oriented(chip: Chip, which: int) -> Chip:
    """One of the eight symmetries of a square: quarter turns of the chip (0 to 3) or of its mirror image (4 to 7)."""

    def orient(values: Array) -> Array:
        flipped = values[..., ::-1] if which >= 4 else values
        return np.rot90(flipped, which % 4, axes=(-2, -1))

    a, b, valid = chip
    return orient(a), orient(b), orient(valid).astype(bool)
