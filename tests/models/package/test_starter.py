"""The model that comes with the plugin: small, described, and better than grey."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from image_translation.models.feedback import Feedback
from image_translation.models.inference.onnx_session import OnnxSession
from image_translation.models.inference.settings import ClassifySettings
from image_translation.models.package.archive import open_package, read_definition, read_part
from image_translation.models.package.describe import InspectSettings
from image_translation.models.package.starter import STARTER, STARTER_PACKAGE, model_path
from image_translation.models.training.metrics import angular_error, psnr
from image_translation.tests import helpers
from image_translation.tests.classifying import classify

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "ucmerced"
LUMA = np.array([0.299, 0.587, 0.114])


def test_the_word_and_the_path_mean_the_same(tmp_path):
    assert model_path(STARTER) == model_path(Path(STARTER)) == STARTER_PACKAGE and STARTER_PACKAGE.is_file()
    assert model_path("my starter.dlpk") == Path("my starter.dlpk")
    assert ClassifySettings("a.tif", Path(STARTER), tmp_path / "b.tif").model == STARTER_PACKAGE
    assert InspectSettings(Path(STARTER)).model == STARTER_PACKAGE


def test_it_is_small_and_whole():
    assert STARTER_PACKAGE.stat().st_size < 12_000_000
    with open_package(STARTER_PACKAGE) as package:
        assert set(package.files) == {"onnx", "weights", "report", "thumbnail"}
    assert read_part(STARTER_PACKAGE, "report", 1 << 24).startswith(b"<!DOCTYPE html>")


def test_its_card_says_data_licence_figures_and_limits():
    definition = read_definition(STARTER_PACKAGE)
    assert list(definition.card) == ["Data", "Licence", "Limits", "Figures"]
    assert "UC Merced" in definition.card["Data"] and "public domain" in definition.card["Data"]
    model, curve = (definition.metrics[name] for name in ("model", "fitted_curve"))
    assert model["psnr"] > curve["psnr"] + 0.5 and model["angular_error"] < curve["angular_error"]
    assert definition.training["figures_on"] == "validation"
    assert definition.cell_size == (0.3, 0.3) and "metre" in definition.crs.lower()
    assert [band.dtype for band in definition.input_bands + definition.output_bands] == ["uint8"] * 4


@pytest.mark.skipif(importlib.util.find_spec("timm") is None, reason="timm is not installed")
def test_its_graph_and_the_feature_maps_in_it_are_those_of_its_weights():
    import torch
    from safetensors.torch import load_file

    from image_translation.models.networks.registry import build_translator

    grey = np.random.default_rng(0).integers(0, 256, (2, 1, 96, 64)).astype(np.float32)
    with open_package(STARTER_PACKAGE) as package:
        definition = package.definition
        translator = build_translator(definition.model_type, definition.architecture).eval()
        translator.load_state_dict(load_file(str(package.files["weights"])))
        output, maps = OnnxSession(package.onnx, "cpu", 1, Feedback(), definition.maps).run_with_maps(grey)
    steps = {name: (sizes["step"], sizes["channels"]) for name, sizes in definition.maps.items()}
    encoder = {"map_2": (2, 16), "map_4": (4, 24), "map_8": (8, 40), "map_16": (16, 112)}
    assert steps == {**encoder, "map_hidden": (2, 32)}
    with torch.no_grad():
        expected, behind = translator.with_maps(torch.from_numpy(grey))
    np.testing.assert_allclose(output, expected.numpy(), atol=1e-3)
    for values, wanted in zip(maps.values(), behind):
        np.testing.assert_allclose(values, wanted.numpy(), atol=1e-3)


def test_a_picture_without_colour_gets_some_and_keeps_its_lightness(tmp_path):
    chance = np.random.default_rng(0)
    grey = np.kron(chance.integers(40, 200, (16, 20)), np.ones((16, 16))).astype(np.uint8)
    made = classify(tmp_path, helpers.make_raster(tmp_path / "grey.tif", grey), Path(STARTER))
    assert made.values.shape == (3, 256, 320) and made.values.dtype == np.uint8
    lightness = np.tensordot(LUMA, made.values.astype(float), 1)
    assert np.abs(lightness - grey).max() < 2.0
    assert np.ptp(made.values.astype(int), axis=0).mean() > 3.0


@pytest.mark.skipif(not REAL.is_dir(), reason="the images of UC Merced are not on this machine")
def test_places_that_it_has_not_seen_come_out_better_than_grey(tmp_path):
    chips = [np.asarray(Image.open(path).convert("RGB"))[:240, :240] for path in sorted(REAL.glob("*79.jpg"))[:12]]
    color = np.concatenate([np.concatenate(chips[first : first + 4], axis=1) for first in (0, 4, 8)])
    grey = np.asarray(Image.fromarray(color).convert("L"))
    made = classify(tmp_path, helpers.make_raster(tmp_path / "grey.tif", grey), Path(STARTER)).values
    truth, copied = color.transpose(2, 0, 1), np.stack([grey] * 3)
    assert psnr(made, truth, 255.0) > psnr(copied, truth, 255.0) + 1.0
    assert angular_error(made, truth) < angular_error(copied, truth) - 0.3
