"""Fine-tuning of the model that comes with the plugin."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any, Dict

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from image_translation.models.networks.registry import build_translator
from image_translation.models.networks.timm_generator import TimmGenerator
from image_translation.models.package.archive import open_package, read_definition
from image_translation.models.package.starter import STARTER, STARTER_PACKAGE
from image_translation.models.training.choice import with_model
from image_translation.models.training.data import ChipSet
from image_translation.models.training.encoder_weights import load_encoder
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
    made = read_definition(result.package)
    assert made.architecture["ngf"] == definition.architecture["ngf"]
    assert made.maps == definition.maps and made.place == {}
    assert result.metrics["model"]["mae"] < result.metrics["base_model"]["mae"]


@pytest.mark.skipif(importlib.util.find_spec("timm") is None, reason="timm is not installed")
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("infrared", "these chips are not 8-bit grey to red, green and blue"),
        ("16 bits", "these chips are not 8-bit grey to red, green and blue"),
        ("lab", "the colour handling lab is asked for"),
        ("no timm", "the Python package timm is not installed or cannot be imported"),
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
        monkeypatch.setitem(sys.modules, "timm", None)
    folder = make_pack(grey, colour, ["train"] * 4 + ["validation"] * 2)
    changes: Dict[str, Any] = {"max_epochs": 1, "ngf": 4, "ndf": 4, "precision": "float32", "warmup": 1.0}
    changes.update({"base_model": Path(STARTER), "color_space": "lab" if kind == "lab" else "automatic"})
    train(TrainSettings((folder,), tmp_path / "m.dlpk", **changes), recorder)
    told = f"The starter model is not used, since {words}; the training starts afresh."
    assert recorder.warnings.count(told) == 1
    made = read_definition(tmp_path / "m.dlpk")
    assert made.model_type == "pix2pix" and made.maps == {}


@pytest.fixture
def grey_to_colour(make_pack) -> Path:
    colour = np.random.default_rng(3).integers(0, 256, (6, 3, 64, 64)).astype(np.uint8)
    grey = np.rint(np.tensordot((0.299, 0.587, 0.114), colour, ((0,), (1,))))[:, None].astype(np.uint8)
    return make_pack(grey, colour, ["train"] * 4 + ["validation"] * 2)


@pytest.mark.skipif(importlib.util.find_spec("timm") is None, reason="timm is not installed")
@pytest.mark.parametrize("base", [None, Path(STARTER)])
def test_where_it_suits_it_is_trained_further(grey_to_colour, tmp_path, recorder, base):
    train(TrainSettings((grey_to_colour,), tmp_path / "m.dlpk", base_model=base, max_epochs=1, threads=1), recorder)
    assert not [line for line in recorder.warnings if "starter" in line]
    definition = read_definition(tmp_path / "m.dlpk")
    assert definition.model_type == "feature_pyramid" and "base_model" in definition.metrics
    assert any("The starter model is trained further" in line for line in recorder.lines) == (base is None)


@pytest.mark.skipif(importlib.util.find_spec("timm") is None, reason="timm is not installed")
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "these chips are not 8-bit grey to red, green and blue"),
        ({"color_space": "lab"}, "the colour handling lab is asked for"),
        ({"preset": "classic"}, "the preset is classic"),
        ({"preset": "best"}, "the preset is best"),
        ({"ngf": 8, "discriminator": "patchgan"}, "ngf is set and discriminator is set"),
        ({"pretrained": False}, "pretrained is set"),
    ],
)
def test_automatic_is_pix2pix_elsewhere(grey_to_colour, make_pack, tmp_path, recorder, changes, words):
    folder = grey_to_colour
    if not changes:
        levels = np.random.default_rng(3).integers(0, 256, (6, 2, 64, 64)).astype(np.uint8)
        folder = make_pack(levels, levels[:, :1], ["train"] * 6, name="two")
    settings = TrainSettings((folder,), tmp_path / "m.dlpk", **changes)
    chosen = with_model(settings, ChipSet.open([folder], recorder), recorder)
    assert (chosen.model_type, chosen.base_model) == ("pix2pix", None)
    assert recorder.lines[-1] == f"Model type: Pix2Pix, since {words}." and not recorder.warnings


def test_a_model_type_that_is_named_stays(grey_to_colour, tmp_path, recorder):
    settings = TrainSettings((grey_to_colour,), tmp_path / "m.dlpk", model_type="pix2pix")
    assert with_model(settings, ChipSet.open([grey_to_colour], recorder), recorder) is settings


@pytest.mark.skipif(importlib.util.find_spec("timm") is None, reason="timm is not installed")
def test_its_encoder_serves_other_networks_of_one_band(monkeypatch):
    """Nothing is fetched for them; with other bands or halvings it does not fit."""
    definition = read_definition(STARTER_PACKAGE)
    with open_package(STARTER_PACKAGE) as package:
        stored = load_file(str(package.files["weights"]))
    name = "encoder.blocks.2.0.conv_pw.weight"
    generators = {}
    for depth in (3, 4, 5):
        architecture = {**definition.architecture, "depth": depth, "ngf": 4}
        generators[depth] = build_translator("feature_pyramid", architecture).generator
    for depth in (3, 4):
        assert load_encoder(generators[depth], None) == "the encoder's weights in the starter model"
        assert torch.equal(generators[depth].state_dict()[name], stored[f"generator.{name}"])
    asked = []
    monkeypatch.setattr(TimmGenerator, "load_pretrained", lambda generator, file: asked.append(generator) or "timm")
    two = {**definition.architecture, "input_scale": [[0.0, 255.0]] * 2, "color_space": "residual"}
    generators["two bands"] = build_translator("feature_pyramid", two).generator
    assert {load_encoder(generators[kind], None) for kind in (5, "two bands")} == {"timm"}
    assert asked == [generators[5], generators["two bands"]]
    assert load_encoder(generators[4], Path("other.pth")) == "timm"
