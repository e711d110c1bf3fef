"""What every discriminator offers to a training, and the pair of light ones."""

from __future__ import annotations

from typing import List, NamedTuple, Tuple

import torch
from torch import Tensor, nn
from torch.nn import functional


class Judgement(NamedTuple):
    """What a discriminator finds at one scale.

    Attributes:
        logits: (N, 1, h, w), one for each patch; large means real.
        features: what its inner layers show, outermost first, for feature matching.
    """

    logits: Tensor
    features: Tuple[Tensor, ...]


class Discriminator(nn.Module):
    """Base of the discriminators: they judge input and target laid over each other (A‖B)."""

    def judge(self, pair: Tensor) -> List[Judgement]:
        """(N, bands, H, W) to a judgement for each scale, the finest first."""
        raise NotImplementedError


class SpectralConv2d(nn.Conv2d):
    """A convolution divided by its largest singular value (Miyato et al. 2018), one power iteration a step.

    It looks at no other pixel and no other chip of the batch, so a training on several machines needs no exchange for
    it. The iteration starts from equal entries instead of random ones: the same weights give the same network.
    """

    direction: Tensor

    def __init__(self, bands_in: int, bands_out: int, kernel: int, *, stride: int = 1, padding: int = 0) -> None:
        super().__init__(bands_in, bands_out, kernel, stride=stride, padding=padding)
        self.register_buffer("direction", torch.full((bands_out,), bands_out**-0.5))

    def forward(self, x: Tensor) -> Tensor:
        """(N, bands_in, H, W) to (N, bands_out, h, w)."""
        with torch.autocast(x.device.type, enabled=False):
            weight = self.weight / self._largest_singular_value()
        return functional.conv2d(x, weight, self.bias, self.stride, self.padding)

    def _largest_singular_value(self) -> Tensor:
        matrix = self.weight.flatten(1)
        with torch.no_grad():
            right = functional.normalize(matrix.T @ self.direction, dim=0)
            left = functional.normalize(matrix @ right, dim=0)
            if self.training:
                self.direction.copy_(left)
        return left @ (matrix @ right)


class LightDiscriminator(Discriminator):
    """A small PatchGAN: two convolutions with stride 2, two without, spectral norm; each output judges 34×34 px.

    Args:
        bands: bands of A and B together.
        width: channels of the first layer; the second and third have two and four times as many.
    """

    def __init__(self, bands: int, width: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(
            [
                SpectralConv2d(bands, width, 4, stride=2, padding=1),
                SpectralConv2d(width, 2 * width, 4, stride=2, padding=1),
                SpectralConv2d(2 * width, 4 * width, 4, padding=1),
            ]
        )
        self.last = SpectralConv2d(4 * width, 1, 4, padding=1)

    def judge(self, pair: Tensor) -> List[Judgement]:
        """(N, bands, H, W), 16 px or more, to one judgement with logits (N, 1, H/4 - 2, W/4 - 2)."""
        features: List[Tensor] = []
        x = pair
        for layer in self.layers:
            x = functional.leaky_relu(layer(x), 0.2)
            features.append(x)
        return [Judgement(self.last(x), tuple(features))]


class TwoLightDiscriminators(Discriminator):
    """Two light PatchGANs (after pix2pixHD, Wang et al. 2018): one at full size, one at half.

    The first sees texture (34 px), the second about the 70 px of the classic one (68 px). Together they cost less than
    a third of it.

    Args:
        bands: bands of A and B together.
        ndf: each has half as many channels in its first layer, so that ``ndf`` means about the same as for the classic.
    """

    def __init__(self, bands: int, *, ndf: int = 64) -> None:
        super().__init__()
        width = max(1, ndf // 2)
        self.fine, self.coarse = LightDiscriminator(bands, width), LightDiscriminator(bands, width)

    def judge(self, pair: Tensor) -> List[Judgement]:
        """(N, bands, H, W), 32 px or more, to the judgements at full and at half size."""
        return [*self.fine.judge(pair), *self.coarse.judge(functional.avg_pool2d(pair, 2))]
