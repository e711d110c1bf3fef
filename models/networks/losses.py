"""Adversarial losses and those that compare pixel by pixel."""

from __future__ import annotations

from typing import Callable, Dict, Sequence, Tuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from ..errors import InputError
from .discriminator import Judgement

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

    def discriminator(self, real: Sequence[Tensor], fake: Sequence[Tensor]) -> Tensor:
        """Half the sum of the two costs, as in the paper, so that D learns at half the speed of G.

        Args:
            real, fake: logits of each scale; the scales count alike.
        """
        return _mean([0.5 * (self._taken_for_real(r) + self._taken_for_fake(f)) for r, f in zip(real, fake)])

    def generator(self, fake: Sequence[Tensor]) -> Tensor:
        """What it costs G that D tells its output from the real one; logits of each scale, which count alike."""
        return _mean([-logits.mean() if self.kind == "hinge" else self._distance(logits, 1.0) for logits in fake])

    def _taken_for_real(self, logits: Tensor) -> Tensor:
        return functional.relu(1.0 - logits).mean() if self.kind == "hinge" else self._distance(logits, 1.0)

    def _taken_for_fake(self, logits: Tensor) -> Tensor:
        return functional.relu(1.0 + logits).mean() if self.kind == "hinge" else self._distance(logits, 0.0)

    def _distance(self, logits: Tensor, label: float) -> Tensor:
        target = torch.full_like(logits, label)
        if self.kind == "vanilla":
            return functional.binary_cross_entropy_with_logits(logits, target)
        return functional.mse_loss(logits, target)


def feature_matching(real: Sequence[Judgement], fake: Sequence[Judgement]) -> Tensor:
    """How far the features of the output are from those of the target (pix2pixHD, Wang et al. 2018, equation 4).

    The mean absolute difference of each layer, averaged over layers and over scales, times 4: the paper's sum over the
    four layers of its discriminators, whatever the number here. Only ``fake`` gets a gradient.
    """
    scales = [
        _mean([functional.l1_loss(ours, theirs.detach()) for ours, theirs in zip(one.features, other.features)])
        for one, other in zip(fake, real)
    ]
    return 4.0 * _mean(scales)


def masked_l1(output: Tensor, target: Tensor, valid: Tensor) -> Tensor:
    """Mean absolute difference over the valid pixels; 0 when there is none.

    Args:
        output, target: (N, C, H, W); values of ``target`` at invalid pixels may be anything, NaN too.
        valid: (N, 1, H, W) bool.
    """
    return _mean_over(valid, torch.where(valid, output - target, torch.zeros_like(output)).abs())


def masked_l2(output: Tensor, target: Tensor, valid: Tensor) -> Tensor:
    """Mean squared difference over the valid pixels; 0 when there is none. Arguments as of :func:`masked_l1`."""
    return _mean_over(valid, torch.where(valid, output - target, torch.zeros_like(output)).square())


def _mean_over(valid: Tensor, values: Tensor) -> Tensor:
    return values.sum() / (valid.sum() * values.shape[1]).clamp(min=1)


def _mean(losses: Sequence[Tensor]) -> Tensor:
    return torch.stack(list(losses)).mean()


PIXEL_LOSSES: Dict[str, Callable[[Tensor, Tensor, Tensor], Tensor]] = {"l1": masked_l1, "l2": masked_l2}
