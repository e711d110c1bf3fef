"""The perceptual loss: how differently a network that knows photographs sees output and target."""

from __future__ import annotations

from typing import Optional

import torch
from torch import Tensor, nn

from ..errors import InputError
from ..networks.color import ColorHandling
from ..networks.encoder_input import EncoderInput, Normalization
from ..networks.timm_encoder import DEFAULT_BACKBONE, normalization, pretrained_encoder
from .settings import TrainSettings

_DEPTH = 4


class PerceptualLoss(nn.Module):
    """L1 between the features of output and target, level by level (Johnson et al. 2016, with L1 as in pix2pixHD).

    Each level's difference is taken relative to the target's own features, so that all levels and all networks count
    alike: 0 where nothing differs, about 1 where the features have nothing in common.

    Args:
        color: knows the range of raw target values.
        encoder: gives a list of feature maps for (N, target bands, H, W); it is never trained.
        normalization: what it is shown, see :class:`~..networks.encoder_input.EncoderInput`.
    """

    _low: Tensor
    _half: Tensor

    def __init__(self, color: ColorHandling, encoder: nn.Module, normalization: Normalization) -> None:
        super().__init__()
        self.encoder = encoder.eval().requires_grad_(False)
        self.shown = EncoderInput(normalization)
        self.register_buffer("_low", color.target_low.clone())
        self.register_buffer("_half", color.target_half.clone())

    def forward(self, output: Tensor, target: Tensor) -> Tensor:
        """The loss between raw output and raw target, (N, bands, H, W); pixels that are alike in both cost nothing."""
        with torch.no_grad():
            wanted = self.encoder(self._shown(target))
        losses = [
            (seen - truth).abs().mean() / truth.abs().mean().clamp(min=1e-6)
            for seen, truth in zip(self.encoder(self._shown(output)), wanted)
        ]
        return torch.stack(losses).mean()

    def _shown(self, raw: Tensor) -> Tensor:
        """Raw values as the encoder is used to them."""
        shown: Tensor = self.shown((raw - self._low) / self._half - 1.0)
        return shown


def perceptual_loss(settings: TrainSettings, color: ColorHandling) -> Optional[PerceptualLoss]:
    """The loss that the settings ask for, on the device of ``color``; None where its weight is 0.

    Raises:
        InputError: the encoder's weights are not on this machine, or the file given holds no such weights.
        MissingPackagesError: timm is not installed.
    """
    if settings.lambda_perceptual <= 0:
        return None
    backbone = settings.backbone or DEFAULT_BACKBONE
    try:
        encoder, _ = pretrained_encoder(backbone, color.target_bands, _DEPTH, settings.encoder_weights, download=False)
    except InputError as error:
        if settings.encoder_weights is not None:
            raise
        raise InputError(
            f"The perceptual loss finds no weights of {backbone} on this machine; give their file (ENCODER_WEIGHTS) or "
            "set PERCEPTUAL to 0."
        ) from error
    shown = normalization(backbone, color.target_bands)
    return PerceptualLoss(color, encoder, shown).to(color.target_low.device)
