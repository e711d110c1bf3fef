"""Small trainings from chips to package."""

from __future__ import annotations

import json
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from image_translation.models.chips.packed import PackedChips
from image_translation.models.errors import Cancelled, InputError
from image_translation.models.networks.onnx_export import run_onnx
from image_translation.models.networks.registry import build_translator
from image_translation.models.package.archive import open_package
from image_translation.models.training.data import ChipSet
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.train import train

SPLITS = ["train"] * 12 + ["validation"] * 4


def _settings(folder: Path, output: Path, **changes) -> TrainSettings:
    values = {"ngf": 8, "ndf": 8, "max_epochs": 4, "learning_rate": 3e-3, "precision": "float32", "batch_size": 2}
    return TrainSettings(chips=(folder,), output=output, **{**values, **changes})


@pytest.fixture
def scenes(make_pack, make_scenes) -> Path:
    grey, rgb = make_scenes(16)
    return make_pack(grey, rgb, SPLITS)


def _weights(package: Path) -> dict:
    with open_package(package) as opened:
        return load_file(str(opened.files["weights"]))


def test_training_learns_what_a_curve_cannot_and_packs_it(scenes: Path, tmp_path: Path, recorder) -> None:
    output = tmp_path / "out" / "texture.dlpk"
    result = train(_settings(scenes, output, max_epochs=20, ema=0.9, dropout=0.0, patience=0), recorder)
    metrics = result.metrics
    assert set(metrics) == {"model", "copy", "fitted_curve", "mean"}
    assert recorder.epochs[0]["epoch"] == 1
    assert max(row["psnr"] for row in recorder.epochs) > recorder.epochs[0]["psnr"]
    assert metrics["model"]["psnr"] > metrics["fitted_curve"]["psnr"] + 1.0
    assert metrics["model"]["angular_error"] < metrics["fitted_curve"]["angular_error"]
    assert "Colour handling: luma_chroma" in "\n".join(recorder.lines)
    assert recorder.fractions[-1] == 1.0
    assert recorder.fractions == sorted(recorder.fractions)
    with open_package(output) as opened:
        definition = opened.definition
        assert set(opened.files) == {"onnx", "weights", "report", "thumbnail"}
        assert definition.metrics["model"]["psnr"] == pytest.approx(result.psnr)
        assert (definition.tile_size, definition.size_multiple) == (32, 8)
        assert definition.training["best_epoch"] == result.best_epoch
        assert definition.training["train_chips"] == 12
        translator = build_translator(definition.model_type, definition.architecture)
        translator.load_state_dict(load_file(str(opened.files["weights"])))
        chip = ChipSet([PackedChips.open(scenes)]).fixed_batch([13]).a
        with torch.no_grad():
            expected = translator.eval()(chip).numpy()
        assert np.abs(run_onnx(opened.onnx, chip.numpy()) - expected).max() < 0.01
        assert opened.files["report"].read_text(encoding="utf-8") == result.report.read_text(encoding="utf-8")


def test_report_is_whole_and_self_contained(scenes: Path, tmp_path: Path, recorder) -> None:
    output = tmp_path / "m.dlpk"
    result = train(_settings(scenes, output, max_epochs=2, report=tmp_path / "report.html"), recorder)
    page = result.report.read_text(encoding="utf-8")
    assert page.count('src="data:image/png;base64,') == 4
    assert f"{result.psnr:.2f}" in page
    assert "Fitted curve" in page
    assert page.count("<svg") >= 3
    assert "http://" not in page
    assert "https://" not in page
    assert "$" not in page
    assert str(tmp_path) not in page


def test_one_seed_gives_one_model(scenes: Path, tmp_path: Path, recorder) -> None:
    weights = []
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        train(_settings(scenes, tmp_path / f"{name}.dlpk", max_epochs=2, warmup=0.3, seed=seed), recorder)
        weights.append(_weights(tmp_path / f"{name}.dlpk"))
    assert all(torch.equal(weights[0][key], weights[1][key]) for key in weights[0])
    assert not all(torch.equal(weights[0][key], weights[2][key]) for key in weights[0])


def test_validation_chips_teach_nothing(make_pack, make_scenes, tmp_path: Path, recorder) -> None:
    grey, rgb = make_scenes(16)
    other = rgb.copy()
    other[12:] = other[12:, ::-1]
    weights = []
    for name, target in (("one", rgb), ("two", other)):
        folder = make_pack(grey, target, SPLITS, name=name)
        train(_settings(folder, tmp_path / f"{name}.dlpk", max_epochs=1), recorder)
        weights.append(_weights(tmp_path / f"{name}.dlpk"))
    assert all(torch.equal(weights[0][key], weights[1][key]) for key in weights[0])


def test_cancel_leaves_the_best_package(scenes: Path, tmp_path: Path, recorder) -> None:
    output = tmp_path / "m.dlpk"
    recorder.stop_when = lambda: len(recorder.epochs) >= 2
    with pytest.raises(Cancelled, match=r"the best model so far \(epoch \d, PSNR [\d.]+ dB\) is in .*m.dlpk"):
        train(_settings(scenes, output, max_epochs=50), recorder)
    with open_package(output) as opened:
        assert opened.definition.training["best_epoch"] in (1, 2)
        assert run_onnx(opened.onnx, np.full((1, 1, 64, 32), 99, np.float32)).shape == (1, 3, 64, 32)
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "chips",
        "m.checkpoint.safetensors",
        "m.dlpk",
        "m.html",
        "m.preview.png",
    ]


def test_cancel_before_the_first_epoch_leaves_nothing(scenes: Path, tmp_path: Path, recorder) -> None:
    recorder.stop_when = lambda: len(recorder.fractions) > 3
    with pytest.raises(Cancelled, match="no model was written"):
        train(_settings(scenes, tmp_path / "m.dlpk"), recorder)
    assert not (tmp_path / "m.dlpk").exists()


def test_cancel_before_the_training_begins_says_what_is_there(scenes: Path, tmp_path: Path, recorder) -> None:
    recorder.stop_when = lambda: True
    with pytest.raises(Cancelled, match="^Cancelled before the training began; nothing was written.$"):
        train(_settings(scenes, tmp_path / "m.dlpk"), recorder)
    recorder.stop_when = lambda: len(recorder.epochs) >= 1
    with pytest.raises(Cancelled):
        train(_settings(scenes, tmp_path / "m.dlpk"), recorder)
    recorder.stop_when = lambda: True
    with pytest.raises(Cancelled, match=r"began; m\.dlpk and m\.checkpoint\.safetensors are as before\.$"):
        train(_settings(scenes, tmp_path / "m.dlpk"), recorder)
    recorder.stop_when = lambda: False
    assert train(_settings(scenes, tmp_path / "m.dlpk", max_epochs=2), recorder).epochs == 2
    assert [row["epoch"] for row in recorder.epochs] == [1, 2]


def test_time_limit_ends_training_at_the_end_of_the_schedule(scenes: Path, tmp_path: Path, recorder) -> None:
    result = train(_settings(scenes, tmp_path / "m.dlpk", max_epochs=100_000, max_minutes=0.08), recorder)
    assert 1 <= result.epochs < 100_000
    assert result.seconds < 30
    assert result.package.exists()


def test_without_validation_chips_the_figures_carry_a_warning(make_pack, make_scenes, tmp_path, recorder) -> None:
    grey, rgb = make_scenes(4)
    folder = make_pack(grey, rgb, ["train"] * 4)
    result = train(_settings(folder, tmp_path / "m.dlpk", max_epochs=1), recorder)
    assert "no validation chips" in recorder.warnings[0]
    assert "no validation chips" in result.report.read_text(encoding="utf-8")


def test_losses_that_blow_up_end_with_a_sentence(scenes: Path, tmp_path: Path, recorder, monkeypatch) -> None:
    from image_translation.models.networks.losses import PIXEL_LOSSES

    def broken(output: torch.Tensor, target: torch.Tensor, valid: torch.Tensor) -> torch.Tensor:
        return output.mean() * (float("nan") if recorder.epochs else 1.0)

    monkeypatch.setitem(PIXEL_LOSSES, "l1", broken)
    with pytest.raises(InputError, match="smaller learning rate.*best model so far is in"):
        train(_settings(scenes, tmp_path / "m.dlpk"), recorder)
    with open_package(tmp_path / "m.dlpk") as opened:
        assert opened.definition.training["best_epoch"] == 1


def test_patience_ends_a_training_that_gains_nothing(scenes: Path, tmp_path: Path, recorder) -> None:
    settings = _settings(scenes, tmp_path / "m.dlpk", max_epochs=20, learning_rate=1e-12, ema=0.0, patience=2)
    result = train(settings, recorder)
    assert result.epochs < 20
    assert any("No better PSNR in 2 epochs" in line for line in recorder.lines)


@pytest.mark.parametrize("bad", [np.nan, -9999.0])
def test_other_bands_and_a_bad_corner(make_pack, tmp_path: Path, recorder, bad: float) -> None:
    """Two bands in, one band of 32-bit elevations out, 40 px chips with a corner that holds no data."""
    rng = np.random.default_rng(0)
    a = rng.integers(0, 4000, (8, 2, 40, 40)).astype(np.uint16)
    b = (a[:, :1] * 0.5 - a[:, 1:] * 0.1).astype(np.float32)
    valid = np.ones((8, 40, 40), bool)
    valid[:, :12, :12] = False
    b[:, :, :12, :12] = bad
    folder = make_pack(a, b, ["train"] * 6 + ["validation"] * 2, valid)
    result = train(_settings(folder, tmp_path / "m.dlpk", max_epochs=1, color_space="automatic"), recorder)
    assert result.metrics["fitted_curve"]["rmse"] < 1.0
    assert np.isfinite(list(result.metrics["model"].values())).all()
    assert "copy" not in result.metrics
    with zipfile.ZipFile(result.package) as archive:
        definition = json.loads(archive.read("m.emd"))
    assert definition["ImageTranslation"]["OutputRange"][0] > -9999
    assert definition["n_intput_channel"] == 2


def test_classic_color_is_trained_too(scenes: Path, tmp_path: Path, recorder) -> None:
    settings = _settings(
        scenes, tmp_path / "m.dlpk", max_epochs=2, color_space="direct", ema=0.0, warmup=0.0, schedule="epochs"
    )
    train(settings, recorder)
    assert {"l1", "adversarial", "discriminator"} <= set(recorder.epochs[0])
    assert recorder.epochs[1]["l1"] < recorder.epochs[0]["l1"]


@pytest.mark.parametrize("name", ["m.dlpk", "m.html", "m.checkpoint.safetensors", "m.preview.png"])
def test_outputs_that_are_folders_are_refused(scenes: Path, tmp_path: Path, recorder, name: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(InputError, match=f"{name} is a folder; choose another output"):
        train(_settings(scenes, tmp_path / "m.dlpk"), recorder)
    assert not recorder.lines and not recorder.fractions


def test_an_output_whose_folder_cannot_be_is_refused_before_the_work(scenes: Path, tmp_path: Path, recorder) -> None:
    (tmp_path / "file").write_bytes(b"")
    for changes in ({"output": tmp_path / "file" / "m.dlpk"}, {"report": tmp_path / "file" / "m.html"}):
        with pytest.raises(InputError, match=r"The folder .*file cannot be created .*choose another output"):
            train(replace(_settings(scenes, tmp_path / "m.dlpk"), **changes), recorder)
    assert not recorder.lines and not (tmp_path / "m.dlpk").exists()


@pytest.mark.parametrize("name", ["m.dlpk", "m.html", "m.checkpoint.safetensors"])
def test_an_output_that_cannot_be_written_is_refused_before_the_work(
    scenes: Path, tmp_path: Path, recorder, monkeypatch, name: str
) -> None:
    """As in a folder that can only be read."""
    real = os.replace

    def refused(source, target):
        if Path(target).name.endswith(f"{name}.lock"):
            raise PermissionError(13, "Permission denied", str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(InputError, match=f"{name} cannot be written .Permission denied.*choose another output"):
        train(_settings(scenes, tmp_path / "m.dlpk"), recorder)
    assert not recorder.lines and not recorder.fractions


def test_a_disk_without_room_is_told_before_the_first_step(scenes: Path, tmp_path: Path, recorder, monkeypatch) -> None:
    from image_translation.models.training import disk

    usage = disk.shutil.disk_usage(tmp_path)
    monkeypatch.setattr(disk.shutil, "disk_usage", lambda path: usage._replace(free=100_000))
    with pytest.raises(InputError, match=r"has 0 MB free, and package and checkpoint .* need about \d+ MB; make room"):
        train(_settings(scenes, tmp_path / "m.dlpk", ngf=8), recorder)
    assert not recorder.epochs and not (tmp_path / "m.dlpk").exists()


def test_the_room_asked_for_is_what_package_and_checkpoint_take(tmp_path: Path, monkeypatch) -> None:
    """Weights of 4,000 and 400 bytes: 8,000 and 21,200 for the files, and 21,200 for the next checkpoint."""
    from image_translation.models.training import disk

    usage, networks = disk.shutil.disk_usage(tmp_path), [torch.nn.Linear(size, 1, bias=False) for size in (1000, 100)]
    (tmp_path / "there").write_bytes(bytes(5000))
    for there, needed in (("not there", 50_400), ("there", 45_400)):
        monkeypatch.setattr(disk.shutil, "disk_usage", lambda path, free=needed: usage._replace(free=free))
        disk.check_room(tmp_path / "m.dlpk", tmp_path / there, *networks)
        monkeypatch.setattr(disk.shutil, "disk_usage", lambda path, free=needed: usage._replace(free=free - 1))
        with pytest.raises(InputError, match="MB free"):
            disk.check_room(tmp_path / "m.dlpk", tmp_path / there, *networks)


@pytest.mark.parametrize("content", [b"notes", b"PK\x05\x06" + bytes(18)])
def test_an_output_that_is_no_package_is_left_alone(scenes: Path, tmp_path: Path, recorder, content: bytes) -> None:
    (tmp_path / "m.dlpk").write_bytes(content)
    with pytest.raises(InputError, match="m.dlpk exists and is no model package; choose another output"):
        train(_settings(scenes, tmp_path / "m.dlpk"), recorder)
    assert (tmp_path / "m.dlpk").read_bytes() == content


def test_resnet_is_trained_and_classifies_a_raster(scenes: Path, tmp_path: Path, recorder) -> None:
    from osgeo import gdal

    from image_translation.models.inference.classify import ClassifySettings, classify_pixels
    from image_translation.tests import helpers

    settings = _settings(scenes, tmp_path / "m.dlpk", max_epochs=3, ngf=4, model_type="pix2pix_resnet_6", dropout=0.0)
    result = train(settings, recorder)
    assert recorder.epochs[-1]["l1"] < recorder.epochs[0]["l1"]
    with open_package(result.package) as opened:
        assert opened.definition.architecture["generator"] == "resnet_6"
        assert (opened.definition.size_multiple, opened.definition.tile_size) == (4, 32)
        values = np.random.default_rng(1).integers(60, 190, (1, 64, 64)).astype(np.uint8)
        expected = run_onnx(opened.onnx, values[None].astype(np.float32))[0]
    raster = helpers.make_raster(tmp_path / "grey.tif", values)
    for tile_size in (64, 36):
        output = tmp_path / f"out_{tile_size}.tif"
        classify_pixels(
            ClassifySettings(input=raster, model=result.package, output=output, tile_size=tile_size, overlap=8),
            recorder,
        )
        found = gdal.Open(str(output)).ReadAsArray().astype(float)
        assert found.shape == (3, 64, 64)
        assert np.ptp(found) > 20
        if tile_size == 64:
            assert np.abs(found - expected).max() <= 1
