"""Normal equations of what is seen, block by block, from which any part of the blocks can be solved for and judged."""

from __future__ import annotations

from typing import Dict, List, Sequence

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
_SPREAD = 1e-4


class Standard:
    """Brings columns to a mean of 0 and a deviation of 1, by those of a first sample.

    Args:
        sample: (N, P).
    """

    def __init__(self, sample: NDArray[np.float32]) -> None:
        self.mean = sample.mean(axis=0)
        self.deviation = sample.std(axis=0) + np.float32(_SPREAD)

    def __call__(self, columns: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray((columns - self.mean) / self.deviation, np.float32)


class Evidence:
    """Sums over samples, by block, of the products of all columns: features, 1, priors and targets.

    Attributes:
        features, priors, targets: how many columns each has.
    """

    def __init__(self, features: int, priors: int, targets: int) -> None:
        self.features, self.priors, self.targets = features, priors, targets
        self._blocks: Dict[int, Matrix] = {}

    def add(
        self,
        block: int,
        features: NDArray[np.float32],
        priors: NDArray[np.float32],
        targets: NDArray[np.float32],
    ) -> None:
        """Count samples in.

        Args:
            block: number of the part of the ground where they lie.
            features: (N, features), standardized.
            priors, targets: (N, each).
        """
        ones = np.ones((len(features), 1), np.float32)
        columns = np.concatenate((features, ones, priors, targets), axis=1)
        total = self._blocks.setdefault(block, np.zeros((columns.shape[1],) * 2))
        total += columns.T @ columns

    @property
    def blocks(self) -> Sequence[int]:
        """Numbers of the blocks, ascending."""
        return sorted(self._blocks)

    @property
    def count(self) -> float:
        """Samples."""
        return float(sum(total[self.features, self.features] for total in self._blocks.values()))

    def sums(self, blocks: Sequence[int]) -> Matrix:
        """The products over some blocks, columns in the order features, 1, priors, targets."""
        return np.asarray(np.sum([self._blocks[block] for block in blocks], axis=0))

    def folds(self, most: int) -> Sequence[Sequence[int]]:
        """The blocks in at most ``most`` groups of about as many samples."""
        sizes = {block: self._blocks[block][self.features, self.features] for block in self.blocks}
        folds: List[List[int]] = [[] for _ in range(min(most, len(sizes)))]
        filled = [0.0] * len(folds)
        for block in sorted(sizes, key=lambda number: -sizes[number]):
            smallest = int(np.argmin(filled))
            folds[smallest].append(block)
            filled[smallest] += sizes[block]
        return folds
