"""How the learning rate goes down, and how far a training is."""

from __future__ import annotations

import math
import time
from typing import Callable, Dict


def linear_decay(progress: float) -> float:
    """Factor on the learning rate at ``progress`` (0 to 1): 1 in the first half, then straight to 0."""
    return min(1.0, max(0.0, 2.0 * (1.0 - progress)))


def epoch_decay(epoch: int, epochs: int) -> float:
    """Factor of the reference implementation for ``epoch`` (from 1): constant, then down once an epoch.

    With 200 epochs: 1 up to the 100th, 100/101 in the 101st, 1/101 in the 200th.
    """
    constant = epochs // 2
    return max(0.0, 1.0 - max(0, epoch - constant) / (epochs - constant + 1))


def cosine_decay(progress: float) -> float:
    """Half a wave from 1 to 0: ``(1 + cos(π·progress)) / 2`` (Loshchilov and Hutter 2017, without restarts)."""
    return 0.5 * (1.0 + math.cos(math.pi * min(1.0, max(0.0, progress))))


def step_decay(progress: float) -> float:
    """1, and a tenth after two thirds (after 100 of 150 epochs)."""
    return 1.0 if progress < 2.0 / 3.0 else 0.1


def rate_factor(schedule: str, progress: float, epoch: int, epochs: int) -> float:
    """Factor on the learning rate by the schedule's name.

    Args:
        progress: share of the training that is done, 0 to 1.
        epoch: the epoch under way, from 1, of ``epochs``.
    """
    if schedule == "epochs":
        return epoch_decay(epoch, epochs)
    return _BY_PROGRESS[schedule](progress)


def closeness(until: float, progress: float) -> float:
    """Factor on the pixel loss, which fades from 1 to 0 by ``until`` (0 to 1); at 1 it stays."""
    return 1.0 if until >= 1.0 else max(0.0, 1.0 - progress / until) if until > 0.0 else 0.0


_BY_PROGRESS: Dict[str, Callable[[float], float]] = {
    "continuous": linear_decay,
    "cosine": cosine_decay,
    "step": step_decay,
    "constant": lambda progress: 1.0,
}


class Progress:
    """The share of a training that is done: by steps or by the clock, whichever is further.

    Args:
        steps: steps of the whole training.
        seconds: wall time that it may take, 0 for no limit.
        clock: returns seconds; replaceable in tests.
    """

    def __init__(self, steps: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.steps, self.seconds, self._clock = steps, seconds, clock
        self.spent = 0.0
        self._start = clock()
        self.done, self._furthest = 0, 0.0

    @property
    def elapsed(self) -> float:
        """Seconds since the start, and ``spent`` by earlier runs of the same training."""
        return self._clock() - self._start + self.spent

    @property
    def share(self) -> float:
        """0 to 1; it never falls, whatever becomes of the time that is left."""
        by_steps = self.done / self.steps
        by_time = self.elapsed / self.seconds if self.seconds else 0.0
        self._furthest = min(1.0, max(by_steps, by_time, self._furthest))
        return self._furthest

    @property
    def finished(self) -> bool:
        """Whether the training has come to its end."""
        return self.share >= 1.0
