"""The model that a fine-tuning starts from."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Dict, List, Mapping, Sequence

import numpy as np
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from ..chips.statistics import BandStatistics
from ..errors import InputError, PackageError
from ..feedback import Feedback
from ..networks.registry import SYSTEMS, build_translator
from ..package.archive import open_package, read_definition
from ..package.definition import ModelDefinition
from ..package.starter import STARTER_PACKAGE
from .data import ChipSet
from .fitting import choose_color_space, scaling_for
from .settings import TrainSettings


@dataclass(frozen=True)
class BaseModel:
    """A model read from a package.

    Attributes:
        path: the package.
        architecture: see ``networks.registry``; the range of outputs is widened to that of the new chips.
        weights: the translator's state.
        digest: SHA-256 of the weights.
    """

    path: Path
    architecture: Mapping[str, Any]
    weights: Mapping[str, Tensor]
    digest: str


def with_base(settings: TrainSettings, chips: ChipSet, feedback: Feedback) -> TrainSettings:
    """The settings with the model type of the base model, if there is one.

    The starter model is for 8-bit grey to colour. With other chips, or without timm, a warning says that it is not
    used.

    Raises:
        InputError: this version does not know the type.
        PackageError: the package is damaged.
    """
    if settings.base_model is None:
        return settings
    reason = _why_not_the_starter(settings, chips) if settings.base_model == STARTER_PACKAGE else ""
    if reason:
        feedback.warning(f"The starter model is not used, since {reason}; the training starts afresh.")
        return replace(settings, base_model=None)
    model_type = read_definition(settings.base_model).model_type
    if model_type == settings.model_type:
        return settings
    if model_type not in SYSTEMS:
        raise InputError(
            f"The base model {settings.base_model} is of the type {model_type}, which this version cannot train; "
            "choose another base model or a newer version of the plugin."
        )
    feedback.info(f"The model type is that of the base model: {SYSTEMS[model_type].title}.")
    return replace(settings, model_type=model_type)


def _why_not_the_starter(settings: TrainSettings, chips: ChipSet) -> str:
    if importlib.util.find_spec("timm") is None:
        return "the Python package timm is not installed"
    handling = read_definition(STARTER_PACKAGE).color_space
    if settings.color_space not in ("automatic", handling):
        return f"the colour handling {settings.color_space} is asked for"
    chance = np.random.default_rng(settings.seed)
    suits = choose_color_space(chips, chips.split("train"), chance)[0] == handling
    return "" if suits else "these chips are not 8-bit grey to red, green and blue"


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
    architecture = {**definition.architecture, "output_range": _output_range(definition, chips)}
    expected = build_translator(definition.model_type, architecture).state_dict()
    if {k: v.shape for k, v in weights.items()} != {k: v.shape for k, v in expected.items()}:
        raise PackageError(f"The weights in {path} are not those of its architecture; copy the package again.")
    chips.cut_to(definition.size_multiple)
    return BaseModel(path, architecture, weights, digest)


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


def _output_range(definition: ModelDefinition, chips: ChipSet) -> List[float]:
    low, high = scaling_for(chips).output_range
    return [min(low, definition.output_range[0]), max(high, definition.output_range[1])]
