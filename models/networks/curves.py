"""A fitted curve from input to target bands: the best that can be said of a pixel without looking at its neighbours."""

from __future__ import annotations

from itertools import combinations_with_replacement
from typing import Iterator, List, Tuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from .precision import without_tf32

KNOTS = 17
_SMOOTHING = 1e-4
_MOST_BANDS_WITH_PRODUCTS = 12
Samples = Tuple[NDArray[np.float64], NDArray[np.float64]]


class FittedCurve(nn.Module):
    """Least-squares curve on inputs in [-1, 1].

    One band in: piecewise linear with 17 knots and a small penalty on its bends (P-splines, Eilers and Marx 1996), so
    that values that the training chips lack are bridged. More bands in: a quadratic polynomial. Values outside the
    range that was seen are held at its edge.
    """

    limits: Tensor
    weight: Tensor
    bias: Tensor
    knots: Tensor

    def __init__(self, bands_in: int, bands_out: int) -> None:
        super().__init__()
        self.bands_in, self.bands_out = bands_in, bands_out
        self.pairs = _pairs(bands_in)
        features = KNOTS - 1 if bands_in == 1 else bands_in + len(self.pairs)
        self.register_buffer("limits", torch.tensor([[-1.0, 1.0]]).repeat(bands_in, 1))
        self.register_buffer("weight", torch.zeros(bands_out, features))
        self.register_buffer("bias", torch.zeros(bands_out))
        self.register_buffer("knots", torch.linspace(-1.0, 1.0, KNOTS), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        """(N, bands_in, H, W) to (N, bands_out, H, W)."""
        low, high = self.limits[:, 0].view(1, -1, 1, 1), self.limits[:, 1].view(1, -1, 1, 1)
        features = self._features(torch.minimum(torch.maximum(x, low), high))
        with without_tf32(x):
            return functional.conv2d(features, self.weight[:, :, None, None], self.bias)

    @torch.no_grad()
    def fit(self, samples: Iterator[Samples]) -> None:
        """Solve for the weights.

        Args:
            samples: pairs of arrays, inputs (P, bands_in) and targets (P, bands_out), streamed; finite values only.
        """
        size = self.weight.shape[1] + 1
        normal, right, count = np.zeros((size, size)), np.zeros((size, self.bands_out)), 0
        low, high = np.full(self.bands_in, np.inf), np.full(self.bands_in, -np.inf)
        for inputs, targets in samples:
            if not len(inputs):
                continue
            low, high = np.minimum(low, inputs.min(0)), np.maximum(high, inputs.max(0))
            columns = torch.from_numpy(np.ascontiguousarray(inputs)).T.reshape(1, self.bands_in, 1, -1)
            features = self._features(columns)[0, :, 0].numpy().T
            design = np.hstack((features, np.ones((len(inputs), 1))))
            normal += design.T @ design
            right += design.T @ targets
            count += len(inputs)
        if count == 0:
            return
        solution = np.linalg.solve(normal / count + self._penalty(size), right / count)
        self.weight.copy_(torch.from_numpy(solution[:-1].T))
        self.bias.copy_(torch.from_numpy(solution[-1]))
        self.limits.copy_(torch.from_numpy(np.stack((low, high), axis=1)))

    def _features(self, x: Tensor) -> Tensor:
        if self.bands_in == 1:
            return functional.relu(x - self.knots[:-1].to(x.dtype).view(1, -1, 1, 1))
        products = [x[:, i : i + 1] * x[:, j : j + 1] for i, j in self.pairs]
        return torch.cat([x, *products], dim=1)

    def _penalty(self, size: int) -> NDArray[np.float64]:
        """Every weight of a hinge after the first is a bend; all but the constant get enough to stay solvable."""
        bends = np.full(size, 1e-9)
        if self.bands_in == 1:
            bends[1:-1] = _SMOOTHING / KNOTS
        return np.diag(bends)


def _pairs(bands: int) -> List[Tuple[int, int]]:
    if bands > _MOST_BANDS_WITH_PRODUCTS:
        return [(i, i) for i in range(bands)]
    return list(combinations_with_replacement(range(bands), 2))
