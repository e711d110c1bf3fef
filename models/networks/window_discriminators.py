"""Discriminators that end in a fully connected layer and so judge windows of one size, 64×64 px."""

from __future__ import annotations

from typing import List, Tuple

from torch import Tensor, nn
from torch.nn import functional

from .discriminator import Discriminator, Judgement
from .products import HalvingConv2d

WINDOW = 64


class WindowDiscriminator(Discriminator):
    """Base: cuts an image into windows side by side and gives each a logit.

    Zeros fill up an image whose sides are no multiples of 64 px, in the real and in the false one alike.

    Attributes:
        layers: from (M, bands, 64, 64) to features.
        end: the fully connected layer, from flat features to a logit.
    """

    layers: nn.Sequential
    end: nn.Linear

    def judge(self, pair: Tensor) -> List[Judgement]:
        """(N, bands, H, W) to one judgement with logits (N, 1, ⌈H/64⌉, ⌈W/64⌉) and features (M, C, h, w)."""
        windows, rows = _windows(pair)
        features: List[Tensor] = []
        x = windows
        for layer in self.layers:
            x = layer(x)
            if isinstance(layer, nn.LeakyReLU):
                features.append(x)
        return [Judgement(self.end(x.flatten(1)).view(len(pair), 1, rows, -1), tuple(features))]


class VGGDiscriminator(WindowDiscriminator):
    """Five 3×3 convolutions, each followed by a leaky ReLU and 2×2 max pooling, and one output without activation.

    Args:
        bands: bands of A and B together.
        ndf: channels of the first convolution; each further one has twice as many (64 to 1024 as published).
    """

    def __init__(self, bands: int, *, ndf: int = 64) -> None:
        super().__init__()
        layers: List[nn.Module] = []
        width = bands
        for level in range(5):
            layers += [nn.Conv2d(width, ndf * 2**level, 3, padding=1), nn.LeakyReLU(0.2), nn.MaxPool2d(2)]
            width = ndf * 2**level
        self.layers = nn.Sequential(*layers)
        self.end = nn.Linear(width * (WINDOW // 2**5) ** 2, 1)


class DCGANDiscriminator(WindowDiscriminator):
    """Four 4×4 convolutions with stride 2, leaky ReLU (0.2), batch norm in all but the first, one output.

    Args:
        bands: bands of A and B together.
        ndf: channels of the first convolution; each further one has twice as many.
    """

    def __init__(self, bands: int, *, ndf: int = 64) -> None:
        super().__init__()
        layers: List[nn.Module] = [HalvingConv2d(bands, ndf, bias=True), nn.LeakyReLU(0.2)]
        width = ndf
        for _ in range(3):
            layers += [HalvingConv2d(width, 2 * width, bias=False), nn.BatchNorm2d(2 * width), nn.LeakyReLU(0.2)]
            width *= 2
        self.layers = nn.Sequential(*layers)
        self.end = nn.Linear(width * (WINDOW // 2**4) ** 2, 1)


def _windows(image: Tensor) -> Tuple[Tensor, int]:
    """(N, C, H, W) to (M, C, 64, 64), row by row, and how many rows of windows an image has."""
    image = functional.pad(image, (0, -image.shape[3] % WINDOW, 0, -image.shape[2] % WINDOW))
    count, bands, height, width = image.shape
    rows, columns = height // WINDOW, width // WINDOW
    cut = image.view(count, bands, rows, WINDOW, columns, WINDOW).permute(0, 2, 4, 1, 3, 5)
    return cut.reshape(-1, bands, WINDOW, WINDOW), rows
