"""Which model a training is for, where the settings leave it open."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from ..errors import InputError, MissingPackagesError
from ..feedback import Feedback
from ..networks.registry import SYSTEMS
from ..networks.timm_encoder import check_backbone
from ..package.archive import read_definition
from ..package.starter import STARTER_PACKAGE
from .data import ChipSet
from .fitting import choose_color_space
from .settings import ANY_TYPE, TrainSettings

_USUAL = "pix2pix"
_OF_A_NETWORK = frozenset(
    "ngf ndf depth decoder norm discriminator dropout gan_loss warmup lambda_features".split()
    + "pretrained backbone encoder_weights".split()
)


def with_model(settings: TrainSettings, chips: ChipSet, feedback: Feedback) -> TrainSettings:
    """The settings with a model type, that of the base model if there is one, and with the starter where it suits.

    The starter model is for 8-bit grey to colour. Where the type is left open it is trained further, the best that is
    known for such chips (``benchmarks/systems.md``), unless something of a network is set or the preset is about one.
    Where it is asked for and does not suit, a warning says that it is not used.

    Raises:
        InputError: this version does not know the base model's type.
        PackageError: the base model is damaged.
    """
    if settings.base_model is None and settings.model_type == ANY_TYPE:
        reason = _why_pix2pix(settings) or _why_not_the_starter(settings, chips)
        if reason:
            feedback.info(f"Model type: {SYSTEMS[_USUAL].title}, since {reason}.")
            return replace(settings, model_type=_USUAL)
        feedback.info("The starter model is trained further: the best for 8-bit grey to red, green and blue.")
        settings = replace(settings, base_model=STARTER_PACKAGE)
    elif settings.base_model == STARTER_PACKAGE:
        reason = _why_not_the_starter(settings, chips)
        if reason:
            feedback.warning(f"The starter model is not used, since {reason}; the training starts afresh.")
            model_type = _USUAL if settings.model_type == ANY_TYPE else settings.model_type
            return replace(settings, base_model=None, model_type=model_type)
    return _with_type_of_base(settings, feedback)


def _with_type_of_base(settings: TrainSettings, feedback: Feedback) -> TrainSettings:
    if settings.base_model is None:
        return settings
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


def _why_pix2pix(settings: TrainSettings) -> str:
    if settings.preset in ("classic", "best"):
        return f"the preset is {settings.preset}"
    given = [one.name for one in fields(settings) if getattr(settings, one.name) != one.default]
    return " and ".join(f"{name} is set" for name in given if name in _OF_A_NETWORK)


def _why_not_the_starter(settings: TrainSettings, chips: ChipSet) -> str:
    starter = read_definition(STARTER_PACKAGE)
    try:
        check_backbone(str(starter.architecture["backbone"]))
    except MissingPackagesError:
        return "the Python package timm is not installed or cannot be imported"
    handling = starter.color_space
    if settings.color_space not in ("automatic", handling):
        return f"the colour handling {settings.color_space} is asked for"
    chance = np.random.default_rng(settings.seed)
    suits = choose_color_space(chips, chips.split("train"), chance)[0] == handling
    return "" if suits else "these chips are not 8-bit grey to red, green and blue"
