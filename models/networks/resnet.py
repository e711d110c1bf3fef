"""The residual generator (Johnson et al. 2016) in the layout of CycleGAN's and pix2pix's reference code."""

from __future__ import annotations

from typing import List, cast

from torch import Tensor, nn

from .generator import SeededDropout, SequentialGenerator
from .layers import normalization


class ResidualBlock(nn.Module):
    """Two 3×3 convolutions whose result is added to the input."""

    def __init__(self, width: int, *, norm: str, dropout: float) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            *_convolution(width, width, 3, norm=norm),
            SeededDropout(dropout),
            *_convolution(width, width, 3, norm=norm)[:-1],
        )

    def forward(self, x: Tensor) -> Tensor:
        """(N, width, H, W) to the same shape."""
        return x + cast(Tensor, self.layers(x))


class ResNetGenerator(SequentialGenerator):
    """7×7 convolution, two that halve the size, residual blocks, two that double it, 7×7 convolution.

    At ``ngf`` 64, 9 blocks and 3 → 3 bands it has the 11.38 million parameters that the reference code prints. With
    batch norm the convolutions before a norm have no bias; with instance norm they have one, as there. Edges are
    reflected. Instance norm depends on the tile that is shown; batch norm does not, once trained.

    Args:
        bands_in, bands_out: channels of input and output.
        ngf: channels at full size; a quarter of the size has four times as many.
        blocks: number of residual blocks, 6 or 9 in the reference.
        norm: ``batch`` or ``instance``.
        dropout: probability between the two convolutions of a block.
        tanh: end in tanh (range [-1, 1]); False leaves the output unbounded.
    """

    size_multiple = 4

    def __init__(
        self,
        bands_in: int,
        bands_out: int,
        *,
        ngf: int = 64,
        blocks: int = 9,
        norm: str = "batch",
        dropout: float = 0.5,
        tanh: bool = True,
    ) -> None:
        super().__init__()
        self.tanh = tanh
        layers = _convolution(bands_in, ngf, 7, norm=norm)
        for width in (ngf, 2 * ngf):
            layers += [
                nn.Conv2d(width, 2 * width, 3, stride=2, padding=1, bias=norm == "instance"),
                *_finish(2 * width, norm),
            ]
        layers += [ResidualBlock(4 * ngf, norm=norm, dropout=dropout) for _ in range(blocks)]
        for width in (4 * ngf, 2 * ngf):
            up = nn.ConvTranspose2d(
                width, width // 2, 3, stride=2, padding=1, output_padding=1, bias=norm == "instance"
            )
            layers += [up, *_finish(width // 2, norm)]
        self.body = nn.Sequential(*layers, nn.ReflectionPad2d(3))
        self.last = nn.Conv2d(ngf, bands_out, 7)


def _convolution(bands_in: int, bands_out: int, kernel: int, *, norm: str) -> List[nn.Module]:
    return [
        nn.ReflectionPad2d(kernel // 2),
        nn.Conv2d(bands_in, bands_out, kernel, bias=norm == "instance"),
        *_finish(bands_out, norm),
    ]


def _finish(width: int, norm: str) -> List[nn.Module]:
    return [normalization(norm, width), nn.ReLU()]
