"""The PatchGAN discriminator of pix2pix (Isola et al. 2017): each output judges a 70×70 px patch."""

from __future__ import annotations

from typing import List

from torch import Tensor, nn

from .discriminator import Discriminator, Judgement


class PatchDiscriminator(Discriminator):
    """Judges patches of input and target laid over each other (A‖B).

    2.77 million parameters at ``ndf`` 64 and six bands; the receptive field is 70 px with three layers.

    Args:
        bands: bands of A and B together.
        ndf: channels of the first layer.
        layers: number of convolutions with stride 2.
    """

    def __init__(self, bands: int, *, ndf: int = 64, layers: int = 3) -> None:
        super().__init__()
        blocks: List[nn.Module] = [nn.Conv2d(bands, ndf, 4, stride=2, padding=1), nn.LeakyReLU(0.2)]
        width = ndf
        for layer in range(1, layers + 1):
            wider = ndf * min(2**layer, 8)
            stride = 2 if layer < layers else 1
            blocks += [
                nn.Conv2d(width, wider, 4, stride=stride, padding=1, bias=False),
                nn.BatchNorm2d(wider),
                nn.LeakyReLU(0.2),
            ]
            width = wider
        blocks.append(nn.Conv2d(width, 1, 4, stride=1, padding=1))
        self.model = nn.Sequential(*blocks)

    def forward(self, pair: Tensor) -> Tensor:
        """(N, bands, H, W) to logits (N, 1, about H/8, about W/8)."""
        logits: Tensor = self.model(pair)
        return logits

    def judge(self, pair: Tensor) -> List[Judgement]:
        """The logits as one scale, with what each activation shows."""
        features: List[Tensor] = []
        x = pair
        for layer in self.model:
            x = layer(x)
            if isinstance(layer, nn.LeakyReLU):
                features.append(x)
        return [Judgement(x, tuple(features))]
