"""Where references cover the photo, the place itself speaks: what they show at the same spot, as far as it is the same.

The colour that a reference shows beyond what is expected from the looks of the ground is added, cell by cell, as far as
photo and reference agree there in tone and structure. Within a cell, and at the borders of things, the photo's own
lightness leads it (guided filter, He, Sun and Tang 2013), so that coarse cells leave no halos.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Callable, Optional, Tuple

import numpy as np
from numpy.typing import NDArray

from ..rasters.source import Window
from .codes import Codes
from .planes import Lattice, Planes, box_mean, cell_means, enlarged, through_cells

MOST_STEP = 64
"""Pixels of a cell at most: a tile must hold some."""
PASSES = (1, 1, 0)
"""Cells around each by which the photo's lightness is related to colour; the last pass takes each for itself."""
_RANKS = 65
_STRUCTURE = 3
_FLAT = 50.0
"""Variance in levels² below which ground is flat, so that its structure agrees by itself."""
_LEAST_DOUBT = 3.0
"""Difference in levels that always passes for the same tone."""
_EDGE = 25.0
_ALIKE, _APART = (0.7, 0.95), (10.0, 3.0)
"""Likeness, and doubt in levels, of pictures of different times and of one time; those of NAIP of two years have 0.23
to 0.67, and 10 and more."""
_TRUST = (0.8, 1.0)
"""From which likeness of structure the spot is believed at all, and from which wholly."""
Over = Callable[[Window, int], Tuple[NDArray[np.float32], NDArray[np.bool_]]]
"""What references show: a window and the pixels of a cell to target values (C_out, h, w) and valid (h, w)."""


@dataclass(frozen=True)
class Tones:
    """How grey of a reference becomes grey of the photo, and how far the two differ where nothing has changed.

    Attributes:
        reference, photo: ascending quantiles, in levels.
        doubt: half of all cells differ by less, in levels.
        likeness: of the structure, 0 to 1, on average.
    """

    reference: NDArray[np.float64]
    photo: NDArray[np.float64]
    doubt: float
    likeness: float

    @property
    def same(self) -> float:
        """Whether photo and reference are of one time, 0 to 1: they look alike, or most of the tones are the same."""
        told = ((value - no) / (yes - no) for value, (no, yes) in ((self.likeness, _ALIKE), (self.doubt, _APART)))
        return float(np.clip(max(told), 0, 1))

    def __call__(self, grey: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(np.interp(grey, self.reference, self.photo), np.float32)


def cell_of(ratio: float) -> int:
    """Pixels of the photo in a cell, by how many of them a pixel of the reference is wide: a power of two from 2."""
    return int(min(MOST_STEP, 2 ** max(1, round(float(np.log2(max(ratio, 1.0)))))))


def tones_of(
    photo: NDArray[np.float32], reference: NDArray[np.float32]
) -> Tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Quantiles of the reference and of the photo, of cells (N,) and (M,), for :class:`Tones`."""
    ranks = np.linspace(0.0, 1.0, _RANKS)
    first = np.quantile(reference.astype(np.float64), ranks) + np.arange(_RANKS) * 1e-6
    return np.asarray(first), np.asarray(np.quantile(photo.astype(np.float64), ranks))


def likeness(photo: Planes, reference: Planes) -> NDArray[np.float32]:
    """How alike the structure of two pictures (1, h, w) in levels is around each cell, -1 to 1.

    The structure term of SSIM (Wang et al. 2004), contrast included; flat ground agrees with flat ground.
    """
    mean_a, mean_b = box_mean(photo, _STRUCTURE), box_mean(reference, _STRUCTURE)
    spread = box_mean(photo * photo, _STRUCTURE) - mean_a**2 + box_mean(reference * reference, _STRUCTURE) - mean_b**2
    both = box_mean(photo * reference, _STRUCTURE) - mean_a * mean_b
    alike = (2 * both + _FLAT) / (np.maximum(spread, 0) + _FLAT)
    return np.asarray(alike[0], np.float32)


def seen_in_cells(planes: Planes, lattice: Optional[Lattice], step: int) -> Planes:
    """Planes (C, H, W) of the photo in cells of ``step`` pixels, as a reference of larger cells would show them."""
    return cell_means(planes, step) if lattice is None else through_cells(planes, lattice, step)


class SameSpot:
    """Corrects the colours of a tile by what references show there.

    Args:
        over: what they show; called by one thread at a time.
        step: pixels of a cell.
        tones: of both.
        codes: of the model.
        lattice: where the references' own cells lie in a window, if that matters; see :meth:`References.lattice`.
    """

    def __init__(
        self,
        over: Over,
        step: int,
        tones: Tones,
        codes: Codes,
        lattice: Callable[[Window], Optional[Lattice]] = lambda window: None,
    ) -> None:
        self._over, self._step, self._tones, self._codes, self._lattice = over, step, tones, codes, lattice
        self._lock = threading.Lock()

    def __call__(self, unit: Planes, code: Planes, window: Window) -> Planes:
        """The corrected code (K, H, W).

        Args:
            unit: the photo (C_in, H, W) from 0 to 1.
            code: what is expected, (K, H, W).
            window: of the tile in pixels of the photo.
        """
        inner = self._cells(window)
        if inner is None:
            return code
        x, y, width, height = inner
        with self._lock:
            shown, valid = self._over(inner, self._step)
        if not valid.any():
            return code
        top, left = y - window[1], x - window[0]
        rows, columns = slice(top, top + height), slice(left, left + width)
        grey = unit.mean(axis=0, keepdims=True) * np.float32(255.0)
        lattice = self._lattice(inner)
        photo = seen_in_cells(grey[:, rows, columns], lattice, self._step)
        trust = self._trust(photo, self._grey(shown), valid)
        target, first = self._codes.encode(shown), (top, left)
        for reach in PASSES:
            left_over = target - seen_in_cells(code[:, rows, columns], lattice, self._step)
            slope, offset = _guided(photo, left_over, trust, reach)
            shape = code.shape[1], code.shape[2]
            planes = [enlarged(each, self._step, shape, first) for each in (trust[None], slope, offset)]
            code = np.asarray(code + planes[0] * (planes[1] * grey + planes[2]), np.float32)
        return code

    def _cells(self, window: Window) -> Optional[Window]:
        """The whole cells within a window; None when there are none."""
        begun = [-(-window[axis] // self._step) * self._step for axis in (0, 1)]
        ended = [(window[axis] + window[axis + 2]) // self._step * self._step for axis in (0, 1)]
        if ended[0] <= begun[0] or ended[1] <= begun[1]:
            return None
        return begun[0], begun[1], ended[0] - begun[0], ended[1] - begun[1]

    def _grey(self, shown: NDArray[np.float32]) -> Planes:
        return self._tones(self._codes.grey(shown))[None]

    def _trust(self, photo: Planes, reference: Planes, valid: NDArray[np.bool_]) -> NDArray[np.float32]:
        """How far each cell is the same ground, 0 to 1, (h, w)."""
        filled = np.where(valid, reference, photo)
        apart = np.abs(photo - filled)[0] / max(_LEAST_DOUBT, 2 * self._tones.doubt)
        low, high = _TRUST
        alike = np.clip((likeness(photo, filled) - low) / (high - low), 0, 1)
        alike = self._tones.same + (1 - self._tones.same) * alike
        trust = np.exp(-(apart**2)) * valid
        trust = trust * box_mean(trust[None].astype(np.float32), 1)[0] * alike
        return np.asarray(trust, np.float32)


def _guided(grey: Planes, colour: Planes, weight: NDArray[np.float32], reach: int) -> Tuple[Planes, Planes]:
    """Slope and offset (K, h, w) by which grey tells colour around each cell, cells counting by their weight."""
    whole = box_mean(weight[None], reach) + np.float32(1e-3)

    def mean(planes: Planes) -> Planes:
        return np.asarray(box_mean(planes * weight, reach) / whole, np.float32)

    mean_grey, mean_colour = mean(grey), mean(colour)
    slope = (mean(colour * grey) - mean_colour * mean_grey) / (mean(grey * grey) - mean_grey**2 + np.float32(_EDGE))
    return slope, mean_colour - slope * mean_grey
