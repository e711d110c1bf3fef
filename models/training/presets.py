"""The ready-made recipes of a training, by name; read without torch, since QGIS shows them too."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Dict, Mapping

if TYPE_CHECKING:
    from .settings import TrainSettings

_BALANCED: Mapping[str, Any] = {
    "ngf": 32,
    "ndf": 32,
    "decoder": "transposed",
    "norm": "batch",
    "discriminator": "two_light",
    "color_space": "automatic",
    "batch_size": 4,
    "learning_rate": 2e-4,
    "beta1": 0.5,
    "schedule": "continuous",
    "lambda_l1": 100.0,
    "lambda_features": 10.0,
    "lambda_perceptual": 0.0,
    "gan_loss": "least_squares",
    "warmup": 0.5,
    "ema": 0.999,
    "dropout": 0.5,
    "augmentation": "flips_and_turns",
    "patience": 10,
    "precision": "automatic",
}
# As pix2pix's reference implementation: RGB through tanh, cross-entropy and 100·L1 from the first step, batch 1, rate
# constant for the first half of the epochs and then falling once an epoch, 32-bit, no moving average.
_CLASSIC: Mapping[str, Any] = {
    "ngf": 64,
    "ndf": 64,
    "decoder": "transposed",
    "norm": "batch",
    "discriminator": "patchgan",
    "color_space": "direct",
    "batch_size": 1,
    "learning_rate": 2e-4,
    "beta1": 0.5,
    "schedule": "epochs",
    "lambda_l1": 100.0,
    "lambda_features": 0.0,
    "lambda_perceptual": 0.0,
    "gan_loss": "vanilla",
    "warmup": 0.0,
    "ema": 0.0,
    "dropout": 0.5,
    "augmentation": "flips_and_turns",
    "patience": 0,
    "precision": "float32",
}
_FAST: Mapping[str, Any] = {
    **_BALANCED,
    "ngf": 24,
    "ndf": 16,
    "warmup": 0.7,
}
_BEST: Mapping[str, Any] = {
    **_BALANCED,
    "ngf": 64,
    "decoder": "resize",
    "batch_size": 8,
}
PRESETS: Dict[str, Mapping[str, Any]] = {
    "fast": _FAST,
    "balanced": _BALANCED,
    "classic": _CLASSIC,
    "best": _BEST,
}
# What suits the networks of a model type better than what its preset says.
_OF_MODEL_TYPE: Mapping[str, Mapping[str, Any]] = {"pix2pix_timm": {"decoder": "resize"}}


def with_preset(settings: TrainSettings) -> TrainSettings:
    """The settings with everything filled in that they leave to their preset, that is, at its default.

    The colour handling of a base model is its own, whatever the preset.
    """
    given = {item.name: getattr(settings, item.name) for item in fields(settings)}
    left_open = {item.name for item in fields(settings) if given[item.name] == item.default}
    if settings.base_model is not None:
        left_open -= {"color_space"}
    values = {**PRESETS[settings.preset], **_OF_MODEL_TYPE.get(settings.model_type, {})}
    return replace(settings, **{key: value for key, value in values.items() if key in left_open})
