"""The ready-made recipes of a training, by name; read without torch, since QGIS shows them too."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Dict, Mapping

from .systems import CLASSIC, FINE_TUNING, RECIPES

if TYPE_CHECKING:
    from .settings import TrainSettings

_BALANCED: Mapping[str, Any] = {
    **CLASSIC,
    "ngf": 32,
    "ndf": 32,
    "discriminator": "two_light",
    "color_space": "automatic",
    "batch_size": 4,
    "schedule": "continuous",
    "lambda_features": 10.0,
    "gan_loss": "least_squares",
    "warmup": 0.5,
    "ema": 0.999,
    "patience": 10,
    "precision": "automatic",
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
    "classic": CLASSIC,
    "best": _BEST,
}


def with_preset(settings: TrainSettings) -> TrainSettings:
    """The settings with everything filled in that they leave to their preset or model type.

    That is what is at its default, and epochs that are 0.

    The colour handling of a base model is its own, whatever the preset.
    """
    given = {item.name: getattr(settings, item.name) for item in fields(settings)}
    left_open = {item.name for item in fields(settings) if given[item.name] == item.default} - {"max_epochs"}
    if not settings.max_epochs:
        left_open.add("max_epochs")
    values = {**PRESETS[settings.preset], **RECIPES.get(settings.model_type, {})}
    if settings.base_model is not None:
        left_open -= {"color_space"}
        values.update(FINE_TUNING.get(settings.model_type, {}))
    return replace(settings, **{key: value for key, value in values.items() if key in left_open})
