"""The colorizer of satellite imagery by CosmiQ Works: a generator of convex combinations."""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn

from .generator import Generator
from .products import DoublingConv2d, HalvingConv2d


class OuterLayer(nn.Module):
    """Two convolutions, the second with stride 2, a transposed convolution back to full size, and a ReLU."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(width, width, 3, padding=1),
            HalvingConv2d(width, 2 * width, bias=True),
            DoublingConv2d(2 * width, width, bias=True),
            nn.ReLU(),
        )

    def forward(self, x: Tensor) -> Tensor:
        """(N, width, H, W) to the same shape."""
        return cast(Tensor, self.layers(x))


class ConvexCombination(nn.Module):
    """``w·a + (1 − w)·b`` with a learned weight w between 0 and 1 (a sigmoid), 0.5 at first."""

    def __init__(self) -> None:
        super().__init__()
        self.logit = nn.Parameter(torch.zeros(()))

    def forward(self, a: Tensor, b: Tensor) -> Tensor:
        """Two tensors of one shape to one of the same shape."""
        weight = torch.sigmoid(self.logit)
        return weight * a + (1.0 - weight) * b


class SatelliteGenerator(Generator):
    """Three outer layers; the second and third are given a convex combination of the two before them.

    What stands before the first is the input, brought to ``ngf`` channels by a 1×1 convolution. There is no norm, and a
    pixel sees no further than 16 px, so a result never depends on the tile.

    Args:
        bands_in, bands_out: channels of input and output.
        ngf: channels of an outer layer, twice as many at half size.
        tanh: end in tanh (range [-1, 1]); False leaves the output unbounded.
    """

    size_multiple = 2

    def __init__(self, bands_in: int, bands_out: int, *, ngf: int = 64, tanh: bool = True) -> None:
        super().__init__()
        self.tanh = tanh
        self.enter = nn.Conv2d(bands_in, ngf, 1)
        self.outer = nn.ModuleList([OuterLayer(ngf) for _ in range(3)])
        self.combine = nn.ModuleList([ConvexCombination() for _ in range(2)])
        self.last = nn.Conv2d(ngf, bands_out, 1)

    @property
    def last_layer(self) -> nn.Conv2d:
        """The convolution that makes the output."""
        return self.last

    def forward(self, x: Tensor) -> Tensor:
        """(N, bands_in, H, W) to (N, bands_out, H, W); H and W are even."""
        before = self.enter(x)
        latest = self.outer[0](before)
        for combine, layer in zip(self.combine, self.outer[1:]):
            before, latest = latest, layer(combine(latest, before))
        output = self.last(latest)
        return torch.tanh(output) if self.tanh else output
