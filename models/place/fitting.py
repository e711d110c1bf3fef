"""Which colours go with what is seen: a curve, the model's own answer, and a ridge regression on what these leave.

All are linear in their weights, so that sums of products over the samples (:class:`Evidence`) are all that is needed:
for each way and each strength of the penalty, blocks of the ground are left out in turn, the rest is solved for, and
what was left out is the judge. The ways are averaged, those that err less counting by far the most, since no place is
quite like the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Mapping, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from .colour import KNOTS, PlaceColour
from .evidence import Evidence, Matrix, Standard

PENALTIES = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
FOLDS = 6
MODEL, CURVE, BOTH = "the model's own colours", "a curve of the place", "curve and model"
ENCODER = ", corrected by what the encoder sees"
LEAST_BLOCKS, LEAST_SAMPLES = 4, 1000
SHARPNESS = 12.0
"""A way that errs a tenth more counts a third as much."""
_LEAST_ERROR = 1e-2
"""Levels², which nobody sees and 32 bits do not tell from nothing."""
_BEND = 1e-3
_RIDGE = 1e-6


@dataclass(frozen=True)
class Fit:
    """What was found.

    Attributes:
        colour: of the place.
        errors: mean square errors on ground that was left out, in levels, by way; ``model`` and ``curve`` are simple.
        expected: that of the best way.
        shares: of each way in the result.
        shrunk: how many times the deviation of real colours is that of those which are told, at least 1.
    """

    colour: PlaceColour
    errors: Mapping[str, float]
    expected: float
    shares: Mapping[str, float]
    shrunk: float = 1.0


def prior_columns(unit: NDArray[np.float32], code: NDArray[np.float32]) -> NDArray[np.float32]:
    """Hat functions of each input band, and the model's code: (N, C_in * KNOTS + K).

    Args:
        unit: (C_in, N) from 0 to 1.
        code: (K, N).
    """
    hats = []
    for band in unit:
        at = np.clip(band, 0, 1) * (KNOTS - 1)
        hats.append(np.maximum(0, 1 - np.abs(at[:, None] - np.arange(KNOTS, dtype=np.float32))))
    return np.asarray(np.concatenate([*hats, code.T], axis=1), np.float32)


class Fitting:
    """Solves for the colours of a place.

    Args:
        evidence: of the place, with priors by :func:`prior_columns`.
        bands: C_in.
        standard: of the features; None to leave these out.
        pixels: evidence of single pixels of the same blocks (no features; hat functions; targets), of which the curve
            is made, for it is applied pixel by pixel; None to make it of the samples.

    Where the samples are few, or lie in few blocks, only the model and the curve of the place are ways: what else could
    be told of one spot is not true of the next, and nothing is there to find that out by.
    """

    def __init__(
        self, evidence: Evidence, bands: int, standard: Optional[Standard], pixels: Optional[Evidence] = None
    ) -> None:
        self._few = len(evidence.blocks) < LEAST_BLOCKS or evidence.count < LEAST_SAMPLES
        self._evidence, self._bands, self._standard = evidence, bands, None if self._few else standard
        self._pixels, self._targets = pixels, evidence.targets
        first = evidence.features + 1
        self._hats = np.arange(first, first + bands * KNOTS)
        self._codes = np.arange(first + bands * KNOTS, first + evidence.priors)
        self._y = np.arange(first + evidence.priors, first + evidence.priors + self._targets)

    def fit(self) -> Fit:
        """Choose by parts of the evidence that are left out, and fit on all of it."""
        errors: Dict[Tuple[str, float], float] = {}
        for fold in self._evidence.folds(FOLDS):
            rest = [block for block in self._evidence.blocks if block not in fold] or self._evidence.blocks
            unseen = self._evidence.sums(fold)
            for way, solution in self._solutions(rest).items():
                errors[way] = errors.get(way, 0.0) + _error(unseen, solution, self._y)
        errors = {way: max(_LEAST_ERROR, error / self._evidence.count) for way, error in errors.items()}
        best: Dict[str, Tuple[float, float]] = {}
        for (prior, penalty), error in errors.items():
            name = prior if np.isinf(penalty) else prior + ENCODER
            if name not in best or error < best[name][0]:
                best[name] = (error, penalty)
        least = min(error for error, _ in best.values())
        weights = {name: (least / error) ** SHARPNESS for name, (error, _) in best.items()}
        whole = sum(weights.values())
        solutions = self._solutions(self._evidence.blocks)
        total = np.zeros_like(next(iter(solutions.values())))
        for name, weight in weights.items():
            total += weight / whole * solutions[name.replace(ENCODER, ""), best[name][1]]
        shares = {name: weight / whole for name, weight in weights.items()}
        found = {name: error for name, (error, _) in best.items()}
        return Fit(self._colour(total), found, least, shares, self._shrunk(least))

    def _shrunk(self, error: float) -> float:
        """Least squares tell colours whose variance lacks that of the errors."""
        sums = self._evidence.sums(self._evidence.blocks) / self._evidence.count
        variance = float((np.diag(sums)[self._y] - sums[self._evidence.features, self._y] ** 2).sum())
        return float(np.sqrt(variance / max(variance - error, 0.01 * variance, 1e-9))) if variance > error else 1.0

    def _solutions(self, blocks: Sequence[int]) -> Dict[Tuple[str, float], Matrix]:
        """Weights of all columns but the targets, (columns, K), by prior and penalty; infinity for the prior alone."""
        count, sums = self._evidence.features, self._evidence.sums(blocks)
        size, mean = count + 1, sums / max(sums[count, count], 1e-9)
        priors = self._priors(mean)
        if self._pixels is not None:
            priors[CURVE][self._hats] = self._of_pixels(self._pixels.sums(blocks))
        found: Dict[Tuple[str, float], Matrix] = {(name, np.inf): prior for name, prior in priors.items()}
        if not count or self._standard is None:
            return found
        names = list(priors)
        left = np.concatenate([mean[:size] @ _residual(priors[name], self._y, len(mean)) for name in names], axis=1)
        for penalty in PENALTIES:
            ridge = np.full(size, penalty)
            ridge[-1] = _RIDGE
            weights = np.linalg.solve(mean[:size, :size] + np.diag(ridge), left)
            for number, name in enumerate(names):
                whole = priors[name].copy()
                whole[:size] += weights[:, number * self._targets : (number + 1) * self._targets]
                found[name, penalty] = whole
        return found

    def _priors(self, mean: Matrix) -> Dict[str, Matrix]:
        empty = np.zeros((self._y[0], self._targets))
        model = empty.copy()
        model[self._codes] = np.eye(self._targets)
        curve, both = empty.copy(), empty.copy()
        curve[self._hats] = self._solved(mean, self._hats)
        if self._few:
            return {MODEL: model, CURVE: curve}
        columns = np.concatenate((self._hats, self._codes))
        both[columns] = self._solved(mean, columns)
        return {MODEL: model, CURVE: curve, BOTH: both}

    def _of_pixels(self, sums: Matrix) -> Matrix:
        """The curve of single pixels, (C_in * KNOTS, K)."""
        hats = len(self._hats)
        columns = np.arange(1, 1 + hats)
        return self._solved(sums / max(sums[0, 0], 1e-9), columns, np.arange(1 + hats, 1 + hats + self._targets))

    def _solved(
        self, mean: Matrix, columns: NDArray[np.int64], targets: Optional[NDArray[np.int64]] = None
    ) -> Matrix:
        bends = np.diff(np.eye(KNOTS), 2, axis=0)
        penalty = np.eye(len(columns)) * _RIDGE
        for band in range(self._bands):
            mine = slice(band * KNOTS, (band + 1) * KNOTS)
            penalty[mine, mine] += _BEND * bends.T @ bends
        right = mean[np.ix_(columns, self._y if targets is None else targets)]
        return np.linalg.solve(mean[np.ix_(columns, columns)] + penalty, right)

    def _colour(self, weights: Matrix) -> PlaceColour:
        count, targets = self._evidence.features, self._targets
        curve = weights[self._hats].reshape(self._bands, KNOTS, targets)
        features, offset = weights[:count], weights[count]
        if self._standard is not None:
            features = features / self._standard.deviation[:, None]
            offset = offset - self._standard.mean @ features
        if not features.any():
            features = features[:0]
        tables = (curve, weights[self._codes], features, offset)
        return PlaceColour(*(np.asarray(each, np.float32) for each in tables))


def _residual(solution: Matrix, targets: NDArray[np.int64], size: int) -> Matrix:
    """Weights (columns, K) that give what a solution leaves of the targets."""
    whole = np.zeros((size, len(targets)))
    whole[: len(solution)] = -solution
    whole[targets] += np.eye(len(targets))
    return whole


def _error(sums: Matrix, solution: Matrix, targets: NDArray[np.int64]) -> float:
    """Sum over samples of the square of what a solution leaves of the targets."""
    whole = _residual(solution, targets, len(sums))
    return float(np.einsum("ck,cd,dk->", whole, sums, whole, optimize=True))

