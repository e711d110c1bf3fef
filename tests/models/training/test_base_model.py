"""Fine-tuning: a training that starts from a package."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.torch import load_file, save_file

from image_translation.models.chips.packed import PackedChips
from image_translation.models.errors import Cancelled, InputError, PackageError
from image_translation.models.package.archive import open_package, read_definition, write_package
from image_translation.models.training.base import _union
from image_translation.models.training.data import ChipSet
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.train import train

SPLITS = ["train"] * 12 + ["validation"] * 4


def _settings(folder: Path, output: Path, **changes) -> TrainSettings:
    values = {"ngf": 4, "ndf": 4, "max_epochs": 1, "precision": "float32", "batch_size": 2, "ema": 0.5}
    return TrainSettings(chips=(folder,), output=output, **{**values, **changes})


@pytest.fixture
def scenes(make_pack, make_scenes) -> Path:
    grey, rgb = make_scenes(16)
    return make_pack(grey, rgb, SPLITS)


@pytest.fixture
def base(scenes: Path, tmp_path: Path, recorder) -> Path:
    """A model that keeps the lightness although other chips would not ask for it."""
    train(_settings(scenes, tmp_path / "base.dlpk", color_space="lab", learning_rate=3e-3, max_epochs=4), recorder)
    return tmp_path / "base.dlpk"


def test_training_starts_from_the_weights_of_the_package(scenes, base, tmp_path, recorder) -> None:
    output = tmp_path / "fine.dlpk"
    result = train(_settings(scenes, output, base_model=base, learning_rate=1e-12, ema=0.0, ngf=32), recorder)
    with open_package(base) as first, open_package(output) as second:
        assert second.definition.color_space == "lab"
        assert second.definition.architecture == first.definition.architecture
        before, after = (load_file(str(one.files["weights"])) for one in (first, second))
        expected = first.definition.metrics["model"]["psnr"]
        assert second.definition.training["settings"]["base_model"] == "base.dlpk"
    for key, value in before.items():
        if "running" not in key and "tracked" not in key:
            assert np.allclose(value.numpy(), after[key].numpy(), atol=1e-8), key
    assert result.metrics["base_model"]["psnr"] == pytest.approx(expected, abs=1e-4)
    assert any("starts from" in line and "(lab)" in line and "4 generator filters" in line for line in recorder.lines)
    assert "Base model" in result.report.read_text(encoding="utf-8")


def test_a_base_model_that_no_epoch_beats_is_kept_and_that_is_said(scenes, base, tmp_path, recorder) -> None:
    """A rate that spoils the weights; the cancel shows that epoch 0 outlives an interruption too."""
    settings = _settings(scenes, tmp_path / "fine.dlpk", base_model=base, learning_rate=1.0, ema=0.0, max_epochs=3)
    recorder.epochs.clear()
    recorder.stop_when = lambda: len(recorder.epochs) >= 1
    with pytest.raises(Cancelled, match=r"epoch 0, the base model, PSNR"):
        train(settings, recorder)
    recorder.stop_when = lambda: False
    recorder.lines.clear()
    result = train(settings, recorder)
    unchanged = result.metrics["base_model"]
    assert max(row["psnr"] for row in recorder.epochs) < unchanged["psnr"]
    assert (result.best_epoch, result.epochs) == (0, 3)
    assert result.metrics["model"] == pytest.approx(unchanged, rel=1e-6)
    sentence = f"No epoch was better than the base model ({unchanged['psnr']:.2f} dB), so this model is the base model"
    assert any(line.startswith(sentence) for line in recorder.lines)
    page = result.report.read_text(encoding="utf-8")
    assert sentence in page and "3 of at most 3, the best by PSNR is 0, the base model" in page
    with open_package(base) as first, open_package(result.package) as second:
        before, after = (load_file(str(one.files["weights"])) for one in (first, second))
        assert second.definition.training["best_epoch"] == 0
    assert all(np.array_equal(before[key].numpy(), after[key].numpy()) for key in before)


def test_fine_tuning_helps_where_the_new_area_differs(make_pack, make_scenes, base, tmp_path, recorder) -> None:
    grey, rgb = make_scenes(16, seed=9)
    other = make_pack(grey, rgb[:, ::-1], SPLITS, name="other")
    changes = {"base_model": base, "learning_rate": 1e-2, "max_epochs": 8, "warmup": 1.0}
    result = train(_settings(other, tmp_path / "fine.dlpk", **changes), recorder)
    assert result.psnr > result.metrics["base_model"]["psnr"] + 0.2


def test_the_union_of_two_ranges_holds_both() -> None:
    assert _union((5.0, 10.0), (0.0, 8.0)) == [0.0, 10.0]
    assert _union((0.0, 8.0), (5.0, 10.0)) == [0.0, 10.0]


def test_range_of_outputs_grows_with_the_new_chips(make_pack, tmp_path, recorder) -> None:
    a = np.random.default_rng(0).integers(0, 1000, (8, 1, 32, 32)).astype(np.float32)
    splits = ["train"] * 6 + ["validation"] * 2
    train(_settings(make_pack(a, a, splits, name="low"), tmp_path / "low.dlpk"), recorder)
    high = make_pack(a * 3, a * 3, splits, name="high")
    train(_settings(high, tmp_path / "high.dlpk", base_model=tmp_path / "low.dlpk"), recorder)
    with open_package(tmp_path / "low.dlpk") as low, open_package(tmp_path / "high.dlpk") as opened:
        assert opened.definition.output_range == (0.0, 3 * a.max())
        assert opened.definition.architecture["target_scale"] == low.definition.architecture["target_scale"]


def test_the_base_model_decides_the_model_type(scenes, base, tmp_path, recorder) -> None:
    settings = _settings(scenes, tmp_path / "m.dlpk", base_model=base, model_type="pix2pix_resnet_6", max_epochs=1)
    result = train(settings, recorder)
    assert "The model type is that of the base model: Pix2Pix." in recorder.lines
    assert read_definition(result.package).model_type == "pix2pix"


def test_an_unknown_model_type_is_refused(scenes, base, tmp_path, recorder) -> None:
    with open_package(base) as opened:
        newer = replace(opened.definition, model_type="diffusion_9")
        write_package(tmp_path / "newer.dlpk", newer, opened.files)
    with pytest.raises(InputError, match="newer.dlpk is of the type diffusion_9, which this version cannot train"):
        train(_settings(scenes, tmp_path / "m.dlpk", base_model=tmp_path / "newer.dlpk"), recorder)
    assert not (tmp_path / "m.dlpk").exists()


def test_another_colour_handling_is_refused(scenes, base, tmp_path, recorder) -> None:
    with pytest.raises(InputError, match="trained with the colour handling lab, not residual"):
        train(_settings(scenes, tmp_path / "m.dlpk", base_model=base, color_space="residual"), recorder)
    assert not (tmp_path / "m.dlpk").exists()


def test_other_bands_are_refused(make_pack, base, tmp_path, recorder) -> None:
    a = np.random.default_rng(0).integers(0, 255, (8, 2, 32, 32)).astype(np.uint8)
    folder = make_pack(a, a[:, :1], ["train"] * 8, name="two")
    with pytest.raises(InputError, match="1 band of uint8 as input, but the chips have 2 bands of uint8"):
        train(_settings(folder, tmp_path / "m.dlpk", base_model=base), recorder)


def test_chips_that_are_too_small_are_refused_and_others_cut(make_pack) -> None:
    a = np.random.default_rng(0).integers(0, 255, (2, 1, 160, 160)).astype(np.uint8)
    chips = ChipSet([PackedChips.open(make_pack(a, a, ["train"] * 2))])
    chips.cut_to(64)
    assert chips.size == 128
    chips.cut_to(4)
    assert chips.size == 160
    with pytest.raises(InputError, match="160 px wide, but the base model works on multiples of 256 px"):
        chips.cut_to(256)


def test_packages_without_weights_and_no_packages_are_refused(scenes, base, tmp_path, recorder) -> None:
    with open_package(base) as opened:
        write_package(tmp_path / "bare.dlpk", opened.definition, {"onnx": opened.onnx})
        for name, ngf in (("huge", 1024), ("other", 5)):
            architecture = {**opened.definition.architecture, "ngf": ngf, "depth": 10 if name == "huge" else 5}
            write_package(
                tmp_path / f"{name}.dlpk", replace(opened.definition, architecture=architecture), dict(opened.files)
            )
        weights = load_file(opened.files["weights"])
        name = next(iter(weights))
        save_file({**weights, name: weights[name] * float("nan")}, tmp_path / "nan.safetensors")
        files = {**opened.files, "weights": tmp_path / "nan.safetensors"}
        write_package(tmp_path / "nan.dlpk", opened.definition, files)
    (tmp_path / "no.dlpk").write_bytes(b"no zip")
    for name, words in (
        ("bare", "holds no weights"),
        ("huge", r"huge\.dlpk cannot be trained on: .* million weights"),
        ("other", r"other\.dlpk are not those of its architecture"),
        ("nan", r"Some weights in .*nan\.dlpk are no numbers"),
        ("no", "damaged"),
        ("missing", "does not exist"),
    ):
        with pytest.raises(PackageError, match=words):
            train(_settings(scenes, tmp_path / "m.dlpk", base_model=tmp_path / f"{name}.dlpk"), recorder)


def test_the_base_model_is_never_overwritten(tmp_path) -> None:
    with pytest.raises(InputError, match="is the base model itself"):
        _settings(tmp_path, tmp_path / "m.dlpk", base_model=tmp_path / "m.dlpk")
    with pytest.raises(InputError, match="no model package"):
        _settings(tmp_path, tmp_path / "m.dlpk", base_model=tmp_path / "m.zip")
