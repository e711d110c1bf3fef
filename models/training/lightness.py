"""How the grey of an input, where it is kept as the output's lightness, becomes a lightness of the target."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, Dict, Optional

import numpy as np
import torch

from ..errors import InputError
from ..networks.color import ColorHandling, Range, Scaling, color_handling
from ..networks.colorspaces import LUMA_BLUE, LUMA_GREEN, LUMA_RED
from .data import ChipSet
from .fitting import Indices, as_image, fit_curve, scaling_for, span_of_target

_GOOD_ENOUGH = 40.0
_PIXELS = 400_000


def lightness_keys(color_space: str, chips: ChipSet, train: Indices, seed: int) -> Dict[str, Any]:
    """What the architecture needs beside its scales where ``color_space`` keeps the lightness: ``grey_scale``.

    Nothing where all is 8-bit: the input is then taken for what it is. Else types and units may differ, and the input
    is carried over by the line that fits the target's luma best.

    Raises:
        InputError: the bands do not suit, or not even a network that knows every colour would come as near to the
            target as a fitted curve does.
    """
    scaling = scaling_for(chips)
    color_handling(color_space, scaling)
    if {band.dtype for band in (*chips.bands_a, *chips.bands_b)} == {"uint8"}:
        return {}
    grey = _grey_scale(scaling, chips, train, np.random.default_rng(seed))
    curve = color_handling("residual", scaling)
    fit_curve(curve, chips, train, np.random.default_rng(seed))
    rival = _psnr(curve, chips, train, seed)
    at_best = 0.0
    if grey is not None:
        at_best = _psnr(color_handling(color_space, replace(scaling, grey=grey)), chips, train, seed)
    if grey is None or at_best < min(rival, _GOOD_ENOUGH):
        raise InputError(
            f"color_space is {color_space}, which keeps the input's lightness, but that tells too little of the "
            f"target's (at best {at_best:.1f} dB, where a fitted curve has {rival:.1f}); choose automatic, residual or "
            "direct."
        )
    return {"grey_scale": list(grey)}


def _grey_scale(scaling: Scaling, chips: ChipSet, train: Indices, chance: np.random.Generator) -> Optional[Range]:
    """The input values that are black and white in the target, by least squares; a negative has white below black."""
    (low, high), (start, end) = scaling.output_range, scaling.input[0]
    sums, count = np.zeros(4), 0
    for a, b in chips.pixels(train, chance, _PIXELS):
        grey = (a[:, 0] - start) / (end - start)
        luma = (b @ (LUMA_RED, LUMA_GREEN, LUMA_BLUE) - low) / (high - low)
        sums += grey.sum(), luma.sum(), grey @ grey, grey @ luma
        count += len(a)
    mean_grey, mean_luma, squares, products = (float(value) for value in sums / max(count, 1))
    variance, together = squares - mean_grey**2, products - mean_grey * mean_luma
    if variance < 1e-12 or abs(together) < 1e-3 * variance:
        return None
    slope = together / variance
    black = mean_grey - mean_luma / slope
    return start + black * (end - start), start + (black + 1.0 / slope) * (end - start)


@torch.no_grad()
def _psnr(color: ColorHandling, chips: ChipSet, train: Indices, seed: int) -> float:
    """Of the fitted curve where there is one, else of a network that knows the target's code, on training pixels."""
    squares, count = 0.0, 0
    for a, b in chips.pixels(train, np.random.default_rng(seed), _PIXELS):
        if len(a):
            raw, truth = as_image(a), as_image(b)
            known = color.encode_target(raw, truth) if color.curve is None else color.curve(color.encode_input(raw))
            squares += float((color.decode(raw, known) - truth).double().square().sum())
            count += truth.numel()
    span = span_of_target(chips)
    return 10.0 * math.log10(span**2 / max(squares / max(count, 1), 1e-10 * span**2))
