"""The generator in Pix2Pix packages of ArcGIS, so that their weights can be used.

Written after the shapes and names of the weights: an eight-level U-Net with instance norm, whose last step enlarges by
repeating pixels. Bands in and out are as many as the larger of the two; the shorter side is filled with its last band.
"""

from __future__ import annotations

from typing import List, Mapping, cast

import torch
from torch import Tensor, nn

from ..errors import PackageError
from .color import DirectColor, Scaling

_DOWN = (64, 128, 256, 512, 512, 512, 512, 512)
_UP = (512, 512, 512, 512, 256, 128, 64)
_PREFIX = "G."


class EsriTranslator(nn.Module):
    """Raw values in, raw values out.

    Args:
        scaling: minimum and maximum of each band, which become -1 and 1.
        state: the weights of the whole GAN; those of the generator begin with ``G.``.

    Raises:
        PackageError: the weights are not those of this network.
    """

    def __init__(self, scaling: Scaling, state: Mapping[str, Tensor]) -> None:
        super().__init__()
        self.color = DirectColor(scaling)
        self.bands_in, self.bands_out = len(scaling.input), len(scaling.target)
        self.channels = max(self.bands_in, self.bands_out)
        self.generator = EsriGenerator(self.channels)
        weights = {key[len(_PREFIX) :]: value for key, value in state.items() if key.startswith(_PREFIX)}
        expected = {key: value.shape for key, value in self.generator.state_dict().items()}
        if {key: value.shape for key, value in weights.items()} != expected:
            raise PackageError(
                f"The weights are not those of an ArcGIS Pix2Pix model with {self.channels} channels; export it again."
            )
        self.generator.load_state_dict(weights)

    def forward(self, a: Tensor) -> Tensor:
        """(N, bands_in, H, W) to (N, bands_out, H, W); H and W are multiples of 256."""
        x = self.color.encode_input(a)
        missing = self.channels - self.bands_in
        if missing:
            x = torch.cat((x, *[x[:, -1:]] * missing), dim=1)
        return self.color.decode(a, self.generator(x)[:, : self.bands_out])


class EsriGenerator(nn.Module):
    """Values in [-1, 1] to values in [-1, 1]; state-dict keys as in the weights of ArcGIS."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        width = channels
        for level, wider in enumerate(_DOWN, start=1):
            outer = level in (1, len(_DOWN))
            norm = [] if outer else [nn.InstanceNorm2d(wider)]
            convolution = nn.Conv2d(width, wider, 4, stride=2, padding=1, bias=False)
            self.add_module(f"down{level}", _Block(convolution, *norm, nn.LeakyReLU(0.2)))
            width = wider
        for level, narrower in enumerate(_UP, start=1):
            transposed = nn.ConvTranspose2d(width, narrower, 4, stride=2, padding=1, bias=False)
            self.add_module(f"up{level}", _Block(transposed, nn.InstanceNorm2d(narrower), nn.ReLU()))
            width = narrower + _DOWN[len(_DOWN) - 1 - level]
        self.final = nn.Sequential(
            nn.Upsample(scale_factor=2), nn.ZeroPad2d((1, 0, 1, 0)), nn.Conv2d(width, channels, 4, padding=1), nn.Tanh()
        )

    def forward(self, x: Tensor) -> Tensor:
        """(N, channels, H, W) to the same shape."""
        skips: List[Tensor] = []
        for level in range(1, len(_DOWN) + 1):
            x = cast(Tensor, getattr(self, f"down{level}")(x))
            skips.append(x)
        skips.pop()
        for level in range(1, len(_UP) + 1):
            x = torch.cat((getattr(self, f"up{level}")(x), skips.pop()), dim=1)
        return cast(Tensor, self.final(x))


class _Block(nn.Module):
    def __init__(self, *layers: nn.Module) -> None:
        super().__init__()
        self.model = nn.Sequential(*layers)

    def forward(self, x: Tensor) -> Tensor:
        return cast(Tensor, self.model(x))
