"""Exponential moving average of a network, batch-norm statistics included."""

from __future__ import annotations

from typing import Optional, Union

import torch
from torch import Tensor, nn


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
        self._steps, self._left_out = 0, torch.zeros(())
        average.load_state_dict(source.state_dict())
        average.requires_grad_(False).eval()
        pairs = list(zip(average.state_dict().values(), source.state_dict().values()))
        self._counts = [pair for pair in pairs if not pair[0].is_floating_point()]
        self._kept = [kept for kept, _ in pairs if kept.is_floating_point()]
        self._new = [new for _, new in pairs if new.is_floating_point()]

    @property
    def updates(self) -> int:
        """How many steps it has followed."""
        return self._steps - int(self._left_out)

    @updates.setter
    def updates(self, count: int) -> None:
        self._steps, self._left_out = count, torch.zeros(())

    @property
    def average(self) -> nn.Module:
        """The average as it is now. Without decay it is copied only when somebody asks for it."""
        if not self._decay:
            self._move(1.0)
        return self._average

    def update(self, taken: Optional[Tensor] = None) -> None:
        """Move the average towards the source's present state.

        Args:
            taken: on the device, 1 if the source has taken its step and 0 if it was left out; None if it was taken.
        """
        self._steps += 1
        if taken is None:
            if self._decay:
                count = self._steps
                self._move(1.0 - min(self._decay, (1 + count) / (10 + count)))
            return
        self._left_out = self._left_out.to(taken.device) + (1.0 - taken)
        if self._decay:
            steps = self._steps - self._left_out
            self._move(taken * (1.0 - ((1 + steps) / (10 + steps)).clamp(max=self._decay)))

    @torch.no_grad()
    def _move(self, share: Union[float, Tensor]) -> None:
        if isinstance(share, Tensor):  # which nobody here waits for
            way = torch._foreach_sub(self._new, self._kept)
            torch._foreach_mul_(way, share)
            torch._foreach_add_(self._kept, way)
        else:
            torch._foreach_lerp_(self._kept, self._new, share)
        for kept, new in self._counts:
            kept.copy_(new)
