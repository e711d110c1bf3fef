"""How far a training is: everything that changes while it goes on, but for networks, optimizers and chance."""

from __future__ import annotations

import math
import uuid
from dataclasses import dataclass, field
from typing import Any, Dict, List, Mapping, Optional

import numpy as np
import torch
from torch import Tensor

from .validation import Evaluation


@dataclass
class Standing:
    """Counts and records of one training, over all its runs.

    Attributes:
        batch_size: chips a step; halves when memory runs out.
        epoch: the epoch under way, from 1.
        epoch_seconds: spent in it so far.
        done: chips that were learned from, of all epochs, for the schedule.
        training_seconds: time in steps, validation not counted.
        sums, counts: losses of the epoch under way, added up over its steps.
        history: one row an epoch that has ended.
        run: what tells this training from others.
    """

    batch_size: int
    epoch: int = 1
    epoch_seconds: float = 0.0
    done: int = 0
    training_seconds: float = 0.0
    sums: Dict[str, Tensor] = field(default_factory=dict)
    counts: Dict[str, int] = field(default_factory=dict)
    history: List[Dict[str, float]] = field(default_factory=list)
    run: str = field(default_factory=lambda: uuid.uuid4().hex)

    def add_losses(self, losses: Mapping[str, Tensor], count: int = 1) -> None:
        """Take in the losses of a step."""
        for name, loss in losses.items():
            self.sums[name] = self.sums[name] + loss if name in self.sums else loss.clone()
            self.counts[name] = self.counts.get(name, 0) + count

    def spend(self, seconds: float) -> None:
        """Take in time that went into steps."""
        self.epoch_seconds += seconds
        self.training_seconds += seconds

    def mean_losses(self) -> Dict[str, float]:
        """Over the steps of the epoch under way."""
        return {name: float(total) / self.counts[name] for name, total in self.sums.items()}

    def is_finite(self) -> bool:
        """Whether every loss so far is a number."""
        return all(math.isfinite(float(total)) for total in self.sums.values())

    def next_epoch(self, row: Dict[str, float]) -> None:
        """Close the epoch under way with its figures."""
        self.history.append(row)
        self.epoch += 1
        self.epoch_seconds = 0.0
        self.sums, self.counts = {}, {}

    def to_json(self) -> Dict[str, Any]:
        """The fields as JSON values; 32-bit losses stay exact."""
        return {**vars(self), "sums": {name: float(total) for name, total in self.sums.items()}}

    @staticmethod
    def from_json(values: Mapping[str, Any], device: torch.device) -> Standing:
        """The inverse of :meth:`to_json`.

        Raises:
            KeyError, TypeError, ValueError: a field is missing or not of its type.
        """
        standing = Standing(
            batch_size=int(values["batch_size"]),
            epoch=int(values["epoch"]),
            epoch_seconds=float(values["epoch_seconds"]),
            done=int(values["done"]),
            training_seconds=float(values["training_seconds"]),
            sums={str(name): torch.tensor(float(total), device=device) for name, total in values["sums"].items()},
            counts={str(name): int(count) for name, count in values["counts"].items()},
            run=str(values.get("run") or uuid.uuid4().hex),
            history=[{str(key): float(value) for key, value in row.items()} for row in values["history"]],
        )
        if standing.batch_size < 1 or len(standing.history) != standing.epoch - 1 or set(standing.sums) != set(
            standing.counts
        ):
            raise ValueError("counts that do not agree")
        return standing


def evaluation_to_json(evaluation: Optional[Evaluation]) -> Any:
    """Figures as JSON values, None for none."""
    if evaluation is None:
        return None
    return {"indices": evaluation.indices, "chips": evaluation.chips, "sums": evaluation.sums.tolist()}


def evaluation_from_json(values: Mapping[str, Any]) -> Evaluation:
    """The inverse of :func:`evaluation_to_json`.

    Raises:
        KeyError, TypeError, ValueError: a field is missing or not of its type.
    """
    evaluation = Evaluation(
        tuple(int(i) for i in values["indices"]),
        tuple({str(key): float(value) for key, value in chip.items()} for chip in values["chips"]),
        np.array(values["sums"], dtype=np.float64),
    )
    count = len(evaluation.indices)
    if len(evaluation.chips) != count or evaluation.sums.shape[::2] != (count, 5):
        raise ValueError("figures that do not agree")
    return evaluation
