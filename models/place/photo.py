"""The photo as the model sees it, in windows, and what references show there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator, List, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from ..inference.area import Area
from ..inference.filling import filled
from ..inference.tone import ToneMatch
from .codes import LEVELS, Codes
from .planes import Planes, cell_means
from .reference import References
from .same_spot import MOST_STEP, Tones, likeness, seen_in_cells, tones_of

_ACROSS = 4
"""Blocks of the photo, for leaving out."""
_LEAST = 0.25
"""Share of a window that must be known."""
_TRIES = 128
"""Windows that are asked whether a reference covers them."""
_LEAST_CELLS = 50
"""Fewer tell no tones."""
_REST = 0.25
"""Share of a window that is worth another one."""


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

    Attributes:
        width, height: of the photo in pixels.
        side: as given.
    """

    def __init__(self, source: Area, tone: Optional[ToneMatch], side: int) -> None:
        self._source, self._tone, self.side = source, tone, side
        self.width, self.height = source.grid.width, source.grid.height

    def read(self, x: int, y: int) -> Tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """Inputs (C_in, side, side) and valid (side, side) from a column and row on; see :func:`.filled`."""
        width, height = min(self.side, self.width - x), min(self.side, self.height - y)
        values, valid = self._source.read(x, y, width, height)
        inputs = values.astype(np.float32)
        if self._tone is not None:
            inputs = self._tone(inputs)
        inputs = filled(inputs, valid)
        missing = ((0, self.side - height), (0, self.side - width))
        return np.pad(inputs, ((0, 0), *missing), mode="symmetric"), np.pad(valid, missing)

    def windows(self, most: int) -> List[Tuple[int, int]]:
        """Columns and rows of at most so many windows all over the photo, multiples of :data:`.MOST_STEP`."""
        across = [_starts(length, self.side) for length in (self.width, self.height)]
        every = [(x, y) for y in across[1] for x in across[0]]
        if len(every) <= most:
            return every
        return [every[i] for i in np.linspace(0, len(every) - 1, most).astype(int)]

    def pairs(self, references: References, codes: Codes, step: int, most: int) -> Iterator[Pair]:
        """Some windows that references cover, ``most`` at most, in whole cells of ``step`` pixels, each in one only."""
        cells = self.side // step
        side = cells * step
        found, tried = 0, self.windows(_TRIES) if cells else []
        for number in np.random.default_rng(0).permutation(len(tried)):
            x, y = tried[number]
            new = np.outer(self._new(y, self.height, step), self._new(x, self.width, step))
            shown, known = references.over((x, y, side, side), step)
            known &= new
            if known.sum() <= _LEAST * new.sum():
                continue
            inputs, valid = self.read(x, y)
            known &= cell_means(valid[None, :side, :side].astype(np.float32), step)[0] > 1 - 1e-3
            if known.sum() <= _LEAST * new.sum():
                continue
            grey = codes.unit(inputs).mean(axis=0, keepdims=True)[:, :side, :side] * np.float32(LEVELS)
            block = y * _ACROSS // self.height * _ACROSS + x * _ACROSS // self.width
            seen = seen_in_cells(grey, references.lattice((x, y, side, side)), step)
            yield Pair(inputs, shown, known, seen, codes.grey(shown)[None], block)
            found += 1
            if found >= most:
                return

    def _new(self, first: int, length: int, step: int) -> NDArray[np.bool_]:
        """Which cells of a window, along an axis, lie in the photo and not in the window before."""
        before = max((start + self.side for start in _starts(length, self.side) if start < first), default=0)
        begun = first + np.arange(self.side // step) * step
        return np.asarray((begun >= before) & (begun + step <= length))


def tones_between(pairs: Sequence[Pair]) -> Optional[Tones]:
    """How reference and photo are related in tone where both lie; None without enough of that."""
    if sum(int(pair.valid.sum()) for pair in pairs) < _LEAST_CELLS:
        return None
    photo = np.concatenate([pair.photo[0][pair.valid] for pair in pairs])
    reference = np.concatenate([pair.reference[0][pair.valid] for pair in pairs])
    first = Tones(*tones_of(photo, reference), 0.0, 0.0)
    alike = [likeness(p.photo, np.where(p.valid, first(p.reference), p.photo))[p.valid] for p in pairs]
    doubt = float(np.median(np.abs(photo - first(reference))))
    return Tones(first.reference, first.photo, doubt, float(np.mean(np.concatenate(alike))))


def _starts(length: int, side: int) -> List[int]:
    """First pixels of windows along an axis: side by side, and a last one over the rest, where that is worth it."""
    last = max(0, length - side) // MOST_STEP * MOST_STEP
    starts = list(range(0, last + 1, max(side // MOST_STEP * MOST_STEP, MOST_STEP)))
    return starts if last - starts[-1] < side * _REST else [*starts, last]
