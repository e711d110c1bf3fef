"""Whether a raster is of the kind that a model was trained on: its type, its values, its cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Optional

import numpy as np
from numpy.typing import NDArray

from ..chips.statistics import BandStatistics
from ..errors import InputError
from ..feedback import Feedback
from ..package.definition import ModelDefinition
from .area import LUMA, Area
from .cell_size import cell_ratio
from .output import output_scaling
from .settings import ClassifySettings
from .tone import sample

WINDOWS_ACROSS = 6
CELLS_APART = 1.5
DIM = 0.1
"""A scene whose brightest percent begins below this share of the training's is not merely dark."""
HOPELESSLY_DIM = 0.05
OUTSIDE = 0.25
"""Share of the pixels that may lie beyond all that the model has seen: snow and open water do, by themselves."""
FAR = 10.0


@dataclass(frozen=True)
class Spread:
    """Values of one band: the first and the last percent, and the extremes."""

    low: float
    high: float
    minimum: float
    maximum: float

    def __str__(self) -> str:
        return f"{self.low:.4g} to {self.high:.4g}"


def check_suitability(
    settings: ClassifySettings, definition: ModelDefinition, source: Area, feedback: Feedback
) -> None:
    """Warn of what probably looks wrong.

    Args:
        source: the raster on its own grid.

    Raises:
        InputError: the values are so far from those of the training that the result would be meaningless.
    """
    trained = definition.input_bands[0].dtype
    if settings.match_tone == "none":
        _check_values(settings.input, definition, source, feedback)
    elif source.dtype != np.dtype(trained):
        feedback.info(f"{settings.input} holds {source.dtype} values; MATCH_TONE carries them to {trained}.")
    if not source.regular:
        feedback.info(
            f"{settings.input} is placed by ground control points or RPC: it is resampled onto the grid that QGIS "
            f"shows it on ({source.grid.width} x {source.grid.height})."
        )
    if source.scaling and output_scaling(settings, definition, source) is None:
        scale, offset, unit = source.scaling
        feedback.info(
            f"The bands of {settings.input} are to be multiplied by {scale:g} with {offset:g} added"
            f"{f' ({unit})' if unit else ''}; the model {definition.name} works on the values as they are stored, and "
            "the result has neither scale nor offset."
        )
    ratio = None if settings.match_cell_size or settings.reference else cell_ratio(source.grid, definition)
    if ratio and max(max(each, 1 / each) for each in ratio) > CELLS_APART:
        feedback.warning(
            f"The cell size that the model was trained on is {ratio[0]:.3g} times that of {settings.input}; switch "
            "MATCH_CELL_SIZE on for better results."
        )


def _check_values(path: str, definition: ModelDefinition, source: Area, feedback: Feedback) -> None:
    if not definition.input_known:
        return
    pixels = sample(source, WINDOWS_ACROSS)
    if not pixels.shape[1]:
        return
    trained = np.dtype(definition.input_bands[0].dtype)
    advice = (
        "set MATCH_TONE to model statistics, or give it a raster scaled like those of its training"
        if definition.input_quantiles
        else "give it a raster scaled like those of its training"
    )
    for position, statistics in enumerate(definition.input_bands):
        training = _training_spread(definition, position)
        if training is None:
            continue
        values = pixels[position].astype(np.float64)
        mine = _spread(values)
        text = (
            f"{_name(source.bands[position])} of {path} holds values from {mine} and the model {definition.name} was "
            f"trained on {training}"
        )
        if _hopeless(values, mine, training, source.dtype, statistics):
            raise InputError(f"{text}: it is a model for another sensor range; {advice}.")
        if _strange(values, mine, training):
            feedback.warning(f"{text}: it may be a model for another sensor range; {advice}.")
            return
    if source.dtype != trained:
        feedback.warning(
            f"{path} holds {source.dtype} values and the model was trained on {trained}, though in much the same range."
        )


def _name(band: int) -> str:
    return "The luma" if band == LUMA else f"Band {band}"


def _spread(values: NDArray[np.float64]) -> Spread:
    low, high = np.quantile(values, (0.01, 0.99))
    return Spread(float(low), float(high), float(values.min()), float(values.max()))


def _training_spread(definition: ModelDefinition, position: int) -> Optional[Spread]:
    """What is known of the training chips' values; None when that is nothing."""
    statistics = definition.input_bands[position]
    if not statistics.maximum > statistics.minimum:
        return None
    if position < len(definition.input_quantiles):
        quantiles: List[float] = list(definition.input_quantiles[position])
        low, high = np.interp((0.01, 0.99), np.linspace(0.0, 1.0, len(quantiles)), quantiles)
    else:
        low = max(statistics.minimum, statistics.mean - 2.5 * statistics.std)
        high = min(statistics.maximum, statistics.mean + 2.5 * statistics.std)
    return Spread(float(low), float(high), statistics.minimum, statistics.maximum)


def _hopeless(
    values: NDArray[np.float64], mine: Spread, training: Spread, dtype: np.dtype[np.generic], trained: BandStatistics
) -> bool:
    """Whether no part of the picture can be what the model knows; a matter of scaling, not of light."""
    middle, width = float(np.median(values)), training.maximum - training.minimum
    if middle > training.maximum + FAR * width or middle < training.minimum - FAR * width:
        return True
    if dtype == np.dtype(trained.dtype):
        return False
    if np.dtype(trained.dtype).kind in "iu":
        limits = np.iinfo(trained.dtype)
        if middle > limits.max or middle < limits.min:
            return True
    return dtype.kind == "f" and training.minimum >= 0 and mine.high < HOPELESSLY_DIM * training.high


def _strange(values: NDArray[np.float64], mine: Spread, training: Spread) -> bool:
    margin = 0.1 * (training.maximum - training.minimum)
    outside = (values < training.minimum - margin) | (values > training.maximum + margin)
    dim = mine.high - training.minimum < DIM * (training.high - training.minimum)
    return bool(np.mean(outside) > OUTSIDE or dim)
