"""Fits the tones of a raster to those that a model was trained on: old film against today's sensor.

Both are described by quantiles of the valid pixels, band by band; a value is carried from its rank in the raster to the
same rank in the training chips (histogram matching, Gonzalez and Woods, Digital Image Processing, section 3.3).
"""

from __future__ import annotations

from typing import List, Optional, Protocol, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ..package.definition import ModelDefinition
from ..rasters.grid import Grid
from .settings import ClassifySettings

_WINDOW = 128
_WINDOWS_ACROSS = 12
_DENSER = 4


class _Readable(Protocol):
    grid: Grid

    def read(
        self, xoff: int, yoff: int, width: int, height: int
    ) -> Tuple[NDArray[np.generic], NDArray[np.bool_]]: ...


class ToneMatch:
    """A monotone curve a band.

    Args:
        source: quantiles of the raster, (C, levels), ascending.
        target: quantiles of the training chips, evenly spaced from 0 to 1, (C, levels) ascending.
    """

    def __init__(self, source: Sequence[NDArray[np.float64]], target: Sequence[Sequence[float]]) -> None:
        self._curves = [_curve(np.asarray(a, float), np.asarray(b, float)) for a, b in zip(source, target)]

    def __call__(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """(C, H, W) in units of the raster to units of the training input."""
        matched = [np.interp(band, *curve) for band, curve in zip(values, self._curves)]
        return np.stack(matched).astype(np.float32)


def tone_match(settings: ClassifySettings, definition: ModelDefinition, source: _Readable) -> Optional[ToneMatch]:
    """The curves that MATCH_TONE asks for, if it does.

    Raises:
        InputError: the model does not tell its tones, or no valid pixel is found.
    """
    if settings.match_tone == "none":
        return None
    if not definition.input_quantiles:
        raise InputError(
            f"The model {definition.name} does not say which tones it was trained on; set MATCH_TONE to none or train "
            "the model again."
        )
    levels = len(definition.input_quantiles[0])
    return ToneMatch(raster_quantiles(source, levels), definition.input_quantiles)


def sample(source: _Readable, across: int = _WINDOWS_ACROSS) -> NDArray[np.generic]:
    """(C, N) valid pixels from windows spread over the raster, ``across`` each way at most (all of a small one)."""
    grid = source.grid
    columns = _starts(grid.width, across)
    samples: List[NDArray[np.generic]] = []
    for y in _starts(grid.height, across):
        for x in columns:
            values, valid = source.read(x, y, min(_WINDOW, grid.width), min(_WINDOW, grid.height))
            if valid.any() or not samples:
                samples.append(values[:, valid])
    return np.concatenate(samples, axis=1)


def raster_quantiles(source: _Readable, levels: int) -> List[NDArray[np.float64]]:
    """``levels`` evenly spaced quantiles of each band, from windows spread over the raster.

    Where its data lie between those windows, more and more of them are read, at last all.

    Raises:
        InputError: the raster has no valid pixel.
    """
    across, most = _WINDOWS_ACROSS, -(-max(source.grid.width, source.grid.height) // _WINDOW)
    pixels = sample(source, across)
    while not pixels.shape[1] and across < most:
        across *= _DENSER
        pixels = sample(source, across)
    if not pixels.shape[1]:
        raise InputError("MATCH_TONE found no valid pixel in the input raster; switch it off or choose another raster.")
    return [np.quantile(band, np.linspace(0.0, 1.0, levels)) for band in pixels]


def _starts(length: int, across: int) -> List[int]:
    """First pixels of windows spread evenly over ``length``, or lying side by side where they all fit."""
    count = min(across, -(-length // _WINDOW))
    return [int(start) for start in np.unique(np.linspace(0, max(length - _WINDOW, 0), count).astype(int))]


def _curve(source: NDArray[np.float64], target: NDArray[np.float64]) -> Tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Knots for ``np.interp``: ranks that share one raster value are carried to the mean of their targets."""
    knots, inverse = np.unique(source, return_inverse=True)
    sums = np.bincount(inverse.ravel(), weights=target)
    return knots, sums / np.bincount(inverse.ravel())
