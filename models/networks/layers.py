"""What generators are built of: the ways to normalize and the ways to double the size."""

from __future__ import annotations

from typing import Union

import torch
from torch import Tensor, nn
from torch.nn import functional

from .products import DoublingConv2d, doubled

DECODERS = ("transposed", "resize", "shuffle")
NORMS = ("batch", "instance")


def normalization(kind: str, width: int) -> nn.Module:
    """A layer that normalizes ``width`` channels, as the reference code makes it.

    ``batch`` uses running statistics once trained, so that a pixel's value does not depend on the tile it is shown in.
    ``instance`` uses those of the tile itself, and has no weights: neighbouring tiles differ.

    Raises:
        ValueError: no such kind.
    """
    if kind not in NORMS:
        raise ValueError(f"norm is {kind!r}, not one of {', '.join(NORMS)}")
    return nn.BatchNorm2d(width) if kind == "batch" else nn.InstanceNorm2d(width)


def doubling(kind: str, bands_in: int, bands_out: int, *, bias: bool) -> Union[nn.Conv2d, nn.ConvTranspose2d]:
    """A convolution from (N, bands_in, H, W) to (N, bands_out, 2H, 2W).

    ``transposed`` is that of pix2pix, 4×4 with stride 2: its four sub-pixels have weights of their own, which shows as
    a checkerboard (Odena et al. 2016). ``resize`` and ``shuffle`` start without one.

    Raises:
        ValueError: no such kind.
    """
    if kind not in DECODERS:
        raise ValueError(f"decoder is {kind!r}, not one of {', '.join(DECODERS)}")
    if kind == "transposed":
        return DoublingConv2d(bands_in, bands_out, bias=bias)
    if kind == "resize":
        return ResizeConv2d(bands_in, bands_out, bias=bias)
    return ShuffleConv2d(bands_in, bands_out, bias=bias)


class ResizeConv2d(nn.Conv2d):
    """Nearest-neighbour enlargement, then a 3×3 convolution (Odena et al. 2016): no checkerboard can be learned here.

    Both in one: the pixels of a 2×2 block are equal, so the nine weights add up to those of a 4×4 transposed
    convolution with stride 2, at its cost, which is four ninths of that of the two steps.
    """

    def __init__(self, bands_in: int, bands_out: int, *, bias: bool) -> None:
        super().__init__(bands_in, bands_out, 3, padding=1, bias=bias)

    def forward(self, x: Tensor) -> Tensor:
        """(N, bands_in, H, W) to (N, bands_out, 2H, 2W)."""
        kernel = _summed(_summed(self.weight.transpose(0, 1), 2), 3)
        return doubled(x, kernel, self.bias)


class ShuffleConv2d(nn.Conv2d):
    """Sub-pixel convolution (Shi et al. 2016): 3×3 to four times as many channels, which become blocks of 2×2 px."""

    def __init__(self, bands_in: int, bands_out: int, *, bias: bool) -> None:
        super().__init__(bands_in, 4 * bands_out, 3, padding=1, bias=bias)

    def forward(self, x: Tensor) -> Tensor:
        """(N, bands_in, H, W) to (N, bands_out, 2H, 2W)."""
        return functional.pixel_shuffle(super().forward(x), 2)

    @torch.no_grad()
    def tie_subpixels(self) -> None:
        """Give the four sub-pixels of a channel the weights of the first (ICNR, Aitken et al. 2017)."""
        self.weight.copy_(self.weight[::4].repeat_interleave(4, dim=0))


def _summed(weight: Tensor, axis: int) -> Tensor:
    """Three weights along an axis to the four of the transposed convolution: the last, two sums and the first."""
    first, middle, last = (weight.select(axis, i) for i in range(3))
    return torch.stack((last, middle + last, first + middle, first), dim=axis)
