"""The fitted curve that a result must beat, without torch: what can be said of a pixel from its own value alone.

It is the curve of ``networks.curves``, to which a test holds it.
"""

from __future__ import annotations

from itertools import combinations_with_replacement
from typing import List, Tuple

import numpy as np
from numpy.typing import NDArray

from ..rasters.arrays import Array, DType

KNOTS = 17
_SMOOTHING = 1e-4
_MOST_BANDS_WITH_PRODUCTS = 12
_PIECE = 1 << 15
_ENDS = (0.1, 99.9)
Table = NDArray[np.float64]


class Curve:
    """Least squares from input to target bands.

    One band in: piecewise linear with 17 knots and a small penalty on its bends. More bands in: a quadratic polynomial.
    Values outside the range that was seen are held at its edge.

    Args:
        inputs: (P, bands in), P > 0.
        targets: (P, bands out).
        dtype: of the input; 8-bit values are scaled by 0 to 255, others by their own range without its ends.
    """

    def __init__(self, inputs: Array, targets: Array, dtype: DType) -> None:
        inputs, targets = inputs.astype(np.float64), targets.astype(np.float64)
        low, high = (np.zeros(inputs.shape[1]), np.full(inputs.shape[1], 255.0))
        if dtype != np.uint8:
            low, high = np.percentile(inputs, _ENDS, axis=0)
        self._low, self._span = low, np.where(high > low, high - low, 1.0)
        self._seen = np.maximum(inputs.min(0), low), np.minimum(inputs.max(0), np.maximum(high, low))
        self._pairs = _pairs(inputs.shape[1])
        self._weights = self._solved(inputs, targets)

    def __call__(self, values: Array) -> Array:
        """(bands in, H, W) to (bands out, H, W) float32; any finite values."""
        table = values.reshape(len(values), -1).T
        parts = [
            self._design(table[start : start + _PIECE]) @ self._weights for start in range(0, len(table), _PIECE)
        ]
        output: Array = np.concatenate(parts).T.reshape(-1, *values.shape[1:]).astype(np.float32)
        return output

    def _solved(self, inputs: Table, targets: Table) -> Table:
        normal: Table = np.zeros(())
        right: Table = np.zeros(())
        for start in range(0, len(inputs), _PIECE):
            design = self._design(inputs[start : start + _PIECE])
            normal = normal + design.T @ design
            right = right + design.T @ targets[start : start + _PIECE]
        penalty = np.full(len(normal), 1e-9)
        if inputs.shape[1] == 1:
            penalty[1:-1] = _SMOOTHING / KNOTS
        solution: Table = np.linalg.solve(normal / len(inputs) + np.diag(penalty), right / len(inputs))
        return solution

    def _design(self, table: Array) -> Table:
        """(P, features), the last one constant."""
        held = np.clip(table.astype(np.float64), *self._seen)
        x = 2.0 * (held - self._low) / self._span - 1.0
        if x.shape[1] == 1:
            features = [np.maximum(x - np.linspace(-1.0, 1.0, KNOTS)[:-1], 0.0)]
        else:
            features = [x, *(x[:, i : i + 1] * x[:, j : j + 1] for i, j in self._pairs)]
        return np.hstack((*features, np.ones((len(x), 1))))


def _pairs(bands: int) -> List[Tuple[int, int]]:
    if bands > _MOST_BANDS_WITH_PRODUCTS:
        return [(i, i) for i in range(bands)]
    return list(combinations_with_replacement(range(bands), 2))
