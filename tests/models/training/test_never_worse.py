"""A package is never replaced by a worse one of the same chips."""

from __future__ import annotations

from pathlib import Path
from typing import List

import pytest

from image_translation.models.errors import Cancelled
from image_translation.models.package.archive import read_definition
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.train import TrainResult, train

SPLITS = ["train"] * 12 + ["validation"] * 4
POOR = {"learning_rate": 1e-12, "max_epochs": 2, "color_space": "direct"}


def _settings(folder: Path, output: Path, **changes) -> TrainSettings:
    values = {"ngf": 4, "ndf": 4, "max_epochs": 6, "learning_rate": 3e-3, "precision": "float32", "batch_size": 2}
    return TrainSettings(chips=(folder,), output=output, **{**values, "ema": 0.9, "warmup": 1.0, **changes})


@pytest.fixture
def scenes(make_pack, make_scenes) -> Path:
    grey, rgb = make_scenes(16)
    return make_pack(grey, rgb, SPLITS)


@pytest.fixture
def good(scenes: Path, tmp_path: Path, recorder) -> TrainResult:
    result = train(_settings(scenes, tmp_path / "m.dlpk"), recorder)
    recorder.lines.clear()
    recorder.epochs.clear()
    return result


def _contents(*paths: Path) -> List[bytes]:
    return [path.read_bytes() for path in paths]


def _names(folder: Path) -> List[str]:
    return sorted(file.name for file in folder.iterdir() if file.name != "chips")


def test_a_worse_model_is_written_beside_and_that_is_said(scenes: Path, tmp_path: Path, recorder, good) -> None:
    before = _contents(good.package, good.report)
    result = train(_settings(scenes, good.package, **POOR), recorder)
    assert result.psnr < good.psnr - 1
    assert _contents(good.package, good.report) == before
    assert _names(tmp_path) == ["m.dlpk", "m.html", "m.new.dlpk", "m.new.html"]
    assert (result.package.name, result.report.name) == ("m.new.dlpk", "m.new.html")
    assert read_definition(result.package).metrics["model"]["psnr"] == pytest.approx(result.psnr)
    told = f"m.dlpk was not replaced: its model is better on the same chips (PSNR {good.psnr:.2f} dB)."
    assert recorder.warnings[-1].startswith(told)
    assert told in result.report.read_text(encoding="utf-8")
    introduction = next(line for line in recorder.lines if "holds a model of the same chips" in line)
    assert "To have it replaced whatever comes, remove it first." in introduction


def test_an_interrupted_worse_training_leaves_it_alone_before_and_after(
    scenes: Path, tmp_path: Path, recorder, good
) -> None:
    before = _contents(good.package, good.report)
    recorder.stop_when = lambda: len(recorder.epochs) >= 1
    told = r"is in .*m\.new\.dlpk, .*m\.dlpk is as it was, and all that was learned is in"
    with pytest.raises(Cancelled, match=told):
        train(_settings(scenes, good.package, **POOR), recorder)
    assert _contents(good.package, good.report) == before
    recorder.stop_when = lambda: False
    assert train(_settings(scenes, good.package, **POOR), recorder).epochs == 2
    assert [row["epoch"] for row in recorder.epochs] == [1, 2]
    assert _contents(good.package, good.report) == before


def test_a_better_model_takes_its_place(scenes: Path, tmp_path: Path, recorder) -> None:
    poor = train(_settings(scenes, tmp_path / "m.dlpk", **POOR), recorder)
    result = train(_settings(scenes, tmp_path / "m.dlpk"), recorder)
    assert result.psnr > poor.psnr + 1
    assert result.package == tmp_path / "m.dlpk" and not recorder.warnings
    assert read_definition(result.package).metrics["model"]["psnr"] == pytest.approx(result.psnr)
    assert _names(tmp_path) == ["m.dlpk", "m.html"]


def test_the_monitored_figure_decides(scenes: Path, tmp_path: Path, recorder, good) -> None:
    result = train(_settings(scenes, good.package, monitor="mae", **POOR), recorder)
    assert result.package.name == "m.new.dlpk"


def test_a_model_of_other_chips_is_replaced(make_pack, make_scenes, tmp_path: Path, recorder, good) -> None:
    grey, rgb = make_scenes(16, seed=7)
    folder = make_pack(grey, rgb, SPLITS, name="others")
    result = train(_settings(folder, good.package, **POOR), recorder)
    assert result.package == good.package and result.psnr < good.psnr
    assert read_definition(good.package).training["epochs"] == 2
    assert not recorder.warnings
