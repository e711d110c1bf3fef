"""The U-Net generator of pix2pix (Isola et al. 2017), written flat: ``down[0]`` is outermost, ``up[0]`` innermost."""

from __future__ import annotations

from typing import List, Optional, Union, cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from ..errors import InputError
from .generator import Generator, SeededDropout
from .layers import doubling, normalization
from .products import HalvingConv2d

MAX_DEPTH = 8
MIN_SIZE = 32
_EVEN_LEVELS = 3


def unet_depth(size: int, wanted: int = 0) -> int:
    """How often a tile of ``size`` pixels is halved: as often as it can be, 8 for 256, 5 for 32, 96 or 224, at most 8.

    Args:
        wanted: so often instead, where the size allows it; 0 for no wish.

    Raises:
        InputError: ``size`` is not a positive multiple of 32.
    """
    if size < MIN_SIZE or size % MIN_SIZE:
        raise InputError(f"A U-Net cannot be trained on {size} px tiles; give a size that is a multiple of {MIN_SIZE}.")
    depth = 0
    while size % 2 == 0 and depth < MAX_DEPTH:
        size //= 2
        depth += 1
    return min(depth, wanted) if wanted else depth


class Down(nn.Module):
    """Halves the size: LeakyReLU, 4×4 convolution with stride 2, norm (None for none)."""

    def __init__(
        self, bands_in: int, bands_out: int, *, norm: Optional[str], bias: bool = False, activate: bool = True
    ) -> None:
        super().__init__()
        self.activate = activate
        self.conv = HalvingConv2d(bands_in, bands_out, bias=bias)
        self.norm = None if norm is None else normalization(norm, bands_out)

    def forward(self, x: Tensor) -> Tensor:
        """(N, bands_in, H, W) to (N, bands_out, H/2, W/2)."""
        x = self.conv(functional.leaky_relu(x, 0.2) if self.activate else x)
        return x if self.norm is None else cast(Tensor, self.norm(x))


class Up(nn.Module):
    """Doubles the size: ReLU, convolution of the decoder's kind, norm (None for none), dropout."""

    def __init__(
        self, bands_in: int, bands_out: int, *, decoder: str, norm: Optional[str], bias: bool, dropout: float = 0.0
    ) -> None:
        super().__init__()
        self.conv = doubling(decoder, bands_in, bands_out, bias=bias)
        self.norm = None if norm is None else normalization(norm, bands_out)
        self.dropout = SeededDropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        """(N, bands_in, H, W) to (N, bands_out, 2H, 2W)."""
        x = self.conv(functional.relu(x))
        return cast(Tensor, self.dropout(x if self.norm is None else self.norm(x)))


class UNet(Generator):
    """Encoder and decoder with a skip connection at each size.

    At ``ngf`` 64, ``depth`` 8 and 3 → 3 bands these are the 54.4 million parameters of the paper's network; no norm in
    the outermost and innermost encoder layer, none after the last, dropout in the inner decoder blocks that have
    8·``ngf`` channels on both sides (three of them at depth 8). As in the reference code, convolutions have a bias with
    instance norm, and with batch norm only the last has one.

    Args:
        bands_in, bands_out: channels of input and output.
        ngf: channels of the outermost level; inner levels have 2, 4, then 8 times as many.
        depth: number of halvings; H and W of an input must be multiples of ``2**min(depth, 3)``.
        decoder: how the size is doubled, see :func:`doubling`; the paper's is ``transposed``.
        norm: ``batch`` or ``instance``, see :func:`normalization`.
        dropout: probability in the dropout blocks.
        tanh: end in tanh (range [-1, 1]); False leaves the output unbounded.
    """

    def __init__(
        self,
        bands_in: int,
        bands_out: int,
        *,
        ngf: int = 64,
        depth: int = 8,
        decoder: str = "transposed",
        norm: str = "batch",
        dropout: float = 0.5,
        tanh: bool = True,
    ) -> None:
        super().__init__()
        self.size_multiple = 2 ** min(depth, _EVEN_LEVELS)
        self.tanh = tanh
        width = [ngf * min(2**level, 8) for level in range(depth)]
        bias, inner = norm == "instance", depth - 1
        down: List[nn.Module] = [Down(bands_in, width[0], norm=None, bias=bias, activate=False)]
        for i in range(1, depth):
            down.append(Down(width[i - 1], width[i], norm=norm if i < inner else None, bias=bias))
        up: List[nn.Module] = [Up(width[inner], width[inner - 1], decoder=decoder, norm=norm, bias=bias)]
        for i in range(inner - 1, 0, -1):
            chance = dropout if 4 <= i < inner else 0.0
            up.append(Up(2 * width[i], width[i - 1], decoder=decoder, norm=norm, bias=bias, dropout=chance))
        up.append(Up(2 * width[0], bands_out, decoder=decoder, norm=None, bias=True))
        self.down = nn.ModuleList(down)
        self.up = nn.ModuleList(up)

    @property
    def last_layer(self) -> Union[nn.Conv2d, nn.ConvTranspose2d]:
        """The convolution that makes the output."""
        last = self.up[-1]
        if not isinstance(last, Up):
            raise TypeError("The last decoder block was replaced.")
        return last.conv

    def forward(self, x: Tensor) -> Tensor:
        """(N, bands_in, H, W) to (N, bands_out, H, W); H and W are multiples of ``size_multiple``.

        Where an inner level is left with an odd size, a row or column of zeros evens it and is cut off again on the
        way back, so that tiles need not be multiples of ``2**depth``; those that are give what they always gave.
        """
        skips: List[Tensor] = []
        for level, block in enumerate(self.down):
            x = block(x if level < _EVEN_LEVELS else _even(x))
            skips.append(x)
        skips.pop()
        for level, block in zip(range(len(self.up) - 2, -1, -1), self.up[:-1]):
            skip, x = skips.pop(), block(x)
            x = x if level < _EVEN_LEVELS - 1 else x[..., : skip.shape[2], : skip.shape[3]]
            x = torch.cat((skip, x), dim=1)
        x = self.up[-1](x)
        return torch.tanh(x) if self.tanh else x


def _even(x: Tensor) -> Tensor:
    """Height and width made even with a row and a column of zeros."""
    return functional.pad(x, (0, x.shape[3] % 2, 0, x.shape[2] % 2))
