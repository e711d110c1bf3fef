"""What a model package is, in words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, List, Mapping, Tuple

from ..chips.statistics import BandStatistics
from ..errors import InputError
from ..feedback import Feedback
from .archive import open_package
from .definition import ModelDefinition
from .starter import model_path

_METHODS = {
    "model": "this model",
    "base_model": "the model it began from",
    "copy": "input copied",
    "fitted_curve": "fitted curve",
    "mean": "mean colour",
}
_PLACE = "It has the colours of a place, which this plugin alone applies to what the ONNX model gives."


@dataclass(frozen=True)
class InspectSettings:
    """What to look at.

    Attributes:
        model: a ``.dlpk``, the ``.emd`` of an unpacked one, or an ``.onnx``; ``starter`` for the model that comes with
            the plugin.
    """

    model: Path

    def __post_init__(self) -> None:
        object.__setattr__(self, "model", model_path(self.model))
        if self.model.suffix.lower() not in (".dlpk", ".emd", ".onnx"):
            raise InputError(f"MODEL {self.model} is no model package; choose a .dlpk, .emd or .onnx file.")


@dataclass(frozen=True)
class Inspection:
    """What was found: the description, line by line, and the files of the package by name with their size in bytes."""

    description: Tuple[str, ...]
    files: Mapping[str, int]


def inspect_package(settings: InspectSettings, feedback: Feedback) -> Inspection:
    """Open a package, check every file in it, and describe it.

    Raises:
        PackageError: it is damaged, unsafe or unknown.
    """
    with open_package(settings.model) as package:
        files = {path.name: path.stat().st_size for path in package.files.values()}
        lines = (*describe(package.definition), *package.notes)
    for line in lines:
        feedback.info(line)
    return Inspection(lines, files)


def describe(definition: ModelDefinition) -> List[str]:
    """Bands, cell size, units, training and figures, a sentence a line."""
    only = " only" if definition.fixed_size else ""
    lines = [
        f"{definition.name}: {definition.model_type} model, colour handling {definition.color_space}, tiles of "
        f"{definition.tile_size} pixels{only}.",
        f"From {_bands(definition.input_bands)}.",
        f"To {_bands(definition.output_bands)}.",
        f"Cell size in training: {_cell_size(definition)}.",
        *_training(definition.training),
        *([_PLACE] if definition.place else []),
        *_figures(definition.metrics),
        *(f"{heading}: {text}" for heading, text in definition.card.items()),
    ]
    return [" ".join(line.split()) for line in lines]  # else a text of the package could pass for a line of the log


def _bands(bands: Tuple[BandStatistics, ...]) -> str:
    names = ", ".join(
        f"{band.name} ({band.minimum:.5g} to {band.maximum:.5g})" if math.isfinite(band.minimum) else band.name
        for band in bands
    )
    return f"{len(bands)} band{'s' if len(bands) > 1 else ''} of {bands[0].dtype}: {names}"


def _cell_size(definition: ModelDefinition) -> str:
    if min(definition.cell_size) <= 0:
        return "unknown"
    crs = definition.crs.lstrip().upper()
    unit = "degrees" if crs.startswith("GEOG") else "map units" if crs else "pixels (no coordinate reference system)"
    return f"{definition.cell_size[0]:.4g} × {definition.cell_size[1]:.4g} {unit}"


def _training(training: Mapping[str, Any]) -> List[str]:
    chips, seconds = training.get("train_chips"), training.get("seconds")
    if not isinstance(chips, int):
        return []
    sources = training.get("sources")
    pairs = sources if isinstance(sources, list) else []
    names = "; ".join(dict.fromkeys(" to ".join(map(str, pair)) for pair in pairs if isinstance(pair, list)))
    time = f" in {seconds / 60:.0f} minutes" if isinstance(seconds, (int, float)) else ""
    return [f"Trained on {chips} chips{f' of {names}' if names else ''}{time}."]


def _figures(metrics: Mapping[str, Mapping[str, float]]) -> List[str]:
    lines = []
    for name, row in metrics.items():
        if "psnr" not in row:
            continue
        angle = f", angular error {row['angular_error']:.1f}°" if "angular_error" in row else ""
        ssim = f", SSIM {row['ssim']:.3f}" if "ssim" in row else ""
        lines.append(f"On validation chips, {_METHODS.get(name, name)}: PSNR {row['psnr']:.1f} dB{ssim}{angle}.")
    return lines
