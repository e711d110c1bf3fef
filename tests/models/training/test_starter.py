"""Fine-tuning of the model that comes with the plugin."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from image_translation.models.package.archive import read_definition
from image_translation.models.package.starter import STARTER, STARTER_PACKAGE
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.train import train


@pytest.mark.skipif(importlib.util.find_spec("timm") is None, reason="timm is not installed")
def test_a_training_can_start_from_it(make_pack, tmp_path, recorder):
    chance = np.random.default_rng(3)
    grey = chance.integers(0, 256, (6, 1, 64, 64)).astype(np.uint8)
    colour = np.concatenate([grey, grey // 2, 255 - grey], axis=1)
    folder = make_pack(grey, colour, ["train"] * 4 + ["validation"] * 2)
    definition = read_definition(STARTER_PACKAGE)
    settings = TrainSettings(
        (folder,),
        tmp_path / "fine.dlpk",
        model_type=definition.model_type,
        base_model=Path(STARTER),
        max_epochs=1,
        batch_size=2,
        warmup=1.0,
        learning_rate=1e-3,
        precision="float32",
    )
    result = train(settings, recorder)
    assert read_definition(result.package).architecture["ngf"] == definition.architecture["ngf"]
    assert result.metrics["model"]["mae"] < result.metrics["base_model"]["mae"]
