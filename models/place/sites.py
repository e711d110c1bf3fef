"""What the photo looks like where colours are known, and which colours are expected there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Dict, List, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ..package.definition import ModelDefinition
from .codes import Codes
from .features import CELL, groups, looks
from .learning import Run
from .photo import Photo
from .planes import halved
from .spots import Spots
from .spreading import Sight

WINDOWS = 16
"""All over the photo, by which it is told what looks alike."""
_SAMPLES = 500
"""Of a window."""
Corner = Tuple[int, int]


@dataclass(frozen=True)
class Sites:
    """Places of the photo that have data.

    Attributes:
        sight: of the photo.
        numbers: (M,) which of the places that were asked for.
        points: (M, 3 + D) by :meth:`.spreading.Sight.coordinates`.
        codes: (M, K) that are expected.
    """

    sight: Sight
    numbers: NDArray[np.int64]
    points: NDArray[np.float32]
    codes: NDArray[np.float32]


class Visit:
    """Looks at the photo around single places, window by window.

    Args:
        photo: the photo.
        definition: of the model.
        run: the model, with the colours of the place.
        spots: what references show.
        check: raises Cancelled.
    """

    def __init__(
        self, photo: Photo, definition: ModelDefinition, run: Run, spots: Spots, check: Callable[[], None]
    ) -> None:
        self._photo, self._run, self._spots, self._check = photo, run, spots, check
        self._codes, self._sizes = Codes(definition), definition.maps
        self._groups = groups(len(definition.input_bands), definition.maps)

    def at(self, columns: NDArray[np.int64], rows: NDArray[np.int64]) -> Sites:
        """What is seen and expected at places (N,) in pixels of the photo.

        Raises:
            InputError: none of them has data.
        """
        windows: Dict[Corner, List[int]] = {}
        for number, place in enumerate(zip(columns, rows)):
            windows.setdefault(self._corner(*place), []).append(number)
        windows = {corner: self._valid(corner, numbers, columns, rows) for corner, numbers in windows.items()}
        windows = {corner: numbers for corner, numbers in windows.items() if numbers}
        if not windows:
            raise InputError("KNOWN_COLOURS lie where the photo has no data only; choose points on its ground.")
        sight = self._sight(list(windows))
        found = [self._seen(sight, each, columns[numbers], rows[numbers]) for each, numbers in windows.items()]
        points, codes = (np.concatenate(each) for each in zip(*found))
        return Sites(sight, np.concatenate(list(windows.values())), points, codes)

    def _corner(self, column: int, row: int) -> Corner:
        """First pixel of a window with a place in its inner half, as far as the photo reaches."""
        side, sizes = self._photo.side, (self._photo.width, self._photo.height)
        half = max(CELL, side // 2)
        starts = [max(0, at - side // 4) // half * half for at in (int(column), int(row))]
        x, y = (min(start, max(0, size - side + CELL - 1)) // CELL * CELL for start, size in zip(starts, sizes))
        return x, y

    def _valid(
        self, corner: Corner, numbers: List[int], columns: NDArray[np.int64], rows: NDArray[np.int64]
    ) -> List[int]:
        self._check()
        valid = self._photo.read(*corner)[1]
        return [each for each in numbers if valid[rows[each] - corner[1], columns[each] - corner[0]]]

    def _sight(self, corners: Sequence[Corner]) -> Sight:
        """By windows all over the photo; by those of the places where these hold no data."""
        samples: List[NDArray[np.float32]] = []
        chance = np.random.default_rng(0)
        for some in (self._photo.windows(WINDOWS), corners):
            for corner in some if not samples else []:
                self._check()
                inputs, valid = self._photo.read(*corner)
                rows, columns = np.nonzero(halved(valid[None].astype(np.float32))[0])
                chosen = chance.permutation(len(rows))[:_SAMPLES]
                if len(chosen):
                    unit, maps = halved(self._codes.unit(inputs)), self._run(inputs)[1]
                    samples.append(looks(unit, maps, self._sizes, rows[chosen], columns[chosen]))
        return Sight.over(np.concatenate(samples), self._groups, max(self._photo.width, self._photo.height))

    def _seen(
        self, sight: Sight, corner: Corner, columns: NDArray[np.int64], rows: NDArray[np.int64]
    ) -> Tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Points (N, 3 + D) and codes (N, K) of places in a window."""
        self._check()
        inputs = self._photo.read(*corner)[0]
        unit, (output, maps) = self._codes.unit(inputs), self._run(inputs)
        expected = halved(self._spots.code(unit, self._codes.encode(output), maps, corner))
        across, down = (columns - corner[0]) // CELL, (rows - corner[1]) // CELL
        coordinates = sight.coordinates(halved(unit), maps, self._sizes, corner)
        return coordinates[:, down, across].T, expected[:, down, across].T
