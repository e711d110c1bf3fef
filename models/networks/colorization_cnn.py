"""A plain convolutional colorizer without skips, the baseline of comparisons."""

from __future__ import annotations

from typing import List

from torch import nn

from .generator import SequentialGenerator


class ColorizationCNN(SequentialGenerator):
    """3×3 convolutions with ReLU: two halvings, then two enlargements (nearest) back to full size.

    Channels 32, 32 (stride 2), 64, 64 (stride 2), 128, up, 64, up, 32, output: 231,682 parameters with ``ngf`` 32, one
    band in and two out. No norm: a pixel depends on what is within 20 px of it and never on the tile.

    Args:
        bands_in, bands_out: channels of input and output.
        ngf: channels of the outermost level; inner levels have twice and four times as many.
        tanh: end in tanh (range [-1, 1]); False leaves the output unbounded.
    """

    size_multiple = 4

    def __init__(self, bands_in: int, bands_out: int, *, ngf: int = 32, tanh: bool = True) -> None:
        super().__init__()
        self.tanh = tanh
        layers: List[nn.Module] = []
        width = bands_in
        for wider, stride in ((ngf, 1), (ngf, 2), (2 * ngf, 1), (2 * ngf, 2), (4 * ngf, 1)):
            layers += [nn.Conv2d(width, wider, 3, stride, padding=1), nn.ReLU()]
            width = wider
        for narrower in (2 * ngf, ngf):
            layers += [nn.Upsample(scale_factor=2), nn.Conv2d(width, narrower, 3, padding=1), nn.ReLU()]
            width = narrower
        self.body = nn.Sequential(*layers)
        self.last = nn.Conv2d(width, bands_out, 3, padding=1)
