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

BLENDINGS = ("linear", "hann")


@dataclass(frozen=True)
class Span:
    """One tile along one axis, in pixels of the raster.

    Attributes:
        position: first pixel that the tile reads.
        start: first pixel that it contributes to.
        end: one past the last pixel that it contributes to.
        ramp_before: length of the hand-over from the previous tile, beginning at ``start``.
        ramp_after: length of the hand-over to the next tile, ending at ``end``.
        blending: shape of the ramps, one of :data:`BLENDINGS`.
    """

    position: int
    start: int
    end: int
    ramp_before: int
    ramp_after: int
    blending: str = "linear"

    @property
    def done(self) -> int:
        """One past the last pixel that no later tile touches."""
        return self.end - self.ramp_after

    def weights(self) -> NDArray[np.float32]:
        """Blending weights of the pixels ``start`` to ``end``: ramps, 1 between them."""
        weights = np.ones(self.end - self.start, np.float32)
        if self.ramp_before:
            weights[: self.ramp_before] = _ramp(self.ramp_before, self.blending)
        if self.ramp_after:
            weights[-self.ramp_after :] -= _ramp(self.ramp_after, self.blending)
        return weights


def _ramp(length: int, blending: str) -> NDArray[np.float32]:
    """Weights that rise from 0 to 1: straight, or like half a Hann window (Harris 1978)."""
    place = (np.arange(length) + 0.5) / length
    ramp: NDArray[np.float32] = (np.sin(np.pi / 2 * place) ** 2 if blending == "hann" else place).astype(np.float32)
    return ramp


def spans(length: int, tile: int, overlap: int, blending: str = "linear") -> List[Span]:
    """Cover ``length`` pixels with tiles; the last tile is moved inward, never padded.

    Args:
        length: pixels to cover, at least 1.
        tile: size of a tile in pixels.
        overlap: length of the blending ramp, from 0 to half a tile.
        blending: shape of the ramp, one of :data:`BLENDINGS`.

    Returns:
        Spans in order. A length up to one tile gives a single span whose tile may reach past the end.

    Raises:
        InputError: the overlap is negative or more than half a tile.
    """
    if not 0 <= overlap <= tile // 2:
        raise InputError(f"OVERLAP {overlap} must lie between 0 and half of the tile size ({tile // 2}).")
    if length <= tile:
        return [Span(0, 0, length, 0, 0, blending)]
    positions = list(range(0, length - tile, tile - overlap)) + [length - tile]
    result: List[Span] = []
    for index, position in enumerate(positions):
        start = result[-1].end - overlap if result else 0
        last = index == len(positions) - 1
        before, after = overlap if result else 0, 0 if last else overlap
        result.append(Span(position, start, position + tile, before, after, blending))
    return result


def best_tile(length: int, overlap: int, sizes: Sequence[int]) -> int:
    """The size of tile that covers ``length`` pixels with the fewest pixels of tiles; among equals the largest."""
    return min(sizes, key=lambda size: (len(spans(length, size, overlap)) * size, -size))


def best_part(used: NDArray[np.bool_], smallest: int, step: int) -> slice:
    """The shortest part of a tile, along one axis, that holds every pixel in use.

    Args:
        used: (tile,), True for at least one pixel.
        smallest: length of a part at least, but for shorter tiles.
        step: the network takes ``smallest`` plus multiples of this; parts also begin at multiples of it, so that a
            part is computed on the same grid as the tile.
    """
    places = np.flatnonzero(used)
    first = int(places[0]) // step * step
    needed = int(places[-1]) + 1 - first
    length = smallest + -(-max(needed - smallest, 0) // step) * step
    if length >= len(used):
        return slice(0, len(used))
    start = min(max(first - (length - needed) // 2 // step * step, 0), len(used) - length)
    return slice(start, start + length)


def panels(columns: Sequence[Span], size: int) -> List[Sequence[Span]]:
    """Cut the columns of tiles into panels of at most ``size`` tiles, to bound the memory of a row of tiles."""
    return [columns[first : first + size] for first in range(0, len(columns), size)]
