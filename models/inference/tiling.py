"""Where the tiles lie and how much of each pixel they own.

Along each axis every tile hands over to the next one across a ramp of ``overlap`` pixels. Any pixel is covered by at
most two tiles an axis and their weights add up to 1, so blending needs no division and no image of weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Sequence

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError


@dataclass(frozen=True)
class Span:
    """One tile along one axis, in pixels of the raster.

    Attributes:
        position: first pixel that the tile reads.
        start: first pixel that it contributes to.
        end: one past the last pixel that it contributes to.
        ramp_before: length of the hand-over from the previous tile, beginning at ``start``.
        ramp_after: length of the hand-over to the next tile, ending at ``end``.
    """

    position: int
    start: int
    end: int
    ramp_before: int
    ramp_after: int

    @property
    def done(self) -> int:
        """One past the last pixel that no later tile touches."""
        return self.end - self.ramp_after

    def weights(self) -> NDArray[np.float32]:
        """Blending weights of the pixels ``start`` to ``end``: linear ramps, 1 between them."""
        weights = np.ones(self.end - self.start, np.float32)
        if self.ramp_before:
            weights[: self.ramp_before] = _ramp(self.ramp_before)
        if self.ramp_after:
            weights[-self.ramp_after :] -= _ramp(self.ramp_after)
        return weights


def _ramp(length: int) -> NDArray[np.float32]:
    ramp: NDArray[np.float32] = ((np.arange(length) + 0.5) / length).astype(np.float32)
    return ramp


def spans(length: int, tile: int, overlap: int) -> List[Span]:
    """Cover ``length`` pixels with tiles; the last tile is moved inward, never padded.

    Args:
        length: pixels to cover, at least 1.
        tile: size of a tile in pixels.
        overlap: length of the blending ramp, from 0 to half a tile.

    Returns:
        Spans in order. A length up to one tile gives a single span whose tile may reach past the end.

    Raises:
        InputError: the overlap is negative or more than half a tile.
    """
    if not 0 <= overlap <= tile // 2:
        raise InputError(f"OVERLAP {overlap} must lie between 0 and half of the tile size ({tile // 2}).")
    if length <= tile:
        return [Span(0, 0, length, 0, 0)]
    positions = list(range(0, length - tile, tile - overlap)) + [length - tile]
    result: List[Span] = []
    for index, position in enumerate(positions):
        start = result[-1].end - overlap if result else 0
        last = index == len(positions) - 1
        result.append(Span(position, start, position + tile, overlap if result else 0, 0 if last else overlap))
    return result


def panels(columns: Sequence[Span], size: int) -> List[Sequence[Span]]:
    """Cut the columns of tiles into panels of at most ``size`` tiles, to bound the memory of a row of tiles."""
    return [columns[first : first + size] for first in range(0, len(columns), size)]
