"""The colorizer of near infrared by ESPOL and CVC (Suárez, Sappa and Vintimilla): convolutions, then deconvolutions."""

from __future__ import annotations

from typing import List

import torch
from torch import nn

from .generator import SequentialGenerator
from .products import DoublingConv2d, HalvingConv2d


class NearInfraredGenerator(SequentialGenerator):
    """Two halvings and two doublings with batch norm and leaky ReLU (0.2) in every layer, and no skips.

    Args:
        bands_in, bands_out: channels of input and output.
        ngf: channels at full size; inner levels have twice and four times as many.
        tanh: end in tanh (range [-1, 1]); False leaves the output unbounded.
    """

    size_multiple = 4

    def __init__(self, bands_in: int, bands_out: int, *, ngf: int = 64, tanh: bool = True) -> None:
        super().__init__()
        self.tanh = tanh
        self.body = nn.Sequential(
            *_finished(nn.Conv2d(bands_in, ngf, 3, padding=1, bias=False)),
            *_finished(HalvingConv2d(ngf, 2 * ngf, bias=False)),
            *_finished(HalvingConv2d(2 * ngf, 4 * ngf, bias=False)),
            *_finished(DoublingConv2d(4 * ngf, 2 * ngf, bias=False)),
            *_finished(DoublingConv2d(2 * ngf, ngf, bias=False)),
        )
        self.last = nn.Conv2d(ngf, bands_out, 3, padding=1)


def _finished(convolution: torch.nn.modules.conv._ConvNd) -> List[nn.Module]:
    return [convolution, nn.BatchNorm2d(convolution.out_channels), nn.LeakyReLU(0.2)]
