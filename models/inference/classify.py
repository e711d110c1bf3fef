"""Classify Pixels: a raster in, a translated raster on the same grid out, streamed tile by tile."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..errors import InputError
from ..feedback import Feedback
from ..package.archive import open_package
from ..package.definition import ModelDefinition
from .area import Area
from .session import Session
from .settings import ClassifySettings
from .streaming import Streaming

__all__ = ["ClassifyResult", "ClassifySettings", "classify_pixels"]


@dataclass(frozen=True)
class ClassifyResult:
    """What was done: the raster, its size, tiles that were run, tiles without data, and the seconds it took."""

    output: Path
    width: int
    height: int
    tiles: int
    empty_tiles: int
    seconds: float


def classify_pixels(settings: ClassifySettings, feedback: Feedback) -> ClassifyResult:
    """Translate a raster with a model package.

    Memory does not grow with the raster but for one blending ramp over its height. The output has the grid of the
    input; pixels that are invalid in the input are NoData.

    Raises:
        InputError: the raster does not fit the model or cannot be read.
        PackageError: the package is damaged, unsafe or unknown.
        Cancelled: the user stopped; no output is left.
    """
    begun = time.monotonic()
    with open_package(settings.model) as package:
        definition = package.definition
        bands = settings.input_bands or tuple(range(1, len(definition.input_bands) + 1))
        with Area(settings.input, bands, settings.extent, settings.mask, settings.mask_layer) as source:
            _check(settings, definition, source, feedback)
            session = Session(package.onnx, settings.device, settings.threads, feedback)
            if session.channels != (len(definition.input_bands), len(definition.output_bands)):
                raise InputError(f"The ONNX model in {settings.model} does not have the bands that its EMD names.")
            run = Streaming(settings, definition, source, session, feedback)
            run.write()
    seconds = time.monotonic() - begun
    size = source.grid.width * source.grid.height / 1e6
    feedback.info(
        f"{run.tiles} tiles of {run.tile} px in {seconds:.1f} s ({size / max(seconds, 1e-9):.2f} million pixels a "
        f"second); {run.empty} tiles without data were not computed."
    )
    return ClassifyResult(
        settings.output, source.grid.width, source.grid.height, run.tiles, run.empty, seconds
    )


def _check(
    settings: ClassifySettings, definition: ModelDefinition, source: Area, feedback: Feedback
) -> None:
    """Refuse what cannot work; warn of what probably looks wrong."""
    wanted = len(definition.input_bands)
    if len(source.bands) != wanted:
        raise InputError(
            f"The model {definition.name} needs {wanted} band(s) and INPUT_BANDS names {len(source.bands)}; "
            f"choose {wanted}."
        )
    trained = definition.input_bands[0].dtype
    if source.dtype != np.dtype(trained):
        feedback.warning(
            f"{settings.input} holds {source.dtype} values and the model was trained on {trained}; "
            "colours may be wrong unless the value ranges agree."
        )
    ratio = max(
        max(mine / theirs, theirs / mine)
        for mine, theirs in zip(source.grid.cell_size, definition.cell_size)
        if mine > 0 and theirs > 0
    ) if _comparable(source, definition) else 1.0
    if ratio > 1.5:
        feedback.warning(
            f"The cell size of {settings.input} is {source.grid.cell_size[0]:.4g} and the model was trained at "
            f"{definition.cell_size[0]:.4g}; resample the raster to that cell size for better results."
        )


def _comparable(source: Area, definition: ModelDefinition) -> bool:
    """Cell sizes are compared only where both rasters have a CRS (a scan without one counts in pixels)."""
    return bool(source.grid.crs and definition.crs) and min(definition.cell_size) > 0
