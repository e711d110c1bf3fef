"""The best model so far, kept in memory and, often enough, on disk."""

from __future__ import annotations

import time
from typing import Callable, Dict, Optional

import torch
from torch import Tensor, nn

from .validation import Evaluation

_LEAST_SECONDS = 30.0
_MOST_SHARE = 0.05


class BestModel:
    """Remembers the weights with the highest PSNR.

    Args:
        write: puts the remembered model on disk.
        clock: returns seconds; replaceable in tests.
    """

    def __init__(self, write: Callable[[BestModel], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._write, self._clock = write, clock
        self.weights: Dict[str, Tensor] = {}
        self.evaluation: Optional[Evaluation] = None
        self.psnr = float("-inf")
        self.epoch = 0
        self.on_disk = False
        self._saved = False
        self._not_before = float("-inf")

    def offer(self, model: nn.Module, epoch: int, evaluation: Evaluation) -> bool:
        """Keep the model when it is the first or better than the one kept; True if so."""
        psnr = evaluation.mean.get("psnr", float("-inf"))
        if self.weights and not psnr > self.psnr:
            return False
        with torch.no_grad():
            self.weights = {key: value.detach().cpu().clone() for key, value in model.state_dict().items()}
        self.psnr, self.epoch, self.evaluation, self._saved = psnr, epoch, evaluation, False
        return True

    def restore(self, weights: Dict[str, Tensor], epoch: int, evaluation: Evaluation) -> None:
        """Take up what an earlier run has kept; it is written anew."""
        self.weights, self.epoch, self.evaluation, self._saved = weights, epoch, evaluation, False
        self.psnr = evaluation.mean.get("psnr", float("-inf"))

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
