"""What a model must beat: methods that look at no pixel's surroundings."""

from __future__ import annotations

from typing import Callable, Dict, Optional

import numpy as np
import torch
from torch import Tensor

from ..networks.color import color_handling
from .data import ChipSet
from .fitting import Indices, fit_curve, mean_values, scaling_for

Predictor = Callable[[Tensor], Tensor]
"""Raw input (N, Ca, H, W) to raw output (N, Cb, H, W), as a translator does it."""

TITLES = {
    "model": "This model",
    "copy": "Input copied",
    "fitted_curve": "Fitted curve",
    "mean": "Mean colour",
    "base_model": "Base model",
}


def fitted_baselines(chips: ChipSet, train: Indices, chance: np.random.Generator) -> Dict[str, Predictor]:
    """The baselines by name, fitted on the training chips, of which values beyond their range count as its ends.

    ``copy``: the input's band in every target band, or band by band; left out where counts or types forbid it.
    ``fitted_curve``: see :class:`~..networks.curves.FittedCurve`. ``mean``: the mean of each target band.
    """
    methods: Dict[str, Predictor] = {}
    copy = _copy(chips)
    if copy is not None:
        methods["copy"] = copy
    color = color_handling("residual", scaling_for(chips))
    fit_curve(color, chips, train, chance)

    @torch.no_grad()
    def curve(a: Tensor) -> Tensor:
        return color.decode(a, color.complete(color.encode_input(a), torch.zeros(())))

    means = torch.tensor(mean_values(chips, train, chance)).view(1, -1, 1, 1)

    def mean(a: Tensor) -> Tensor:
        return means.expand(len(a), -1, *a.shape[-2:])

    return {**methods, "fitted_curve": curve, "mean": mean}


def _copy(chips: ChipSet) -> Optional[Predictor]:
    bands_a, bands_b = chips.bands_a, chips.bands_b
    if bands_a[0].dtype != bands_b[0].dtype:
        return None
    if len(bands_a) == len(bands_b):
        return lambda a: a
    if len(bands_a) == 1:
        return lambda a: a.expand(-1, len(bands_b), -1, -1)
    return None
