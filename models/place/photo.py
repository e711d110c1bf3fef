"""The photo as the model sees it, in windows, and what references show there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator, List, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from ..inference.area import Area
from ..inference.tone import ToneMatch
from .codes import LEVELS, Codes
from .planes import Planes, cell_means
from .reference import References
from .same_spot import MOST_STEP, Tones, likeness, tones_of

_ACROSS = 4
"""Blocks of the photo, for leaving out."""
_LEAST = 0.25


@dataclass(frozen=True)
class Pair:
    """A window of the photo under a reference, in cells.

    Attributes:
        inputs: (C_in, side, side) as the model takes them.
        shown: (C_out, h, w) of the reference, in units of the target.
        valid: (h, w) where both are.
        photo, reference: lightness (1, h, w) in levels.
        block: number of the part of the photo.
    """

    inputs: NDArray[np.float32]
    shown: NDArray[np.float32]
    valid: NDArray[np.bool_]
    photo: Planes
    reference: Planes
    block: int


class Photo:
    """Reads windows of a photo.

    Args:
        source: the photo.
        tone: what its values are changed by, if anything.
        side: of a window in pixels.
    """

    def __init__(self, source: Area, tone: Optional[ToneMatch], side: int) -> None:
        self._source, self._tone, self._side = source, tone, side
        self.width, self.height = source.grid.width, source.grid.height

    def read(self, x: int, y: int) -> Tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """Inputs (C_in, side, side) and valid (side, side) from a column and row on; invalid pixels hold the mean."""
        width, height = min(self._side, self.width - x), min(self._side, self.height - y)
        values, valid = self._source.read(x, y, width, height)
        inputs = values.astype(np.float32)
        if self._tone is not None:
            inputs = self._tone(inputs)
        if valid.any() and not valid.all():
            inputs[:, ~valid] = inputs[:, valid].mean(axis=1)[:, None]
        missing = ((0, self._side - height), (0, self._side - width))
        return np.pad(inputs, ((0, 0), *missing), mode="symmetric"), np.pad(valid, missing)

    def windows(self, most: int) -> List[Tuple[int, int]]:
        """Columns and rows of at most so many windows all over the photo, multiples of :data:`.MOST_STEP`."""
        across = [_starts(length, self._side) for length in (self.width, self.height)]
        every = [(x, y) for y in across[1] for x in across[0]]
        if len(every) <= most:
            return every
        return [every[i] for i in np.linspace(0, len(every) - 1, most).astype(int)]

    def pairs(self, references: References, codes: Codes, step: int, most: int) -> Iterator[Pair]:
        """Windows that references cover, in cells of ``step`` pixels."""
        for x, y in self.windows(most):
            shown, known = references.over((x, y, self._side, self._side), step)
            if known.mean() < _LEAST:
                continue
            inputs, valid = self.read(x, y)
            known &= cell_means(valid[None].astype(np.float32), step)[0] > 1 - 1e-3
            if known.mean() < _LEAST:
                continue
            grey = cell_means(codes.unit(inputs).mean(axis=0, keepdims=True), step) * np.float32(LEVELS)
            block = y * _ACROSS // self.height * _ACROSS + x * _ACROSS // self.width
            yield Pair(inputs, shown, known, grey, codes.grey(shown)[None], block)


def tones_between(pairs: Sequence[Pair]) -> Optional[Tones]:
    """How reference and photo are related in tone where both lie; None without pairs."""
    if not pairs:
        return None
    photo = np.concatenate([pair.photo[0][pair.valid] for pair in pairs])
    reference = np.concatenate([pair.reference[0][pair.valid] for pair in pairs])
    first = Tones(*tones_of(photo, reference), 0.0, 0.0)
    alike = [likeness(p.photo, np.where(p.valid, first(p.reference), p.photo))[p.valid] for p in pairs]
    doubt = float(np.median(np.abs(photo - first(reference))))
    return Tones(first.reference, first.photo, doubt, float(np.mean(np.concatenate(alike))))


def _starts(length: int, side: int) -> List[int]:
    last = max(0, length - side)
    starts = list(range(0, last + 1, max(side // MOST_STEP * MOST_STEP, MOST_STEP)))
    return starts
