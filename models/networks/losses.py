"""Adversarial losses and the masked L1 loss."""

from __future__ import annotations

from typing import Tuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from ..errors import InputError

GAN_LOSSES: Tuple[str, ...] = ("vanilla", "least_squares", "hinge")


class AdversarialLoss(nn.Module):
    """What a discriminator's logits cost.

    ``vanilla``: cross-entropy of the sigmoid (Goodfellow et al. 2014); ``least_squares``: LSGAN (Mao et al. 2017) with
    labels 0 and 1; ``hinge``: as in SAGAN (Zhang et al. 2019).
    """

    def __init__(self, kind: str) -> None:
        super().__init__()
        if kind not in GAN_LOSSES:
            raise InputError(f"gan_loss is {kind!r}; choose one of {', '.join(GAN_LOSSES)}.")
        self.kind = kind

    def discriminator(self, real: Tensor, fake: Tensor) -> Tensor:
        """Half the sum of the two costs, as in the paper, so that D learns at half the speed of G."""
        if self.kind == "hinge":
            return 0.5 * (functional.relu(1.0 - real).mean() + functional.relu(1.0 + fake).mean())
        return 0.5 * (self._distance(real, 1.0) + self._distance(fake, 0.0))

    def generator(self, fake: Tensor) -> Tensor:
        """What it costs G that D tells its output from the real one."""
        return -fake.mean() if self.kind == "hinge" else self._distance(fake, 1.0)

    def _distance(self, logits: Tensor, label: float) -> Tensor:
        target = torch.full_like(logits, label)
        if self.kind == "vanilla":
            return functional.binary_cross_entropy_with_logits(logits, target)
        return functional.mse_loss(logits, target)


def masked_l1(output: Tensor, target: Tensor, valid: Tensor) -> Tensor:
    """Mean absolute difference over the valid pixels; 0 when there is none.

    Args:
        output, target: (N, C, H, W); values of ``target`` at invalid pixels may be anything, NaN too.
        valid: (N, 1, H, W) bool.
    """
    difference = torch.where(valid, output - target, torch.zeros_like(output)).abs()
    count = valid.sum() * output.shape[1]
    return difference.sum() / count.clamp(min=1)
