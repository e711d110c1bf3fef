"""Convolutions from few positions to few, as matrix products.

Inside a U-Net an image is down to a few pixels while the weights are at their largest. There a CPU's convolution spends
its time on bringing the weights into its own order and back: on an AVX-512 processor forward and backward pass of a
product took a sixth of that time at 2×2 px with 1024 channels, still a half at 8×8 px.
"""

from __future__ import annotations

from typing import List, Optional

import torch
from torch import Tensor, nn
from torch.nn import functional

from .precision import is_reduced_on_cpu

_KERNEL, _STRIDE, _PADDING = 4, 2, 1
# Up to here the product was faster at any number of channels from 128 on, and up to a quarter of them.
_FEW, _CHANNELS_A_POSITION = 64, 4


class HalvingConv2d(nn.Conv2d):
    """A 4×4 convolution with stride 2."""

    def __init__(self, bands_in: int, bands_out: int, *, bias: bool) -> None:
        super().__init__(bands_in, bands_out, _KERNEL, _STRIDE, _PADDING, bias=bias)

    def forward(self, x: Tensor) -> Tensor:
        """(N, bands_in, H, W) to (N, bands_out, H/2, W/2)."""
        if not _is_faster_as_product(x, 4):
            return super().forward(x)
        height, width = x.shape[2] // 2, x.shape[3] // 2
        patches = functional.unfold(x, _KERNEL, padding=_PADDING, stride=_STRIDE).transpose(1, 2)
        product = functional.linear(patches.reshape(-1, patches.shape[2]), self.weight.flatten(1), self.bias)
        return product.view(len(x), height, width, -1).permute(0, 3, 1, 2).contiguous()


class DoublingConv2d(nn.ConvTranspose2d):
    """A 4×4 transposed convolution with stride 2."""

    def __init__(self, bands_in: int, bands_out: int, *, bias: bool) -> None:
        super().__init__(bands_in, bands_out, _KERNEL, _STRIDE, _PADDING, bias=bias)

    def forward(self, x: Tensor, output_size: Optional[List[int]] = None) -> Tensor:
        """(N, bands_in, H, W) to (N, bands_out, 2H, 2W)."""
        return doubled(x, self.weight, self.bias)


def doubled(x: Tensor, weight: Tensor, bias: Optional[Tensor]) -> Tensor:
    """A 4×4 transposed convolution with stride 2: (N, C, H, W) and (C, D, 4, 4) to (N, D, 2H, 2W)."""
    if not _is_faster_as_product(x, 1):
        return functional.conv_transpose2d(x, weight, bias, _STRIDE, _PADDING)
    height, width = x.shape[2:]
    pixels = x.permute(0, 2, 3, 1).reshape(-1, len(weight))
    patches = (pixels @ weight.flatten(1)).view(len(x), height * width, -1).transpose(1, 2)
    laid = functional.fold(patches, (2 * height, 2 * width), _KERNEL, padding=_PADDING, stride=_STRIDE)
    return laid if bias is None else laid + bias.to(laid.dtype).view(1, -1, 1, 1)


def _is_faster_as_product(x: Tensor, pixels_a_position: int) -> bool:
    """Only in training with reduced precision on a CPU, so that 32-bit results and exported graphs stay as they are."""
    if x.device.type != "cpu" or not torch.is_grad_enabled() or not is_reduced_on_cpu():
        return False
    positions = x.numel() // (x.shape[1] * pixels_a_position)
    return positions <= max(_FEW, x.shape[1] // _CHANNELS_A_POSITION)
