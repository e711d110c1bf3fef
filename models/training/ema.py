"""Exponential moving average of a network, batch-norm statistics included."""

from __future__ import annotations

import torch
from torch import nn


class MovingAverage:
    """Keeps ``average`` following ``source``.

    Args:
        average: a network of the same shape, on the same device, which becomes the average; it starts as a copy of
            ``source``. Neither may be moved afterwards.
        source: the network in training.
        decay: how much of the average stays at each step once the training is under way; 0 copies. Early on less
            stays, ``(1 + n) / (10 + n)`` at step n, so that a short training is not held back by its first steps.
    """

    def __init__(self, average: nn.Module, source: nn.Module, decay: float) -> None:
        self._average, self._decay = average, decay
        self.updates = 0
        average.load_state_dict(source.state_dict())
        average.requires_grad_(False).eval()
        pairs = list(zip(average.state_dict().values(), source.state_dict().values()))
        self._counts = [pair for pair in pairs if not pair[0].is_floating_point()]
        self._kept = [kept for kept, _ in pairs if kept.is_floating_point()]
        self._new = [new for _, new in pairs if new.is_floating_point()]

    @property
    def average(self) -> nn.Module:
        """The average as it is now. Without decay it is copied only when somebody asks for it."""
        if not self._decay:
            self._move(1.0)
        return self._average

    def update(self) -> None:
        """Move the average towards the source's present state."""
        self.updates += 1
        if self._decay:
            self._move(1.0 - min(self._decay, (1 + self.updates) / (10 + self.updates)))

    @torch.no_grad()
    def _move(self, share: float) -> None:
        torch._foreach_lerp_(self._kept, self._new, share)
        for kept, new in self._counts:
            kept.copy_(new)
