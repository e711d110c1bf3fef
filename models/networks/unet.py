"""The U-Net generator of pix2pix (Isola et al. 2017), written flat: ``down[0]`` is outermost, ``up[0]`` innermost."""

from __future__ import annotations

from typing import List, Optional, cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from ..errors import InputError
from .generator import Generator, SeededDropout

MAX_DEPTH = 8
MIN_SIZE = 32


def unet_depth(size: int) -> int:
    """How often a tile of ``size`` pixels can be halved: 8 for 256, 5 for 32, 96 or 224, at most 8.

    Raises:
        InputError: ``size`` is not a positive multiple of 32.
    """
    if size < MIN_SIZE or size % MIN_SIZE:
        raise InputError(f"A U-Net cannot be trained on {size} px tiles; give a size that is a multiple of {MIN_SIZE}.")
    depth = 0
    while size % 2 == 0 and depth < MAX_DEPTH:
        size //= 2
        depth += 1
    return depth


class Down(nn.Module):
    """Halves the size: LeakyReLU, 4×4 convolution with stride 2, batch norm."""

    def __init__(self, bands_in: int, bands_out: int, *, activate: bool = True, norm: bool = True) -> None:
        super().__init__()
        self.activate = activate
        self.conv = nn.Conv2d(bands_in, bands_out, 4, stride=2, padding=1, bias=False)
        self.norm: Optional[nn.Module] = nn.BatchNorm2d(bands_out) if norm else None

    def forward(self, x: Tensor) -> Tensor:
        """(N, bands_in, H, W) to (N, bands_out, H/2, W/2)."""
        x = self.conv(functional.leaky_relu(x, 0.2) if self.activate else x)
        return x if self.norm is None else cast(Tensor, self.norm(x))


class Up(nn.Module):
    """Doubles the size: ReLU, 4×4 transposed convolution with stride 2, batch norm, dropout."""

    def __init__(self, bands_in: int, bands_out: int, *, norm: bool = True, dropout: float = 0.0) -> None:
        super().__init__()
        self.conv = nn.ConvTranspose2d(bands_in, bands_out, 4, stride=2, padding=1, bias=not norm)
        self.norm: Optional[nn.Module] = nn.BatchNorm2d(bands_out) if norm else None
        self.dropout = SeededDropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        """(N, bands_in, H, W) to (N, bands_out, 2H, 2W)."""
        x = self.conv(functional.relu(x))
        return cast(Tensor, self.dropout(x if self.norm is None else self.norm(x)))


class UNet(Generator):
    """Encoder and decoder with a skip connection at each size.

    At ``ngf`` 64, ``depth`` 8 and 3 → 3 bands these are the 54.4 million parameters of the paper's network; no norm in
    the outermost and innermost encoder layer, none after the last, dropout in the inner decoder blocks that have
    8·``ngf`` channels on both sides (three of them at depth 8).

    Args:
        bands_in, bands_out: channels of input and output.
        ngf: channels of the outermost level; inner levels have 2, 4, then 8 times as many.
        depth: number of halvings; H and W of an input must be multiples of ``2**depth``.
        dropout: probability in the dropout blocks.
        tanh: end in tanh (range [-1, 1]); False leaves the output unbounded.
    """

    def __init__(
        self, bands_in: int, bands_out: int, *, ngf: int = 64, depth: int = 8, dropout: float = 0.5, tanh: bool = True
    ) -> None:
        super().__init__()
        self.size_multiple = 2**depth
        self.tanh = tanh
        width = [ngf * min(2**level, 8) for level in range(depth)]
        down: List[nn.Module] = [Down(bands_in, width[0], activate=False, norm=False)]
        down += [Down(width[i - 1], width[i], norm=i < depth - 1) for i in range(1, depth)]
        up: List[nn.Module] = [Up(width[depth - 1], width[depth - 2])]
        for i in range(depth - 2, 0, -1):
            up.append(Up(2 * width[i], width[i - 1], dropout=dropout if 4 <= i < depth - 1 else 0.0))
        up.append(Up(2 * width[0], bands_out, norm=False))
        self.down = nn.ModuleList(down)
        self.up = nn.ModuleList(up)

    @property
    def last_layer(self) -> nn.ConvTranspose2d:
        """The convolution that makes the output."""
        last = self.up[-1]
        if not isinstance(last, Up):
            raise TypeError("The last decoder block was replaced.")
        return last.conv

    def forward(self, x: Tensor) -> Tensor:
        """(N, bands_in, H, W) to (N, bands_out, H, W); H and W are multiples of ``size_multiple``."""
        skips: List[Tensor] = []
        for block in self.down:
            x = block(x)
            skips.append(x)
        skips.pop()
        for block in self.up[:-1]:
            x = torch.cat((skips.pop(), block(x)), dim=1)
        x = self.up[-1](x)
        return torch.tanh(x) if self.tanh else x
