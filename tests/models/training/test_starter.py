"""Fine-tuning of the model that comes with the plugin."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any, Dict

import numpy as np
import pytest

from image_translation.models.package.archive import read_definition
from image_translation.models.package.starter import STARTER, STARTER_PACKAGE
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.train import train


@pytest.mark.skipif(importlib.util.find_spec("timm") is None, reason="timm is not installed")
def test_a_training_can_start_from_it(make_pack, tmp_path, recorder):
    shades = np.random.default_rng(3).integers(60, 196, (6, 1, 64, 64))
    colour = np.concatenate([shades + 40, shades, shades - 40], axis=1).astype(np.uint8)
    grey = np.rint(np.tensordot((0.299, 0.587, 0.114), colour, ((0,), (1,))))[:, None].astype(np.uint8)
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


@pytest.mark.skipif(importlib.util.find_spec("timm") is None, reason="timm is not installed")
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("infrared", "these chips are not 8-bit grey to red, green and blue"),
        ("16 bits", "these chips are not 8-bit grey to red, green and blue"),
        ("lab", "the colour handling lab is asked for"),
        ("no timm", "the Python package timm is not installed"),
    ],
)
def test_where_it_does_not_suit_the_training_starts_afresh(make_pack, tmp_path, recorder, monkeypatch, kind, words):
    chance = np.random.default_rng(3)
    colour = chance.integers(0, 256, (6, 3, 64, 64)).astype(np.uint8)
    grey = np.rint(np.tensordot((0.299, 0.587, 0.114), colour, ((0,), (1,))))[:, None].astype(np.uint8)
    if kind == "infrared":
        grey = 255 - grey
    elif kind == "16 bits":
        grey, colour = grey.astype(np.uint16) * 16, colour.astype(np.uint16) * 16
    elif kind == "no timm":
        monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    folder = make_pack(grey, colour, ["train"] * 4 + ["validation"] * 2)
    changes: Dict[str, Any] = {"max_epochs": 1, "ngf": 4, "ndf": 4, "precision": "float32", "warmup": 1.0}
    changes.update({"base_model": Path(STARTER), "color_space": "lab" if kind == "lab" else "automatic"})
    train(TrainSettings((folder,), tmp_path / "m.dlpk", **changes), recorder)
    told = f"The starter model is not used, since {words}; the training starts afresh."
    assert recorder.warnings.count(told) == 1
    assert read_definition(tmp_path / "m.dlpk").model_type == "pix2pix"


@pytest.mark.skipif(importlib.util.find_spec("timm") is None, reason="timm is not installed")
def test_where_it_suits_its_type_is_taken(make_pack, tmp_path, recorder):
    colour = np.random.default_rng(3).integers(0, 256, (6, 3, 64, 64)).astype(np.uint8)
    grey = np.rint(np.tensordot((0.299, 0.587, 0.114), colour, ((0,), (1,))))[:, None].astype(np.uint8)
    folder = make_pack(grey, colour, ["train"] * 4 + ["validation"] * 2)
    train(TrainSettings((folder,), tmp_path / "m.dlpk", base_model=Path(STARTER), max_epochs=1, threads=1), recorder)
    assert not [line for line in recorder.warnings if "starter" in line]
    assert read_definition(tmp_path / "m.dlpk").model_type == "feature_pyramid"
