"""Figures of a method on chips that it was not fitted on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, List, Optional, Sequence, Tuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ..devices import is_out_of_memory
from ..feedback import Feedback
from .baselines import Predictor
from .data import Batch, ChipSet
from .device_metrics import batch_metrics
from .memory import release
from .metrics import Sums, all_metrics, error_sums, pooled_metrics

_BATCH = 8
Measured = Tuple[List[Dict[str, float]], Sums]


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

    def spread_of(self, name: str) -> Optional[Tuple[float, float]]:
        """Between which two values the middle half of the chips lies; None without such a figure of each chip."""
        values = np.array([chip.get(name, np.nan) for chip in self.chips])
        values = values[np.isfinite(values)]
        return (float(np.quantile(values, 0.25)), float(np.quantile(values, 0.75))) if len(values) else None

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
        for found, part in _measured(method, chips, batch, data_range):
            figures += found
            sums.append(part)
    return Evaluation(tuple(int(i) for i in indices), tuple(figures), np.concatenate(sums) if sums else np.array([]))


def _measured(method: Predictor, chips: ChipSet, batch: Batch, data_range: float) -> List[Measured]:
    """Figures of a batch, in parts where the device has no memory for it as a whole."""
    try:
        output = _output(method, chips, batch)
        if _measures_itself(output.device):
            truth, valid = (part.to(output.device) for part in (batch.b, batch.valid))
            return [batch_metrics(output, truth, valid, data_range)]
        return [_measured_by_numpy(output, batch, data_range)]
    except Exception as error:
        if len(batch) < 2 or not is_out_of_memory(error):
            raise
    release(device_of(method))
    return [part for half in batch.halves() for part in _measured(method, chips, half, data_range)]


def _measures_itself(device: torch.device) -> bool:
    """Whether a device has 64-bit floats and is faster with them than NumPy on a CPU."""
    return device.type == "cuda"


def _measured_by_numpy(output: Tensor, batch: Batch, data_range: float) -> Measured:
    """The same on the CPU."""
    figures: List[Dict[str, float]] = []
    sums: List[Sums] = []
    for one, truth, valid in zip(output.cpu().numpy(), batch.b.numpy(), batch.valid[:, 0].numpy()):
        mask = None if valid.all() else valid
        figures.append(all_metrics(one, truth, data_range, mask))
        sums.append(error_sums(one, truth, mask))
    return figures, np.array(sums)


def predicted(method: Predictor, chips: ChipSet, batch: Batch) -> NDArray[np.float32]:
    """The method's output for a batch (N, Cb, H, W), rounded where the target is stored in whole numbers."""
    output: NDArray[np.float32] = _output(method, chips, batch).cpu().numpy()
    return output


@torch.no_grad()
def _output(method: Predictor, chips: ChipSet, batch: Batch) -> Tensor:
    """The same where the method computes."""
    output = method(batch.a.to(device_of(method))).float()
    return output if chips.bands_b[0].dtype.startswith("float") else output.round()


def device_of(method: Predictor) -> torch.device:
    """Where a method computes."""
    return next(method.parameters()).device if isinstance(method, nn.Module) else torch.device("cpu")


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
