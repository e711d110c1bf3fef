"""BASE_MODEL, RESUME and the model types, through QGIS."""

import importlib.util

import pytest

from image_translation.models.package.archive import open_package
from image_translation.tests.processing_provider.conftest import TINY
from image_translation.tests.processing_provider.test_faults import _watching_feedback

pytestmark = pytest.mark.qgis
TRAIN = "imagetranslation:trainimagetranslationmodel"


def test_fine_tuning_starts_from_a_package(run, chips, model, tmp_path):
    output = tmp_path / "fine.dlpk"
    run(TRAIN, {"CHIPS": chips["OUTPUT"], **TINY, "BASE_MODEL": model["OUTPUT"], "OUTPUT": str(output)})
    with open_package(output) as package:
        assert "base_model" in package.definition.metrics
        assert package.definition.training["settings"]["base_model"] == "town model.dlpk"
        assert package.definition.metrics["model"]["r2_band_3"] <= 1.0


def test_the_base_model_decides_the_model_type(run, chips, model, tmp_path):
    parameters = {"CHIPS": chips["OUTPUT"], **TINY, "BASE_MODEL": model["OUTPUT"], "OUTPUT": str(tmp_path / "m.dlpk")}
    watching = _watching_feedback(lambda one: None, lambda percent, text: False)
    run(TRAIN, {**parameters, "MODEL_TYPE": "Pix2Pix with ResNet-9 generator"}, watching)
    assert "The model type is that of the base model: Pix2Pix." in watching.lines
    with open_package(tmp_path / "m.dlpk") as package:
        assert package.definition.model_type == "pix2pix"


@pytest.mark.skipif(importlib.util.find_spec("timm") is None, reason="timm is not installed")
def test_left_alone_it_trains_the_starter_further(run, chips, tmp_path):
    watching = _watching_feedback(lambda one: None, lambda percent, text: False)
    run(TRAIN, {"CHIPS": chips["OUTPUT"], "MAX_EPOCHS": 1, "OUTPUT": str(tmp_path / "m.dlpk")}, watching)
    assert any("The starter model is trained further" in line for line in watching.lines)
    with open_package(tmp_path / "m.dlpk") as package:
        assert package.definition.model_type == "feature_pyramid"
        figures = package.definition.metrics
    assert figures["model"]["psnr"] > figures["base_model"]["psnr"]


def test_cancelled_training_goes_on_when_run_again(run, chips, tmp_path):
    output = tmp_path / "m.dlpk"
    parameters = {"CHIPS": chips["OUTPUT"], **TINY, "MAX_EPOCHS": 4, "OUTPUT": str(output)}
    stopping = _watching_feedback(lambda one: one.cancel(), lambda percent, text: text.startswith("Epoch 1 of"))
    run(TRAIN, parameters, stopping)
    assert stopping.done and (tmp_path / "m.checkpoint.safetensors").exists()
    watching = _watching_feedback(lambda one: None, lambda percent, text: False)
    result = run(TRAIN, parameters, watching)
    assert any(line.startswith("Going on from the checkpoint") for line in watching.lines)
    assert not any(line.startswith("Epoch 1 of") for line in watching.lines)
    assert 1 <= result["BEST_EPOCH"] <= 4
    assert not (tmp_path / "m.checkpoint.safetensors").exists()
