"""Every recipe from chips to raster: each step is what the recipe says, and what is validated is what is published."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict

import numpy as np
import pytest
from safetensors.torch import load_file

from image_translation.models.inference.classify import ClassifySettings, classify_pixels
from image_translation.models.networks.onnx_export import run_onnx
from image_translation.models.networks.registry import SYSTEMS
from image_translation.models.package.archive import open_package
from image_translation.models.rasters.source import RasterSource
from image_translation.models.training.presets import PRESETS, with_preset
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.train import train
from image_translation.tests import helpers

from .spy import Spy, expected_cost, expected_rate, same

TRAINED, EPOCHS, BATCH = 6, 4, 4
SMALL: Dict[str, Any] = {
    "ngf": 4,
    "ndf": 4,
    "precision": "float32",
    "device": "cpu",
    "threads": 1,
    "batch_size": BATCH,
    "max_epochs": EPOCHS,
    "patience": 0,
}
RECIPES = {
    **{model_type: {"model_type": model_type} for model_type in SYSTEMS},
    **{preset: {"preset": preset, "model_type": "pix2pix"} for preset in PRESETS},
    "every loss": {"model_type": "pix2pix", "lambda_perceptual": 0.7, "lambda_features": 3.0, "pixel_loss_until": 0.6},
}


@pytest.fixture
def scenes(make_pack, make_scenes) -> Path:
    grey, rgb = make_scenes(TRAINED + 2, 64)
    return make_pack(grey, rgb, ["train"] * TRAINED + ["validation"] * 2)


def _changes(name: str) -> Dict[str, Any]:
    changes = {**SMALL, **RECIPES[name]}
    if SYSTEMS[changes["model_type"]].generator in ("timm", "pyramid", "fusion"):
        pytest.importorskip("timm", reason="timm is not installed", exc_type=ImportError)
        changes.update(backbone="mobilenetv2_050", pretrained=False)
    return changes


@pytest.mark.parametrize("name", RECIPES)
def test_from_chips_to_raster(name: str, scenes: Path, make_scenes, tmp_path: Path, recorder, monkeypatch) -> None:
    if name == "every loss":
        monkeypatch.setattr("image_translation.models.training.loop.perceptual_loss", lambda *_: _absolute)
    spy, changes = Spy(monkeypatch), _changes(name)
    given = TrainSettings(chips=(scenes,), output=tmp_path / "model.dlpk", **changes)
    settings = with_preset(given)
    train(given, recorder)
    _check_steps(spy, settings)
    _check_weights(spy, settings, recorder)
    _check_package(given.output, spy, make_scenes(1, 64, seed=7)[0][0], tmp_path, recorder)


def _absolute(output, target):
    return (output - target).abs().mean() / 255


def _check_steps(spy: Spy, settings: TrainSettings) -> None:
    sizes = [BATCH, TRAINED - BATCH] * EPOCHS
    assert [step.chips for step in spy.steps] == sizes
    done, total = 0, TRAINED * EPOCHS
    for number, step in enumerate(spy.steps):
        share, epoch = done / total, 1 + number // 2
        rate = settings.learning_rate * expected_rate(settings, share, epoch)
        assert step.generator["lr"] == pytest.approx(rate, rel=1e-6), (number, share)
        assert step.discriminator["lr"] == pytest.approx(rate * settings.discriminator_rate, rel=1e-6)
        assert step.adversarial == step.discriminator_moved == (share >= settings.warmup)
        assert step.cost == pytest.approx(expected_cost(settings, share, step.losses), rel=1e-5)
        wanted = {settings.pixel_loss} | ({"perceptual"} if settings.lambda_perceptual else set())
        if step.adversarial:
            wanted |= {"adversarial", "discriminator"} | ({"features"} if settings.lambda_features else set())
        assert set(step.losses) == wanted
        for options, side in ((step.generator, ""), (step.discriminator, "discriminator_")):
            assert options["weight_decay"] == getattr(settings, f"{side}weight_decay")
            if settings.optimizer == "adam":
                assert options["betas"] == (getattr(settings, f"{side}beta1"), 0.999)
            else:
                assert options["momentum"] == 0.9
        assert step.kind.lower() == settings.optimizer
        done += step.chips


def _check_weights(spy: Spy, settings: TrainSettings, recorder) -> None:
    """Each epoch is judged by the average of its weights, and the best of these is what is published."""
    averages = spy.averages(settings.ema)[1::2]
    assert len(averages) == len(recorder.epochs) == EPOCHS
    places = [[same(one, judged, 1e-5) for judged in spy.judged].index(True) for one in averages]
    assert places == sorted(places)
    figures = [row["psnr"] for row in recorder.epochs]
    best = spy.judged[places[int(np.argmax(figures))]]
    assert same(spy.published[-1], best)
    if settings.ema:
        assert not same(averages[-1], spy.steps[-1].weights, 1e-5)


def _check_package(package: Path, spy: Spy, grey: np.ndarray, folder: Path, recorder) -> None:
    """The package holds the weights that were published, and Classify Pixels gives what its model gives."""
    raster = helpers.make_raster(folder / "grey.tif", grey)
    classify_pixels(ClassifySettings(input=raster, model=package, output=folder / "colour.tif", device="cpu"), recorder)
    with open_package(package) as opened:
        assert same(load_file(str(opened.files["weights"])), spy.published[-1])
        expected = run_onnx(opened.onnx, grey[None].astype(np.float32))[0]
    with RasterSource(str(folder / "colour.tif")) as source:
        values, valid = source.read(0, 0, 64, 64)
    assert valid.all()
    assert np.abs(values - expected).max() <= 1.0
