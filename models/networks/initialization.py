"""Weights at the start of a training, as in the pix2pix paper (Isola et al. 2017, section 6.2)."""

from __future__ import annotations

import math
from typing import Union

import torch
from torch import Tensor, nn

from .layers import ShuffleConv2d

_CONVOLUTIONS = (nn.Conv2d, nn.ConvTranspose2d, nn.Linear)


@torch.no_grad()
def initialize(module: nn.Module, generator: torch.Generator, std: float = 0.02) -> None:
    """Draw weights from N(0, ``std``) and batch-norm scales from N(1, ``std``); biases are 0. What never learns stays.

    The sub-pixels of a :class:`ShuffleConv2d` start alike.

    Args:
        module: every layer in it is initialised in place, in the order of ``module.modules()``.
        generator: where the draws come from; the module must still be on the generator's device.
        std: standard deviation of both distributions; 0 takes √(2 / inputs of a value) for each convolution and linear
            layer, with which ReLUs keep the size of values (He et al. 2015), and leaves the scales at 1.
    """
    for layer in module.modules():
        if not any(weight.requires_grad for weight in layer.parameters(recurse=False)):
            continue
        if isinstance(layer, _CONVOLUTIONS):
            layer.weight.normal_(0.0, std or _by_inputs(layer), generator=generator)
            if isinstance(layer, ShuffleConv2d):
                layer.tie_subpixels()
        elif isinstance(layer, nn.BatchNorm2d):
            layer.weight.normal_(1.0, std, generator=generator)
        else:
            continue
        if layer.bias is not None:
            layer.bias.zero_()


def _by_inputs(layer: Union[nn.Conv2d, nn.ConvTranspose2d, nn.Linear]) -> float:
    """√(2 / inputs of a value); each value of a transposed convolution has those of its stride's part of the kernel."""
    weight: Tensor = layer.weight
    inputs = weight[0].numel()
    if isinstance(layer, nn.ConvTranspose2d):
        inputs = weight.shape[0] * weight[0, 0].numel() // (layer.stride[0] * layer.stride[1])
    return math.sqrt(2.0 / inputs)
