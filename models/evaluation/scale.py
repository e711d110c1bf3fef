"""The values that figures are measured in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Optional, Tuple

import numpy as np

from ..errors import InputError
from ..package.definition import ModelDefinition
from ..rasters.arrays import Array
from ..training.ranges import REACH
from .pairs import Pairs

_ENDS = (0.1, 99.9)
_PIXELS_A_BLOCK = 4096
_WIDEST = 1e100  # its square is no number that a float holds from 1e154 on


@dataclass(frozen=True)
class Scale:
    """The values that figures are measured in.

    Attributes:
        span: what PSNR and SSIM refer to.
        words: why it is that.
        limits: smallest and largest value of each band, (C, 1, 1), None for all: values beyond them, in the truth or in
            what is measured against it, are held there, lest a few pixels without meaning decide what all of them have
            together.
    """

    span: float
    words: str = ""
    limits: Optional[Tuple[Array, Array]] = None

    def held(self, values: Array) -> Array:
        """(C, H, W) within the limits."""
        return values if self.limits is None else np.clip(values, *self.limits)


def scale_of(pairs: Pairs, asked: float = 0.0, definition: Optional[ModelDefinition] = None) -> Scale:
    """0 to 255 for 8-bit values, else the range of the truth and as far beyond it as a training lets the truth count.

    Args:
        asked: the span that the user wants PSNR and SSIM to refer to, 0 for automatic.
        definition: of the model, if one is judged, whose span is taken.

    Raises:
        InputError: the truth has no valid pixel, only one value, or values too far apart for figures.
    """
    if pairs.truth_dtype == np.uint8:
        scale = Scale(255.0, "the range of 8-bit values")
    else:
        ranges = _ranges(pairs)
        spans = REACH * (ranges[1] - ranges[0])
        limits = (ranges[0] - spans)[:, None, None], (ranges[1] + spans)[:, None, None]
        low, high = float(ranges[0].min()), float(ranges[1].max())
        words = f"the range of the truth but for its extreme thousandths, {low:g} to {high:g}"
        scale = Scale(high - low, words, limits if (spans > 0).all() else None)
        if definition is not None:
            span, words = _span_of(definition)
            scale = replace(scale, span=span, words=words)
    if asked:
        scale = replace(scale, span=asked, words="as DATA_RANGE says")
    if scale.span <= 0:
        raise InputError("TRUTH has one value only, so that PSNR and SSIM have nothing to refer to; set DATA_RANGE.")
    if scale.span > _WIDEST:
        raise InputError(
            f"A range of values of {scale.span:g}, {scale.words}, is too large for PSNR and SSIM; set DATA_RANGE, or "
            "look for wrong values in TRUTH."
        )
    return scale


def _span_of(definition: ModelDefinition) -> Tuple[float, str]:
    span = definition.training.get("data_range")
    if isinstance(span, float) and span > 0:
        return span, "as in the figures of its training"
    low, high = definition.output_range
    return high - low, f"the range that the model writes, {low:g} to {high:g}"


def _ranges(pairs: Pairs) -> Array:
    """Smallest and largest value of each band (2, C), but for the extreme thousandths."""
    samples = []
    for truth, valid in pairs.truths():
        chosen = np.flatnonzero(valid)
        samples.append(truth.reshape(len(truth), -1)[:, chosen[:: max(1, len(chosen) // _PIXELS_A_BLOCK)]])
    pixels = np.concatenate(samples, axis=1).astype(np.float64)
    if not pixels.shape[1]:
        raise InputError("RESULT and TRUTH have no valid pixel in common; choose rasters of one place, or other bands.")
    ranges: Array = np.percentile(pixels, _ENDS, axis=1)
    return ranges
