"""The model that a fine-tuning starts from."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Mapping, Sequence

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from ..chips.statistics import BandStatistics
from ..errors import InputError, PackageError
from ..networks.color import LIGHTNESS_KEPT
from ..networks.registry import build_translator
from ..package.archive import open_package
from ..package.definition import ModelDefinition
from .base_place import taken_over
from .data import ChipSet
from .fitting import scaling_for
from .settings import TrainSettings


@dataclass(frozen=True)
class BaseModel:
    """A model read from a package.

    Attributes:
        path: the package.
        architecture: see ``networks.registry``; the range of outputs, unless colours are made of it, and what inputs
            are held to are widened to those of the new chips.
        weights: the translator's state.
        digest: SHA-256 of the weights, and of the colours of a place where it was adapted to one.
        warning: what of it the training cannot begin with, in a sentence; empty where that is nothing.
    """

    path: Path
    architecture: Mapping[str, Any]
    weights: Mapping[str, Tensor]
    digest: str
    warning: str = ""


def load_base(path: Path, settings: TrainSettings, chips: ChipSet) -> BaseModel:
    """Read the base model and let the chips be cut to the size that it needs.

    Raises:
        InputError: bands, colour space or chip size do not agree with it.
        PackageError: the package is damaged or has no weights.
    """
    with open_package(path) as package:
        definition = package.definition
        _check_agreement(path, definition, settings, chips)
        if "weights" not in package.files:
            raise PackageError(f"{path} holds no weights to train on from; choose a package made by this plugin.")
        try:
            weights: Dict[str, Tensor] = load_file(str(package.files["weights"]))
        except SafetensorError as error:
            raise PackageError(f"The weights in {path} are damaged ({error}); copy the package again.") from error
        digest = str(definition.files[package.files["weights"].name])
    architecture = _widened(definition, chips)
    try:
        translator = build_translator(definition.model_type, architecture)
    except (InputError, PackageError) as error:
        raise PackageError(f"The base model {path} cannot be trained on: {error}") from error
    if {k: v.shape for k, v in weights.items()} != {k: v.shape for k, v in translator.state_dict().items()}:
        raise PackageError(f"The weights in {path} are not those of its architecture; copy the package again.")
    if not all(bool(torch.isfinite(tensor.float()).all()) for tensor in weights.values()):
        raise PackageError(f"Some weights in {path} are no numbers (NaN or infinite); choose another base model.")
    chips.cut_to(definition.size_multiple)
    if not definition.place:
        return BaseModel(path, architecture, weights, digest)
    digest = hashlib.sha256(f"{digest} {json.dumps(definition.place)}".encode()).hexdigest()
    taken = taken_over(definition, translator)
    if isinstance(taken, str):
        why = f"since {taken}; the training begins without them"
        warning = f"The colours of the place in {path} are not taken over, {why}."
        return BaseModel(path, architecture, weights, digest, warning)
    return BaseModel(path, {**architecture, "place": taken[0]}, {**weights, **taken[1]}, digest)


def _check_agreement(path: Path, definition: ModelDefinition, settings: TrainSettings, chips: ChipSet) -> None:
    for side, wanted, found in (
        ("input", definition.input_bands, chips.bands_a),
        ("target", definition.output_bands, chips.bands_b),
    ):
        if [band.dtype for band in wanted] != [band.dtype for band in found]:
            raise InputError(
                f"The base model {path} has {_bands(wanted)} as {side}, but the chips have {_bands(found)}; "
                "choose another base model or export chips with its bands."
            )
    if settings.color_space not in ("automatic", definition.color_space):
        raise InputError(
            f"The base model {path} was trained with the colour handling {definition.color_space}, not "
            f"{settings.color_space}; choose automatic."
        )


def _bands(bands: Sequence[BandStatistics]) -> str:
    return f"{len(bands)} band{'s' if len(bands) > 1 else ''} of {bands[0].dtype}"


def _widened(definition: ModelDefinition, chips: ChipSet) -> Dict[str, Any]:
    """The base model's architecture, with room for the values of the new chips; what it scales by stays."""
    scaling, architecture = scaling_for(chips), dict(definition.architecture)
    if definition.color_space not in LIGHTNESS_KEPT:
        architecture["output_range"] = _union(scaling.output_range, definition.output_range)
    if "input_limits" in architecture:
        pairs = zip(scaling.limits, architecture["input_limits"])
        architecture["input_limits"] = [_union(first, second) for first, second in pairs]
    return architecture


def _union(first: Sequence[float], second: Sequence[float]) -> List[float]:
    return [min(first[0], second[0]), max(first[1], second[1])]
