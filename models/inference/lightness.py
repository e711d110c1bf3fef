"""Models that give colour to one band and keep its lightness, without anything that reads rasters."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..package.definition import ModelDefinition

_KEEP_LIGHTNESS = ("luma_chroma", "lab", "lab_tanh")


def keeps_lightness(definition: ModelDefinition) -> bool:
    """Whether the model gives colour to one band and keeps its lightness."""
    bands = len(definition.input_bands), len(definition.output_bands)
    return definition.color_space in _KEEP_LIGHTNESS and bands == (1, 3)


def add_color(grey: NDArray[np.float32], offset: NDArray[np.float32], low: float, high: float) -> NDArray[np.float32]:
    """``grey + offset`` with the offset shrunk, where needed, until the colour lies between ``low`` and ``high``.

    What :func:`models.networks.colorspaces.add_color` is to a network's output, in units of the raster.

    Args:
        grey: (1, H, W).
        offset: (3, H, W).
    """
    room = np.maximum(np.where(offset > 0, high - grey, grey - low), 0.0)
    share = np.minimum(room / np.maximum(np.abs(offset), 1e-6), 1.0).min(axis=0, keepdims=True)
    return np.asarray(grey + share * offset, np.float32)
