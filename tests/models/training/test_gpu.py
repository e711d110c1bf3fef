"""On a real NVIDIA or AMD card: ``pytest -m gpu``. Without one they are skipped; the emulated tests run everywhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from image_translation.models.errors import Cancelled
from image_translation.models.inference.engines import made_up_tile, open_session
from image_translation.models.inference.onnx_session import OnnxSession
from image_translation.models.inference.settings import ClassifySettings
from image_translation.models.networks.curves import FittedCurve
from image_translation.models.package.archive import open_package
from image_translation.models.training.data import ChipSet
from image_translation.models.training.device_metrics import batch_metrics
from image_translation.models.training.metrics import all_metrics, error_sums
from image_translation.models.training.resident import ResidentChips
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.train import train

pytestmark = [
    pytest.mark.gpu,
    pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a graphics card"),
]
CARD = torch.device("cuda")


@pytest.fixture
def chips(make_pack, make_scenes) -> Path:
    """A folder of chips of 64 px; one of them lacks a corner."""
    grey, rgb = make_scenes(40, 64)
    valid = np.ones((40, 64, 64), bool)
    valid[3, :9] = False
    folder: Path = make_pack(grey, rgb, ["train"] * 32 + ["validation"] * 8, valid)
    return folder


def _settings(chips: Path, output: Path, **changes) -> TrainSettings:
    values = {"model_type": "pix2pix", "ngf": 8, "ndf": 8, "batch_size": 4, "max_epochs": 6, "learning_rate": 2e-3}
    values.update(device=CARD.type, warmup=0.3, ema=0.9, seed=3, augmentation="flips_and_turns", norm="batch")
    return TrainSettings(chips=(chips,), output=output, **{**values, **changes})


@pytest.mark.parametrize("precision", ["automatic", "float32", "bfloat16", "float16"])
def test_a_training_learns(chips: Path, tmp_path: Path, precision: str, recorder) -> None:
    result = train(_settings(chips, tmp_path / "m.dlpk", precision=precision, max_epochs=20, warmup=0.7), recorder)
    assert any(line.startswith("Device: ") and torch.cuda.get_device_name(CARD) in line for line in recorder.lines)
    assert result.psnr > result.metrics["fitted_curve"]["psnr"]
    assert recorder.warnings == []


def test_an_interrupted_training_goes_on(chips: Path, tmp_path: Path, recorder) -> None:
    settings = _settings(chips, tmp_path / "m.dlpk", precision="float16", checkpoint_minutes=0)
    recorder.stop_when = lambda: len(recorder.epochs) == 3
    with pytest.raises(Cancelled):
        train(settings, recorder)
    recorder.stop_when = lambda: False
    train(settings, recorder)
    assert any("Going on from the checkpoint" in line for line in recorder.lines)
    assert [row["epoch"] for row in recorder.epochs] == [1, 2, 3, 4, 5, 6]


def test_a_card_that_is_too_small_trains_with_smaller_batches(chips: Path, tmp_path: Path, recorder) -> None:
    """PyTorch is given a part of the card only, as if others had the rest."""
    whole = torch.cuda.get_device_properties(CARD).total_memory
    torch.cuda.empty_cache()
    torch.cuda.set_per_process_memory_fraction(min(1.0, 700e6 / whole), CARD)
    try:
        result = train(_settings(chips, tmp_path / "m.dlpk", ngf=64, ndf=32, batch_size=32, max_epochs=2), recorder)
    finally:
        torch.cuda.set_per_process_memory_fraction(1.0, CARD)
    assert np.isfinite(result.psnr)
    assert any("Memory does not suffice for 32 chips a step" in text for text in recorder.warnings)


def test_figures_are_those_of_numpy() -> None:
    rng = np.random.default_rng(0)
    truth = rng.uniform(0, 255, (3, 3, 90, 70)).astype(np.float32)
    output = (truth + rng.normal(0, 9, truth.shape)).astype(np.float32)
    valid = rng.uniform(size=(3, 1, 90, 70)) > 0.002
    figures, sums = batch_metrics(*(torch.from_numpy(part).to(CARD) for part in (output, truth, valid)), 255.0)
    for number in range(3):
        expected = all_metrics(output[number], truth[number], 255.0, valid[number, 0])
        assert figures[number] == pytest.approx(expected, rel=1e-9, abs=1e-9)
        np.testing.assert_allclose(sums[number], error_sums(output[number], truth[number], valid[number, 0]), rtol=1e-9)


def test_a_fitted_curve_is_exact() -> None:
    """TF32 would bend it by up to three levels."""
    curve = FittedCurve(3, 3)
    with torch.no_grad():
        curve.weight.normal_(0, 1, generator=torch.Generator().manual_seed(0))
    x = 2 * torch.rand(2, 3, 64, 64, generator=torch.Generator().manual_seed(1)) - 1
    expected = curve(x)
    torch.testing.assert_close(curve.to(CARD)(x.to(CARD)).cpu(), expected, atol=1e-5, rtol=1e-5)


def test_resident_chips_are_those_on_disk(chips: Path, recorder) -> None:
    opened = ChipSet.open([chips], recorder)
    expected = opened.random_batch([3, 5, 7], np.random.default_rng(0), "flips_and_turns")
    assert ResidentChips.fit(opened.packs, CARD)
    opened.feed(2, CARD)
    found = opened.random_batch([3, 5, 7], np.random.default_rng(0), "flips_and_turns")
    for one, other in ((found.a, expected.a), (found.b, expected.b), (found.valid, expected.valid)):
        assert one.device.type == CARD.type and torch.equal(one.cpu(), other)


def test_pytorch_on_the_card_gives_what_onnxruntime_gives(chips: Path, tmp_path: Path, recorder) -> None:
    model = tmp_path / "m.dlpk"
    train(_settings(chips, model, max_epochs=2), recorder)
    plain = replace(ClassifySettings(input="in.tif", model=str(model), output=tmp_path / "out.tif"), device="gpu")
    with open_package(model) as opened:
        tile = np.repeat(made_up_tile(opened.definition), 2, axis=0)
        exact = OnnxSession(opened.onnx, "cpu", 0, recorder).run(tile)
        for precision, most in (("float32", 0.02), ("automatic", 0.5)):
            session = open_session(opened, replace(plain, engine="torch", precision=precision), 0, recorder)
            assert np.abs(session.run(tile) - exact).mean() < most
            assert "on CUDA with" in session.name and recorder.warnings == []
        onnx = OnnxSession(opened.onnx, "automatic", 0, recorder)
        assert np.abs(onnx.run(tile) - exact).mean() < 0.02
