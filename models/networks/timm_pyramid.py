"""A feature pyramid on a pretrained encoder that stays as it is: the least that is to learn, for the fewest chips."""

from __future__ import annotations

from typing import Dict, List, Optional, Sequence, Tuple, cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from ..package.maps import FeatureMaps
from .context import Context
from .encoder_input import Normalization
from .layers import normalization
from .timm_generator import TimmGenerator

CONTEXT = 272
HALF = 2
# Chroma, or what is left to say beside a fitted curve, is small; with this the last layer's weights need not be.
_GAIN = 0.1


class Level(nn.Module):
    """Adds a feature map of the encoder to what comes from the coarser levels, and mixes both with a 3×3 convolution.

    What comes in goes out beside the convolution, past its norm: a batch norm would blur what is alike all over an
    image, as its colour cast is.
    """

    def __init__(self, channels: int, width: int, norm: str) -> None:
        super().__init__()
        self.lateral = nn.Sequential(nn.BatchNorm2d(channels, affine=False), nn.Conv2d(channels, width, 1))
        self.mix = nn.Sequential(normalization(norm, width), nn.ReLU(), nn.Conv2d(width, width, 3, padding=1))

    def forward(self, x: Tensor, values: Tensor) -> Tensor:
        """(N, width, H, W) and (N, channels, H, W) to (N, width, H, W)."""
        x = x + self.lateral(values)
        return x + cast(Tensor, self.mix(x))


class TimmPyramid(TimmGenerator):
    """Feature pyramid (Lin et al. 2017) on an encoder of timm, told of each place's context.

    The encoder is frozen once it has weights. The prediction is made at ``finest`` pixels a cell and enlarged, which
    suits what is blurred anyway, such as the colour that goes with a given brightness.

    Args:
        bands_in, bands_out: channels of input and output.
        backbone: timm's name of the encoder.
        ngf: channels of all levels.
        depth: number of halvings; H and W of an input must be multiples of ``2**depth``.
        context: side in pixels of the window around each place whose looks are told; a pixel's value depends on what is
            half that far away, and a little further.
        finest: pixels a cell of the finest level, a power of 2; 1 for full size.
        norm: ``batch`` or ``instance``.
        tanh: end in tanh (range [-1, 1]); False leaves the output unbounded.
        encoder_normalization: what the encoder is shown, see :class:`EncoderInput`.

    Raises:
        InputError: the backbone cannot be used.
        MissingPackagesError: timm is not installed.
    """

    freezes = True

    def __init__(
        self,
        bands_in: int,
        bands_out: int,
        *,
        backbone: str,
        ngf: int = 32,
        depth: int = 5,
        context: int = CONTEXT,
        finest: int = HALF,
        norm: str = "batch",
        tanh: bool = True,
        encoder_normalization: Optional[Normalization] = None,
    ) -> None:
        super().__init__(bands_in, backbone, depth, encoder_normalization)
        self.finest, self.tanh = finest, tanh
        self.context = Context(self.channels, context, ngf)
        self.stem: Optional[nn.Module] = None
        channels = dict(self.channels)
        if finest == 1:
            self.stem = nn.Conv2d(bands_in, ngf, 3, padding=1)
            channels[1] = ngf
        self._levels = sorted((step for step in channels if step >= finest), reverse=True)
        self.levels = nn.ModuleList(Level(channels[step], ngf, norm) for step in self._levels)
        self.finish = nn.Sequential(normalization(norm, ngf), nn.ReLU())
        self.last = nn.Conv2d(ngf, bands_out, 3, padding=1)

    @property
    def feature_norms(self) -> Sequence[nn.Module]:
        """The norms of the encoder's maps and of their context."""
        of_encoder = (cast(Level, level) for step, level in zip(self._levels, self.levels) if step in self.channels)
        return [self.context.norm, *(level.lateral[0] for level in of_encoder)]

    @property
    def maps(self) -> FeatureMaps:
        """Those of the encoder, named by their step, and ``map_hidden``, which the last convolution is given."""
        maps = {f"map_{step}": {"step": step, "channels": channels} for step, channels in self.channels.items()}
        hidden = {"step": min(self._levels, default=self.size_multiple), "channels": self.last.in_channels}
        return {**maps, "map_hidden": hidden}

    def forward(self, x: Tensor) -> Tensor:
        """(N, bands_in, H, W) to (N, bands_out, H, W); H and W are multiples of ``size_multiple``."""
        return self.with_maps(x)[0]

    def with_maps(self, x: Tensor) -> Tuple[Tensor, List[Tensor]]:
        """See :meth:`Generator.with_maps`."""
        maps = self.seen(x)
        seen: Dict[int, Tensor] = dict(zip(self.channels, maps))
        if self.stem is not None:
            seen[1] = self.stem(x)
        y, size = self.context(maps), self.size_multiple
        for step, level in zip(self._levels, self.levels):
            y, size = level(_enlarged(y, size // step), seen[step]), step
        hidden = self.finish(y)
        y = _enlarged(self.last(hidden), size)
        return torch.tanh(y) if self.tanh else y * _GAIN, [*maps, hidden]


def _enlarged(x: Tensor, factor: int) -> Tensor:
    return x if factor == 1 else functional.interpolate(x, scale_factor=float(factor), mode="bilinear")
