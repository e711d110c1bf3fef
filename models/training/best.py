"""The best model so far, kept in memory and, often enough, on disk."""

from __future__ import annotations

import time
from typing import Callable, Dict, Mapping, Optional, Sequence

import torch
from torch import Tensor, nn

from .validation import Evaluation

_LEAST_SECONDS = 30.0
_MOST_SHARE = 0.05
_LESS_IS_BETTER = ("mae", "angular_error")


def worth(monitor: str, figures: Mapping[str, float]) -> float:
    """What decides between two models: the higher the better; minus infinity without the figure ``monitor``."""
    figure = figures.get(monitor)
    if figure is None:
        return float("-inf")
    return -figure if monitor in _LESS_IS_BETTER else figure


def best_epoch(monitor: str, history: Sequence[Mapping[str, float]]) -> int:
    """The first of the epochs that none was better than, whatever the training started from; 0 without any."""
    return int(max(history, key=lambda row: worth(monitor, row))["epoch"]) if history else 0


class BestModel:
    """Remembers the weights with the best figure; those that a training starts from count as epoch 0.

    Args:
        write: puts the remembered model on disk.
        monitor: the figure's name: ``psnr``, ``ssim``, ``mae`` or ``angular_error``.
        clock: returns seconds; replaceable in tests.
    """

    def __init__(
        self,
        write: Callable[[BestModel], None],
        monitor: str = "psnr",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._write, self._monitor, self._clock = write, monitor, clock
        self.weights: Dict[str, Tensor] = {}
        self.evaluation: Optional[Evaluation] = None
        self.epoch = 0
        self.on_disk = False
        self._saved = False
        self._not_before = float("-inf")

    @property
    def psnr(self) -> float:
        """In dB, minus infinity without a model."""
        return float("-inf") if self.evaluation is None else self.evaluation.mean.get("psnr", float("-inf"))

    def offer(self, model: nn.Module, epoch: int, evaluation: Evaluation) -> bool:
        """Keep the model when it is the first or better than the one kept; True if so."""
        if self.evaluation is not None and not self._worth(evaluation) > self._worth(self.evaluation):
            return False
        with torch.no_grad():
            self.weights = {key: value.detach().cpu().clone() for key, value in model.state_dict().items()}
        self.epoch, self.evaluation, self._saved = epoch, evaluation, False
        return True

    def restore(self, weights: Dict[str, Tensor], epoch: int, evaluation: Evaluation) -> None:
        """Take up what an earlier run has kept; it is written anew."""
        self.weights, self.epoch, self.evaluation, self._saved = weights, epoch, evaluation, False

    def save_when_due(self) -> None:
        """Write a model that is not on disk yet, unless writing would take more than a twentieth of the time."""
        if self._clock() >= self._not_before:
            self.save()

    def save(self) -> None:
        """Write the model kept, if there is one that is not on disk yet."""
        if self.evaluation is None or self._saved:
            return
        begun = self._clock()
        try:
            self._write(self)
            self._saved = self.on_disk = True
        finally:
            ended = self._clock()
            self._not_before = ended + max(_LEAST_SECONDS, (ended - begun) / _MOST_SHARE)

    def _worth(self, evaluation: Evaluation) -> float:
        return worth(self._monitor, evaluation.mean)
