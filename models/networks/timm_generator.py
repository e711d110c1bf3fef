"""What the generators on an encoder of timm have in common."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Optional

from torch import Tensor, nn

from .encoder_input import EncoderInput, Normalization
from .generator import PretrainedGenerator
from .timm_encoder import encoder, pretrained_encoder


class TimmGenerator(PretrainedGenerator):
    """Base of the generators on an encoder of timm.

    Args:
        bands_in: channels of the input.
        backbone: timm's name of the encoder.
        depth: number of halvings; H and W of an input must be multiples of ``2**depth``.
        normalization: what the encoder is shown, see :class:`EncoderInput`.

    Attributes:
        channels: of the encoder's feature maps, by the length of their cells in pixels.
        last: the convolution that makes the output, set by the network.

    Raises:
        InputError: the backbone cannot be used.
        MissingPackagesError: timm is not installed.
    """

    channels_last = True
    last: nn.Conv2d

    def __init__(
        self, bands_in: int, backbone: str, depth: int, normalization: Optional[Normalization] = None
    ) -> None:
        super().__init__()
        self.bands_in, self.backbone, self.depth = bands_in, backbone, depth
        self.encoder: nn.Module = encoder(backbone, bands_in, depth)
        self.shown = EncoderInput(normalization)
        info: Any = self.encoder.feature_info
        self.channels: Dict[int, int] = dict(sorted(zip(info.reduction(), info.channels())))
        self.size_multiple = max(self.channels)

    def seen(self, x: Tensor) -> List[Tensor]:
        """The encoder's feature maps of an input code, the finest first."""
        return list(self.encoder(self.shown(x)))

    @property
    def pretrained(self) -> nn.Module:
        """The encoder."""
        return self.encoder

    @property
    def last_layer(self) -> nn.Conv2d:
        """The convolution that makes the output."""
        return self.last

    def load_pretrained(self, file: Optional[Path] = None, download: bool = True) -> str:
        """See :meth:`PretrainedGenerator.load_pretrained`; all of the encoder."""
        trained, source = pretrained_encoder(self.backbone, self.bands_in, self.depth, file, download)
        self.encoder.load_state_dict(trained.state_dict())
        return source
