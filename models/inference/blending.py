"""Blends the tiles of one panel row by row and hands out finished pixels.

Memory is one row of tiles of a panel, the ramp below it, and the ramp beside the panel over the raster's height.
"""

from __future__ import annotations

from typing import Optional, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from .tiling import Span


class PanelBlender:
    """Accumulates weighted tiles of the panel ``columns``.

    Args:
        columns: the panel's tiles along x.
        bands: number of output bands.
        height: height of the raster in pixels.
        left: what the panel to the left could not finish, (bands, height, ramp); None for the first panel.

    Attributes:
        x0: first column of the panel.
        below: what the last row could not finish, (bands, ramp, width).
        right: what this panel cannot finish, (bands, height, ramp).
    """

    def __init__(
        self, columns: Sequence[Span], bands: int, height: int, left: Optional[NDArray[np.float32]] = None
    ) -> None:
        self._columns, self._bands, self._left = columns, bands, left
        self.x0, self._x1 = columns[0].start, columns[-1].end
        self.below = np.zeros((bands, 0, self._x1 - self.x0), np.float32)
        self.right = np.zeros((bands, height, columns[-1].ramp_after), np.float32)

    @property
    def width(self) -> int:
        """Of the panel in pixels, what it cannot finish included."""
        return self._x1 - self.x0

    def restore(self, below: NDArray[np.float32]) -> None:
        """Go on after a row that an earlier run finished, with the ``below`` of that time."""
        self.below = below

    def begin(self, row: Span) -> None:
        """Start a row of tiles."""
        self._row = row
        self._sum = np.zeros((self._bands, row.end - row.start, self._x1 - self.x0), np.float32)
        self._valid = np.zeros(self._sum.shape[1:], bool)

    def skip(self, row: Span) -> None:
        """Leave out a row whose tiles have no data: none of its pixels is valid, nor needed for those that are."""
        self.below = np.zeros((self._bands, row.ramp_after, self._x1 - self.x0), np.float32)

    def add(self, column: Span, output: NDArray[np.float32], valid: NDArray[np.bool_]) -> None:
        """Add a tile; those of a row come from left to right.

        Args:
            column: the tile's span along x; along y it is the row that was begun.
            output: (bands, tile, tile) from the model; its ramps are weighted in place.
            valid: (tile, tile), True where the input has data.
        """
        y = slice(self._row.start - self._row.position, self._row.end - self._row.position)
        x = slice(column.start - column.position, column.end - column.position)
        inside = slice(column.start - self.x0, column.end - self.x0)
        part = output[:, y, x]
        _weight(part, self._row)
        _weight(part.transpose(0, 2, 1), column)
        ramp, target = column.ramp_before, self._sum[:, :, inside]
        target[:, :, :ramp] += part[:, :, :ramp]
        target[:, :, ramp:] = part[:, :, ramp:]
        self._valid[:, inside] |= valid[y, x]

    def finish(self) -> Tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """End the row and add what the row above left in the ramp.

        Each row is summed by itself first, so that a sum is the same bit for bit whoever computed its parts.

        Returns:
            values (bands, h, w) and valid (h, w) of the pixels that no later tile touches; they begin at
            (``x0``, ``row.start``).
        """
        row, ready = self._row, self._row.done - self._row.start
        self._sum[:, : self.below.shape[1]] += self.below
        self.below = self._sum[:, ready:].copy()
        done = self._sum[:, :ready]
        if self._left is not None:
            done[:, :, : self._left.shape[2]] += self._left[:, row.start : row.done]
        width = done.shape[2] - self._columns[-1].ramp_after
        self.right[:, row.start : row.done] = done[:, :, width:]
        return done[:, :, :width], self._valid[:ready, :width]


def _weight(values: NDArray[np.float32], span: Span) -> None:
    """Multiply (bands, span, n) by the weights of ``span`` where they are not 1."""
    weights = span.weights()[:, None]
    for ramp in (slice(0, span.ramp_before), slice(len(weights) - span.ramp_after, len(weights))):
        values[:, ramp] *= weights[ramp]
