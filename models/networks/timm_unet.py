"""A U-Net whose encoder is a network of timm, with or without weights learned from photographs."""

from __future__ import annotations

from typing import Dict, List, Optional, cast

import torch
from torch import Tensor, nn

from ..errors import InputError
from .encoder_input import Normalization
from .generator import SeededDropout
from .layers import doubling, normalization
from .timm_generator import TimmGenerator

DEPTH = 5


def timm_depth(size: int, wanted: int = 0) -> int:
    """How often a tile of ``size`` pixels is halved: as often as wanted, 0 for 5 times.

    Raises:
        InputError: the innermost level would be left with a single pixel, over which a norm has nothing to compare.
    """
    depth = wanted or DEPTH
    least = 2 ** (depth + 1)
    if size < least:
        raise InputError(
            f"A pretrained encoder cannot be trained on {size} px tiles; export chips of at least {least} px or "
            "choose the model type Pix2Pix."
        )
    return depth


class DecoderBlock(nn.Module):
    """Doubles the size, puts the skip beside it where there is one, and mixes both with a 3×3 convolution."""

    def __init__(self, bands_in: int, skip: int, width: int, *, decoder: str, norm: str, dropout: float) -> None:
        super().__init__()
        bias = norm == "instance"
        self.up = nn.Sequential(
            doubling(decoder, bands_in, width, bias=bias), normalization(norm, width), nn.ReLU(), SeededDropout(dropout)
        )
        self.mix = nn.Sequential(
            nn.Conv2d(width + skip, width, 3, padding=1, bias=bias), normalization(norm, width), nn.ReLU()
        )

    def forward(self, x: Tensor, skip: Optional[Tensor]) -> Tensor:
        """(N, bands_in, H, W) and (N, skip, 2H, 2W) to (N, width, 2H, 2W)."""
        x = self.up(x)
        return cast(Tensor, self.mix(x if skip is None else torch.cat((skip, x), dim=1)))


class TimmUNet(TimmGenerator):
    """Encoder of timm, decoder with a skip at each size that the encoder offers and one at full size.

    With batch norm a pixel's value does not depend on the tile that it is shown in, unless the encoder itself looks at
    the whole tile (squeeze-and-excitation, as in the EfficientNets and MobileNet V3).

    Args:
        bands_in, bands_out: channels of input and output.
        backbone: timm's name of the encoder.
        ngf: channels of the decoder at half size; inner levels have 2, 4, then 8 times as many, full size has half.
        depth: number of halvings; H and W of an input must be multiples of ``2**depth``.
        decoder: how the size is doubled, see :func:`doubling`.
        norm: of the decoder, ``batch`` or ``instance``.
        dropout: probability in the innermost decoder block.
        tanh: end in tanh (range [-1, 1]); False leaves the output unbounded.
        encoder_normalization: what the encoder is shown, see :class:`EncoderInput`.

    Raises:
        InputError: the backbone cannot be used.
        MissingPackagesError: timm is not installed.
    """

    def __init__(
        self,
        bands_in: int,
        bands_out: int,
        *,
        backbone: str,
        ngf: int = 64,
        depth: int = DEPTH,
        decoder: str = "resize",
        norm: str = "batch",
        dropout: float = 0.5,
        tanh: bool = True,
        encoder_normalization: Optional[Normalization] = None,
    ) -> None:
        super().__init__(bands_in, backbone, depth, encoder_normalization)
        self.tanh = tanh
        full = max(1, ngf // 2)
        self.stem = nn.Sequential(
            nn.Conv2d(bands_in, full, 3, padding=1, bias=norm == "instance"), normalization(norm, full), nn.ReLU()
        )
        channels = {**self.channels, 1: full}
        blocks: List[nn.Module] = []
        width, step = channels[self.size_multiple], self.size_multiple // 2
        while step:
            wanted = full if step == 1 else ngf * min(step // 2, 8)
            chance = 0.0 if blocks else dropout
            blocks.append(
                DecoderBlock(width, channels.get(step, 0), wanted, decoder=decoder, norm=norm, dropout=chance)
            )
            width, step = wanted, step // 2
        self.blocks = nn.ModuleList(blocks)
        self.last = nn.Conv2d(full, bands_out, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        """(N, bands_in, H, W) to (N, bands_out, H, W); H and W are multiples of ``size_multiple``."""
        skips: Dict[int, Tensor] = {1: self.stem(x), **dict(zip(self.channels, self.seen(x)))}
        step = self.size_multiple
        x = skips[step]
        for block in self.blocks:
            step //= 2
            x = block(x, skips.get(step))
        x = self.last(x)
        return torch.tanh(x) if self.tanh else x
