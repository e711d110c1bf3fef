"""A training begins where a model that was adapted to a place ends."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path
from typing import Any, Dict

import numpy as np
import pytest
from safetensors.torch import load_file

from image_translation.models.errors import Cancelled, PackageError
from image_translation.models.feedback import Feedback
from image_translation.models.inference.engines import open_session
from image_translation.models.inference.settings import ClassifySettings
from image_translation.models.package.archive import open_package, read_definition, write_package
from image_translation.models.package.starter import STARTER_PACKAGE
from image_translation.models.place.codes import Codes
from image_translation.models.place.colour import KNOTS, PlaceColour
from image_translation.models.place.features import width
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.train import train

SPLITS = ["train"] * 12 + ["validation"] * 4


def _settings(folder: Path, output: Path, **changes) -> TrainSettings:
    values = {"ngf": 4, "ndf": 4, "max_epochs": 1, "precision": "float32", "batch_size": 2, "ema": 0.5, "warmup": 1.0}
    return TrainSettings(chips=(folder,), output=output, **{**values, **changes})


def _adapted(base: Path, path: Path, seed: int = 0, **changes: Any) -> Path:
    """A package as Classify Pixels writes it, of a place that nobody has seen."""
    chance = np.random.default_rng(seed)
    with open_package(base) as package:
        definition = replace(package.definition, metrics={}, **changes)
        bands, count = len(definition.input_bands), Codes(definition).count
        tables = (
            chance.normal(0, 8, (bands, KNOTS, count)),
            0.8 * np.eye(count),
            chance.normal(0, 0.3, (width(bands, definition.maps), count)),
            chance.normal(0, 3, count),
        )
        colour = PlaceColour(*(np.asarray(table, np.float32) for table in tables))
        write_package(path, replace(definition, place=colour.as_json()), package.files)
    return path


def _outputs(package: Path, grey: np.ndarray, **engine: str) -> np.ndarray:
    settings = ClassifySettings("a.tif", package, Path("b.tif"), threads=1, **engine)
    with open_package(package) as opened:
        return open_session(opened, settings, 0, Feedback()).run(grey.astype(np.float32))


def _psnr(output: np.ndarray, rgb: np.ndarray) -> float:
    return float(np.mean(10 * np.log10(255.0**2 / np.mean((np.rint(output) - rgb) ** 2, axis=(1, 2, 3)))))


@pytest.fixture
def scenes(make_pack, make_scenes) -> Dict[str, Any]:
    grey, rgb = make_scenes(16)
    return {"folder": make_pack(grey, rgb, SPLITS), "grey": grey[12:], "rgb": rgb[12:]}


@pytest.fixture
def base(scenes, tmp_path: Path, recorder) -> Path:
    train(_settings(scenes["folder"], tmp_path / "base.dlpk", color_space="luma_chroma", learning_rate=1e-3), recorder)
    return tmp_path / "base.dlpk"


def test_it_begins_where_the_adapted_model_ends_and_no_epoch_makes_it_worse(scenes, base, tmp_path, recorder) -> None:
    """A rate that spoils the weights: the model that is kept is the adapted one, whole in its graph."""
    adapted = _adapted(base, tmp_path / "adapted.dlpk")
    changes = {"base_model": adapted, "learning_rate": 1.0, "ema": 0.0}
    result = train(_settings(scenes["folder"], tmp_path / "fine.dlpk", **changes), recorder)
    expected = _outputs(adapted, scenes["grey"])
    assert np.abs(expected - _outputs(base, scenes["grey"])).mean() > 3
    assert result.metrics["base_model"]["psnr"] == pytest.approx(_psnr(expected, scenes["rgb"]), abs=1e-4)
    assert result.best_epoch == 0 and np.abs(_outputs(result.package, scenes["grey"]) - expected).max() < 0.01
    made = read_definition(result.package)
    assert made.place == {} and made.architecture["place"] == [["input"]]
    assert "It begins with the colours of the place that the model was adapted to." in recorder.lines
    assert not recorder.warnings


def test_what_was_learned_can_be_adapted_and_trained_again(scenes, base, tmp_path, recorder) -> None:
    adapted = _adapted(base, tmp_path / "adapted.dlpk")
    changes: Dict[str, Any] = {"learning_rate": 1e-2, "max_epochs": 3}
    first = train(_settings(scenes["folder"], tmp_path / "first.dlpk", base_model=adapted, **changes), recorder)
    assert first.best_epoch > 0 and first.psnr > first.metrics["base_model"]["psnr"] + 0.2
    found = _outputs(first.package, scenes["grey"])
    assert _psnr(found, scenes["rgb"]) == pytest.approx(first.psnr, abs=1e-3)
    assert np.abs(_outputs(first.package, scenes["grey"], engine="torch", precision="float32") - found).max() < 0.01
    again = _adapted(first.package, tmp_path / "again.dlpk", seed=1)
    second = train(_settings(scenes["folder"], tmp_path / "second.dlpk", base_model=again, **changes), recorder)
    expected = _psnr(_outputs(again, scenes["grey"]), scenes["rgb"])
    assert second.metrics["base_model"]["psnr"] == pytest.approx(expected, abs=1e-4)
    assert read_definition(second.package).architecture["place"] == [["input"], ["input"]]
    third = train(_settings(scenes["folder"], tmp_path / "third.dlpk", base_model=second.package), recorder)
    assert third.metrics["base_model"]["psnr"] == pytest.approx(second.psnr, abs=1e-4)
    with open_package(second.package) as before, open_package(third.package) as after:
        weights, later = (load_file(str(package.files["weights"])) for package in (before, after))
    places = [name for name in weights if name.startswith("places.")]
    assert len(places) == 14 and all(np.array_equal(weights[name], later[name]) for name in places)


def test_an_interrupted_training_goes_on_and_that_of_another_place_does_not(scenes, base, tmp_path, recorder) -> None:
    adapted = _adapted(base, tmp_path / "adapted.dlpk")
    settings = _settings(scenes["folder"], tmp_path / "fine.dlpk", base_model=adapted, max_epochs=2)
    for place, goes_on in ((0, True), (1, False)):
        recorder.stop_when = lambda: len(recorder.epochs) >= 1
        recorder.epochs.clear()
        with pytest.raises(Cancelled):
            train(replace(settings, resume=False), recorder)
        recorder.stop_when = lambda: False
        recorder.epochs.clear()
        recorder.warnings.clear()
        adapted.unlink()
        _adapted(base, adapted, seed=place)
        train(settings, recorder)
        assert [row["epoch"] for row in recorder.epochs] == ([2] if goes_on else [1, 2])
        assert any("another base model" in line for line in recorder.warnings) != goes_on


def test_a_handling_whose_codes_are_others_is_told_of(scenes, tmp_path, recorder) -> None:
    lab = _settings(scenes["folder"], tmp_path / "lab.dlpk", color_space="lab", learning_rate=1e-3)
    train(lab, recorder)
    adapted = _adapted(lab.output, tmp_path / "adapted.dlpk")
    result = train(_settings(scenes["folder"], tmp_path / "fine.dlpk", base_model=adapted), recorder)
    told = f"The colours of the place in {adapted} are not taken over, since the colour handling lab has other codes;"
    assert [line.startswith(told) for line in recorder.warnings] == [True]
    expected = _psnr(_outputs(lab.output, scenes["grey"]), scenes["rgb"])
    assert result.metrics["base_model"]["psnr"] == pytest.approx(expected, abs=1e-3)
    assert told in result.report.read_text(encoding="utf-8")


def test_a_place_that_makes_no_sense_ends_it(scenes, base, tmp_path, recorder) -> None:
    with open_package(base) as package:
        damaged = replace(package.definition, place={"curve": [[1.0]]})
        write_package(tmp_path / "damaged.dlpk", damaged, package.files)
    with pytest.raises(PackageError, match="make the adapted model again"):
        train(_settings(scenes["folder"], tmp_path / "m.dlpk", base_model=tmp_path / "damaged.dlpk"), recorder)


@pytest.mark.skipif(importlib.util.find_spec("timm") is None, reason="timm is not installed")
@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_the_adapted_starter_is_trained_further(make_pack, tmp_path, recorder, precision) -> None:
    """What its layer is told from are feature maps, which the new package has as well."""
    shades = np.random.default_rng(3).integers(60, 196, (6, 1, 64, 64))
    colour = np.concatenate([shades + 40, shades, shades - 40], axis=1).astype(np.uint8)
    grey = np.rint(np.tensordot((0.299, 0.587, 0.114), colour, ((0,), (1,))))[:, None].astype(np.uint8)
    folder = make_pack(grey, colour, ["train"] * 4 + ["validation"] * 2)
    adapted = _adapted(STARTER_PACKAGE, tmp_path / "adapted.dlpk")
    changes = {"base_model": adapted, "learning_rate": 1e-3, "precision": precision}
    result = train(_settings(folder, tmp_path / "fine.dlpk", **changes), recorder)
    expected = _psnr(_outputs(adapted, grey[4:]), colour[4:])
    assert result.metrics["base_model"]["psnr"] == pytest.approx(expected, abs=1e-3)
    assert result.best_epoch == 1
    made, starter = read_definition(result.package), read_definition(STARTER_PACKAGE)
    assert made.maps == starter.maps and made.architecture["place"] == [["input", *starter.maps]]
    found = _outputs(result.package, grey[4:])
    assert _psnr(found, colour[4:]) == pytest.approx(result.psnr, abs=1e-3)
    for bits, worst in (("float32", 0.02), ("bfloat16", 8.0)):
        assert np.abs(_outputs(result.package, grey[4:], engine="torch", precision=bits) - found).max() < worst
