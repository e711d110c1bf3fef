"""Figures that the epoch was chosen by, and figures to expect."""

from __future__ import annotations

import re
from pathlib import Path
from typing import List

import numpy as np
import pytest

from image_translation.models.chips.packed import PackedChips
from image_translation.models.feedback import Feedback
from image_translation.models.networks.onnx_export import run_onnx
from image_translation.models.package.archive import open_package
from image_translation.models.training import joint_validation
from image_translation.models.training.data import ChipSet
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.train import train
from image_translation.models.training.validation import Evaluation, evaluate

SPLITS = ["train"] * 8 + ["validation"] * 4 + ["test"] * 6


def _settings(folder: Path, output: Path) -> TrainSettings:
    values = {"ngf": 4, "ndf": 4, "max_epochs": 3, "learning_rate": 3e-3, "precision": "float32", "batch_size": 4}
    return TrainSettings(chips=(folder,), output=output, **values, ema=0.9, warmup=1.0)


def test_the_model_is_judged_once_on_test_chips_and_told_apart(
    make_pack, make_scenes, tmp_path: Path, recorder, monkeypatch
) -> None:
    grey, rgb = make_scenes(18)
    folder = make_pack(grey, rgb, SPLITS)
    asked: List[tuple] = []

    def spy(method, chips, indices, *others):
        asked.append(tuple(indices))
        return evaluate(method, chips, indices, *others)

    monkeypatch.setattr(joint_validation, "evaluate", spy)
    result = train(_settings(folder, tmp_path / "m.dlpk"), recorder)
    assert asked == [(8, 9, 10, 11)] * 4 + [(12, 13, 14, 15, 16, 17)]
    assert set(result.test_metrics) == set(result.metrics) == {"model", "copy", "fitted_curve", "mean"}
    with open_package(result.package) as opened:
        facts, chips = opened.definition.training, ChipSet([PackedChips.open(folder)])
        truth = chips.fixed_batch(range(12, 18)).b.numpy()
        output = np.rint(run_onnx(opened.onnx, chips.fixed_batch(range(12, 18)).a.numpy()))
        assert opened.definition.metrics["model"]["psnr"] == pytest.approx(result.psnr)
    each = [10 * np.log10(255**2 / np.square(a - b).mean()) for a, b in zip(output, truth)]
    psnr = np.mean(each)
    told = result.test_metrics["model"]["psnr"]
    assert told == pytest.approx(psnr, abs=0.02) and told != pytest.approx(result.psnr, abs=1e-3)
    assert facts["test_chips"] == 6 and facts["test_metrics"]["model"]["psnr"] == pytest.approx(told)
    page = result.report.read_text(encoding="utf-8")
    expected, selection = page.split("<h3>Test: the figures to expect</h3>")[1].split("<h3>Selection</h3>")
    assert f"<td>This model</td><td>{told:.2f}</td>" in expected and "Over 6 test chips" in expected
    assert f"<td>This model</td><td>{result.psnr:.2f}</td>" in selection
    assert all(part.count("<th>PSNR, middle half of the chips</th>") == 1 for part in (expected, selection))
    middle = re.findall(r"<td>This model</td>.*?<td>([\d.]+) to ([\d.]+)</td>", expected)[0]
    assert [float(end) for end in middle] == pytest.approx(np.quantile(each, (0.25, 0.75)), abs=0.02)
    titles = re.findall(r'<span class="note">(\w+): 0', page)
    assert titles == ["Best", "Best", "Middling", "Middling"]
    assert "Over 4 validation chips that the training never used, by which the best epoch was chosen." in selection
    introduction = "Judged on 6 test chips, on which neither the model nor its epoch depends:"
    verdict = recorder.lines[recorder.lines.index(introduction) + 1]
    assert f"{told:.2f} dB" in verdict and verdict in page


def test_without_test_chips_the_report_says_what_its_figures_are(make_pack, make_scenes, tmp_path: Path, recorder):
    grey, rgb = make_scenes(12)
    result = train(_settings(make_pack(grey, rgb, SPLITS[:12]), tmp_path / "m.dlpk"), recorder)
    assert result.test_metrics == {}
    page = result.report.read_text(encoding="utf-8")
    assert "by which the best epoch was chosen: figures on other ground are mostly a little lower" in page
    assert "<h3>" not in page
    assert any(line.startswith("Judged on the 4 chips that the best epoch was chosen by") for line in recorder.lines)


def test_the_spread_is_that_of_the_middle_half_of_the_chips(make_pack, make_scenes, tmp_path: Path, recorder) -> None:
    figures = tuple({"psnr": value} for value in (20.0, 40.0, 24.0, 28.0, 32.0, float("nan")))
    one = Evaluation(tuple(range(6)), figures, np.ones((6, 1, 5)))
    assert one.spread_of("psnr") == (24.0, 32.0)
    assert one.spread_of("angle") is None
    grey, rgb = make_scenes(12)
    folder = make_pack(grey, rgb, SPLITS[:12])
    result = train(_settings(folder, tmp_path / "m.dlpk"), recorder)
    chips = ChipSet([PackedChips.open(folder)])
    found = evaluate(lambda a: a.expand(-1, 3, -1, -1), chips, range(8, 12), 255.0, Feedback())
    low, high = found.spread_of("psnr")
    assert f"<td>{low:.2f} to {high:.2f}</td>" in result.report.read_text(encoding="utf-8")
