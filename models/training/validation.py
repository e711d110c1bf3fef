"""Figures of a method on chips that it was not fitted on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, List, Sequence, Tuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from ..feedback import Feedback
from .baselines import Predictor
from .data import Batch, ChipSet
from .metrics import Sums, all_metrics, error_sums, pooled_metrics

_BATCH = 8


@dataclass(frozen=True)
class Evaluation:
    """Figures of each chip.

    Attributes:
        indices: the chips, in order.
        chips: figures by name, one mapping a chip (see ``metrics.all_metrics``).
        sums: (chips, bands, 5), see ``metrics.error_sums``.
    """

    indices: Tuple[int, ...]
    chips: Tuple[Dict[str, float], ...]
    sums: Sums

    @property
    def mean(self) -> Dict[str, float]:
        """Figures over all chips; names without any are left out.

        PSNR, SSIM and angular error are means over the chips; MAE, RMSE and R² are those of all pixels together.
        """
        return self.mean_of(self.indices)

    def mean_of(self, indices: Sequence[int]) -> Dict[str, float]:
        """The same over some of the chips."""
        some = self.only(indices)
        if not some.indices:
            return {}
        figures = {**_means(some.chips), **pooled_metrics(some.sums.sum(axis=0))}
        return {name: value for name, value in figures.items() if np.isfinite(value)}

    def only(self, indices: Sequence[int]) -> Evaluation:
        """The same of some of the chips, in their order here."""
        wanted = {int(i) for i in indices}
        places = [place for place, i in enumerate(self.indices) if i in wanted]
        return Evaluation(
            tuple(self.indices[place] for place in places),
            tuple(self.chips[place] for place in places),
            self.sums[places],
        )

    def ranked(self) -> List[int]:
        """Indices of the chips from the best PSNR to the worst."""
        scored = [(one["psnr"], i) for one, i in zip(self.chips, self.indices) if np.isfinite(one["psnr"])]
        return [i for _, i in sorted(scored, key=lambda pair: (-pair[0], pair[1]))]


def evaluate(
    method: Predictor, chips: ChipSet, indices: Sequence[int], data_range: float, feedback: Feedback
) -> Evaluation:
    """Run a method on chips and compare with the truth, in the target's units and as it would be stored.

    Args:
        method: raw input to raw output; a network must be in evaluation mode.
        data_range: the span of values that PSNR and SSIM refer to; a training's is :func:`~.fitting.span_of_target`.
        feedback: asked between batches whether to go on.
    """
    figures: List[Dict[str, float]] = []
    sums: List[Sums] = []
    for _, batch in chips.batches(indices, _BATCH):
        feedback.check()
        for output, truth, valid in zip(predicted(method, chips, batch), batch.b.numpy(), batch.valid[:, 0].numpy()):
            mask = None if valid.all() else valid
            figures.append(all_metrics(output, truth, data_range, mask))
            sums.append(error_sums(output, truth, mask))
    return Evaluation(tuple(int(i) for i in indices), tuple(figures), np.array(sums))


@torch.no_grad()
def predicted(method: Predictor, chips: ChipSet, batch: Batch) -> NDArray[np.float32]:
    """The method's output for a batch (N, Cb, H, W), rounded where the target is stored in whole numbers."""
    device = next(method.parameters()).device if isinstance(method, nn.Module) else torch.device("cpu")
    output: NDArray[np.float32] = method(batch.a.to(device)).float().cpu().numpy()
    return output if chips.bands_b[0].dtype.startswith("float") else np.rint(output)


def spread(indices: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """At most ``most`` of the indices, evenly spread."""
    if len(indices) <= most:
        return indices
    chosen: NDArray[np.int64] = indices[np.linspace(0, len(indices) - 1, most).round().astype(int)]
    return chosen


def _means(figures: Sequence[Dict[str, float]]) -> Dict[str, float]:
    means = {}
    for name in figures[0] if figures else ():
        values = np.array([one[name] for one in figures])
        if np.isfinite(values).any():
            means[name] = float(values[np.isfinite(values)].mean())
    return means
