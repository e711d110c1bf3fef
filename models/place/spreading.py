"""Known colours spread to what looks alike, near more than far.

Gaussian process regression of what the model leaves of the known colours (Rasmussen and Williams 2006, chapter 2; for
many points with a subset of regressors, section 8.3.1), with a kernel of three parts: one for all ground alike, one
for the same grey, and one for the same looks to the encoder, of which half fades with the distance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from ..package.maps import FeatureMaps
from .features import CELL, Maps, weighted_looks
from .planes import Planes, enlarged, halved

INDUCING = 400
"""Points by which many are represented."""
DIMENSIONS = 24
_GREY = 40.0
_LOOKS = 1.2
_NEAR = 0.25
"""Of the photo's longer side."""
_EVERYWHERE = 0.5
_NOISE = 0.5
_CELLS_AT_ONCE = 1 << 14
Table = NDArray[np.float32]


@dataclass(frozen=True)
class Sight:
    """What makes ground look alike: the main directions of what is seen over the photo.

    Attributes:
        mean, deviation: (P,) of :func:`.features.looks`.
        directions: (P, D).
        side: the photo's longer side in pixels.
    """

    mean: Table
    deviation: Table
    directions: Table
    side: float

    @classmethod
    def over(cls, samples: Table, groups: Sequence[int], side: float) -> Sight:
        """Of samples (N, P) all over the photo; ``groups`` are the columns that count as much as others together."""
        mean, deviation = samples.mean(axis=0), samples.std(axis=0) + np.float32(1e-4)
        gain = np.concatenate([np.full(size, size**-0.5) for size in groups]).astype(np.float32)
        scaled = (samples - mean) / deviation * gain
        _, vectors = np.linalg.eigh(scaled.T @ scaled)
        main = vectors[:, ::-1][:, :DIMENSIONS].astype(np.float32)
        return cls(mean, deviation, gain[:, None] * main, side)

    def coordinates(self, unit: Planes, maps: Maps, sizes: FeatureMaps, first: Tuple[float, float]) -> Planes:
        """Coordinates (3 + D, h, w) of all cells in the kernel: place over its reach, grey over its, looks over theirs.

        Args:
            unit: (C_in, h, w) in cells of two pixels.
            maps: of the tile.
            sizes: of the maps.
            first: column and row of the tile in pixels of the photo.
        """
        weights = self.directions / (self.deviation[:, None] * np.float32(_LOOKS))
        seen = weighted_looks(unit, maps, sizes, weights) - (self.mean @ weights)[:, None, None]
        rows, columns = np.mgrid[: unit.shape[1], : unit.shape[2]]
        place = np.stack((columns * CELL + first[0], rows * CELL + first[1])) / (_NEAR * self.side)
        grey = unit.mean(axis=0, keepdims=True) * (255.0 / _GREY)
        return np.asarray(np.concatenate((place, grey, seen)), np.float32)


@dataclass(frozen=True)
class Spreading:
    """Adds what known colours say to the code of a tile.

    Attributes:
        sight: of the photo.
        points: (M, 3 + D) by :meth:`Sight.coordinates`.
        weights: (M, K).
    """

    sight: Sight
    points: Table
    weights: Table

    @classmethod
    def fit(cls, sight: Sight, points: Table, left: Table, how_much: Table) -> Spreading:
        """From what is left of the known codes at points.

        Args:
            points: (N, 3 + D).
            left: (N, K).
            how_much: (N,) weight of each.
        """
        chosen = np.random.default_rng(0).permutation(len(points))[:INDUCING]
        across, inner = kernel(points, points[chosen]).astype(np.float64), kernel(points[chosen], points[chosen])
        weighted = across * how_much[:, None]
        system = weighted.T @ across + _NOISE * inner + 1e-6 * np.eye(len(chosen))
        return cls(sight, points[chosen], np.linalg.solve(system, weighted.T @ left).astype(np.float32))

    def everywhere(self, greys: Table) -> Table:
        """What known colours add to ground of some greys (N,) from 0 to 1, whatever it looks like: (N, K)."""
        grey = greys[:, None] * np.float32(255.0 / _GREY)
        alike = _EVERYWHERE + np.exp(-0.5 * _squares(grey, self.points[:, 2:3]))
        return np.asarray(alike @ self.weights, np.float32)

    def __call__(self, unit: Planes, code: Planes, maps: Maps, sizes: FeatureMaps, first: Tuple[int, int]) -> Planes:
        """The code (K, H, W) of a tile whose first pixel is column and row ``first`` of the photo."""
        planes = self.sight.coordinates(halved(unit), maps, sizes, first)
        cells = planes.reshape(len(planes), -1).T
        parts = [
            kernel(cells[begun : begun + _CELLS_AT_ONCE], self.points) @ self.weights
            for begun in range(0, len(cells), _CELLS_AT_ONCE)
        ]
        added = np.concatenate(parts).T.reshape(-1, *planes.shape[1:])
        return np.asarray(code + enlarged(added, CELL, (unit.shape[1], unit.shape[2])), np.float32)


def kernel(a: Table, b: Table) -> Table:
    """Likeness of points (N, 3 + D) and (M, 3 + D), (N, M)."""
    near = np.exp(-0.5 * _squares(a[:, :2], b[:, :2]))
    grey = np.exp(-0.5 * _squares(a[:, 2:3], b[:, 2:3]))
    alike = np.exp(-0.5 * _squares(a[:, 3:], b[:, 3:]))
    return np.asarray(_EVERYWHERE + grey + alike * (0.5 + 0.5 * near), np.float32)


def _squares(a: Table, b: Table) -> Table:
    squares = (a * a).sum(axis=1)[:, None] + (b * b).sum(axis=1) - 2 * a @ b.T
    return np.asarray(np.maximum(squares, 0), np.float32)
