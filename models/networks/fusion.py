"""A colorizer that is told what the whole tile shows (after Baldassarre, Morín and Rodés-Guirao 2017)."""

from __future__ import annotations

from pathlib import Path
from typing import List, Optional

import torch
from torch import Tensor, nn
from torch.nn import functional

from .encoder_input import EncoderInput, Normalization
from .generator import PretrainedGenerator
from .timm_encoder import classifier, input_side, pretrained_classifier

DEFAULT_CLASSIFIER = "inception_resnet_v2"
_EPSILON = 1e-6


class Embedding(nn.Module):
    """The logits of a classifier of timm for the whole image, brought to mean 0 and variance 1; it never learns.

    timm's weights have 1,000 classes where TensorFlow's have an empty one before them.
    """

    def __init__(self, backbone: str, bands: int, normalization: Optional[Normalization] = None) -> None:
        super().__init__()
        self.shown = EncoderInput(normalization)
        self.side = input_side(backbone)
        self.set_network(classifier(backbone, bands))

    def set_network(self, network: nn.Module) -> None:
        """Take another classifier."""
        self.network = network

    def forward(self, x: Tensor) -> Tensor:
        """(N, bands, H, W) in [-1, 1] to (N, classes)."""
        small = functional.interpolate(x, size=(self.side, self.side), mode="bilinear", align_corners=False)
        logits: Tensor = self.network(self.shown(small))
        centred = logits - logits.mean(1, keepdim=True)
        return centred / (centred.square().mean(1, keepdim=True) + _EPSILON).sqrt()


class FusionNetwork(PretrainedGenerator):
    """Encoder to an eighth of the size, fused with an embedding of the whole tile by 256 1×1 kernels, decoder.

    The embedding stands beside the encoder's features at every position. So a pixel's value depends on the tile that it
    is shown in.

    Args:
        bands_in, bands_out: channels of input and output.
        backbone: timm's name of the classifier that makes the embedding.
        ngf: channels of the first convolution (64 as published, 256 where the two are fused).
        tanh: end in tanh (range [-1, 1]); False leaves the output unbounded.
        encoder_normalization: what the classifier is shown, see :class:`EncoderInput`.

    Raises:
        InputError: timm has no such classifier.
        MissingPackagesError: timm is not installed.
    """

    size_multiple = 8
    freezes = True

    def __init__(
        self,
        bands_in: int,
        bands_out: int,
        *,
        backbone: str = DEFAULT_CLASSIFIER,
        ngf: int = 64,
        tanh: bool = True,
        encoder_normalization: Optional[Normalization] = None,
    ) -> None:
        super().__init__()
        self.bands_in, self.backbone, self.tanh = bands_in, backbone, tanh
        self.embedding = Embedding(backbone, bands_in, encoder_normalization)
        classes = int(getattr(self.embedding.network, "num_classes"))  # noqa: B009
        self.encoder = nn.Sequential(
            *_convolution(bands_in, ngf, stride=2),
            *_convolution(ngf, 2 * ngf),
            *_convolution(2 * ngf, 2 * ngf, stride=2),
            *_convolution(2 * ngf, 4 * ngf),
            *_convolution(4 * ngf, 4 * ngf, stride=2),
            *_convolution(4 * ngf, 8 * ngf),
            *_convolution(8 * ngf, 8 * ngf),
            *_convolution(8 * ngf, 4 * ngf),
        )
        self.fuse = nn.Conv2d(4 * ngf + classes, 4 * ngf, 1)
        self.decoder = nn.Sequential(
            *_convolution(4 * ngf, 2 * ngf),
            nn.Upsample(scale_factor=2),
            *_convolution(2 * ngf, ngf),
            *_convolution(ngf, ngf),
            nn.Upsample(scale_factor=2),
            *_convolution(ngf, max(1, ngf // 2)),
        )
        self.last = nn.Conv2d(max(1, ngf // 2), bands_out, 3, padding=1)
        self.freeze()

    @property
    def pretrained(self) -> nn.Module:
        """The classifier."""
        return self.embedding.network

    @property
    def last_layer(self) -> nn.Conv2d:
        """The convolution that makes the output."""
        return self.last

    def load_pretrained(self, file: Optional[Path] = None, download: bool = True) -> str:
        """See :meth:`PretrainedGenerator.load_pretrained`; all of the classifier."""
        network, source = pretrained_classifier(self.backbone, self.bands_in, file, download)
        self.embedding.set_network(network)
        self.freeze()
        return source

    def forward(self, x: Tensor) -> Tensor:
        """(N, bands_in, H, W) to (N, bands_out, H, W); H and W are multiples of 8."""
        features = self.encoder(x)
        told = self.embedding(x)[:, :, None, None].expand(-1, -1, features.shape[2], features.shape[3])
        fused = functional.relu(self.fuse(torch.cat((features, told.to(features.dtype)), dim=1)))
        output = self.last(self.decoder(fused))
        output = torch.tanh(output) if self.tanh else output
        return functional.interpolate(output, scale_factor=2.0, mode="nearest")


def _convolution(bands_in: int, bands_out: int, stride: int = 1) -> List[nn.Module]:
    return [nn.Conv2d(bands_in, bands_out, 3, stride, padding=1), nn.ReLU()]
