"""Exponential moving average of a network, batch-norm statistics included."""

from __future__ import annotations

import torch
from torch import nn


class MovingAverage:
    """Keeps ``average`` following ``source``.

    Args:
        average: a network of the same shape, which becomes the average; it starts as a copy of ``source``.
        source: the network in training.
        decay: how much of the average stays at each step once the training is under way; 0 copies. Early on less
            stays, ``(1 + n) / (10 + n)`` at step n, so that a short training is not held back by its first steps.
    """

    def __init__(self, average: nn.Module, source: nn.Module, decay: float) -> None:
        self.average, self._source, self._decay = average, source, decay
        self.updates = 0
        average.load_state_dict(source.state_dict())
        average.requires_grad_(False).eval()

    @torch.no_grad()
    def update(self) -> None:
        """Move the average towards the source's present state."""
        self.updates += 1
        decay = min(self._decay, (1 + self.updates) / (10 + self.updates))
        floats, sources = [], []
        for kept, new in zip(self.average.state_dict().values(), self._source.state_dict().values()):
            if kept.is_floating_point():
                floats.append(kept)
                sources.append(new)
            else:
                kept.copy_(new)
        torch._foreach_lerp_(floats, sources, 1.0 - decay)
