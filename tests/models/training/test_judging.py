"""What decides: figures over valid pixels, as the target is stored; the best epoch; when patience ends."""

from __future__ import annotations

from pathlib import Path
from typing import Dict, List

import numpy as np
import pytest
import torch

from image_translation.models.errors import Cancelled, ImageTranslationError
from image_translation.models.feedback import Feedback
from image_translation.models.networks import onnx_export
from image_translation.models.networks.color import Scaling, color_handling
from image_translation.models.networks.initialization import initialize
from image_translation.models.networks.registry import build_discriminator
from image_translation.models.networks.translator import Translator
from image_translation.models.networks.unet import UNet
from image_translation.models.training import loop
from image_translation.models.training.best import BestModel
from image_translation.models.training.data import Batch, ChipSet
from image_translation.models.training.gan import Pix2PixStep, StepSettings
from image_translation.models.training.hardware import Hardware
from image_translation.models.training.optimization import Optimization
from image_translation.models.training.plan import make_plan
from image_translation.models.training.presets import with_preset
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.train import train
from image_translation.models.training.validation import Evaluation, evaluate

from .spy import Spy, same

SMALL = {"ngf": 4, "ndf": 4, "precision": "float32", "device": "cpu", "threads": 1, "batch_size": 4}


def _settings(folder: Path, output: Path, **changes) -> TrainSettings:
    return TrainSettings(chips=(folder,), output=output, **{"model_type": "pix2pix", **SMALL, **changes})


def test_pixels_without_data_do_not_count(make_pack, recorder) -> None:
    chance = np.random.default_rng(0)
    b = chance.integers(20, 200, (2, 3, 32, 32)).astype(np.uint8)
    valid = np.ones((2, 32, 32), bool)
    valid[0, :20] = False
    wrong = b.copy()
    wrong[0, :, :20] = 255 - wrong[0, :, :20]
    found: List[Dict[str, float]] = []
    for index, target in enumerate((b, wrong)):
        chips = ChipSet.open([make_pack(b, target, ["train"] * 2, valid, name=f"chips{index}")], recorder)
        found.append(evaluate(lambda a: a + 3.0, chips, [0, 1], 255.0, Feedback()).mean)
    assert found[0] == pytest.approx(found[1])
    assert found[0]["mae"] == pytest.approx(3.0)
    assert found[0]["psnr"] == pytest.approx(20 * np.log10(255 / 3.0))


@pytest.mark.parametrize(("dtype", "error"), [("uint8", 0.0), ("uint16", 0.0), ("float32", 0.3)])
def test_figures_are_of_what_would_be_stored(make_pack, recorder, dtype: str, error: float) -> None:
    values = np.random.default_rng(0).integers(20, 200, (2, 3, 32, 32)).astype(dtype)
    chips = ChipSet.open([make_pack(values, values, ["train"] * 2)], recorder)
    assert evaluate(lambda a: a + 0.3, chips, [0, 1], 255.0, Feedback()).mean["mae"] == pytest.approx(error, abs=1e-5)


def test_baselines_are_fitted_on_training_chips(make_pack, recorder, tmp_path: Path) -> None:
    """On validation chips of other colours they fail, as they would on other imagery."""
    grey = np.random.default_rng(0).integers(30, 220, (8, 1, 32, 32)).astype(np.uint8)
    red = np.concatenate((grey, grey // 2, grey // 4), axis=1)
    blue = red[:, ::-1]
    rgb = np.concatenate((red[:4], blue[4:]))
    folder = make_pack(grey, rgb, ["train"] * 4 + ["validation"] * 4)
    plan = make_plan(with_preset(_settings(folder, tmp_path / "m.dlpk")), ChipSet.open([folder], recorder), recorder)
    truth, means = rgb[4:].astype(float), red[:4].mean(axis=(0, 2, 3))
    curve, mean = (plan.baselines[name].mean["mae"] for name in ("fitted_curve", "mean"))
    assert curve == pytest.approx(np.abs(red[4:].astype(float) - truth).mean(), rel=0.05)
    assert mean == pytest.approx(np.abs(means[None, :, None, None] - truth).mean(), rel=0.05)


@pytest.mark.parametrize(
    ("monitor", "values", "best"),
    [
        ("psnr", [20.0, 25.0, 25.0, 24.0], 2),
        ("ssim", [0.5, 0.4, 0.7, 0.7], 3),
        ("mae", [9.0, 7.0, 8.0, 12.0], 2),
        ("angular_error", [9.0, 11.0, 3.0, 3.0], 3),
    ],
)
def test_the_best_epoch_is_the_first_with_the_best_figure(monitor: str, values: List[float], best: int) -> None:
    kept = BestModel(lambda _: None, monitor)
    layer = torch.nn.Linear(1, 1)
    for epoch, value in enumerate(values, 1):
        with torch.no_grad():
            layer.weight.fill_(epoch)
        sums = np.array([[[1.0, value, 0.0, 0.0, 0.0]]])
        kept.offer(layer, epoch, Evaluation((0,), ({"psnr": 0.0, monitor: value},), sums))
    assert kept.epoch == best
    assert float(kept.weights["weight"]) == best


@pytest.mark.parametrize(
    ("monitor", "figures", "epochs", "best"),
    [
        ("psnr", [20.0, 21.0, 20.5, 20.9, 30.0], 4, 2),
        ("psnr", [20.0, 21.0, 20.5, 22.0, 21.0, 22.0, 30.0], 6, 4),
        ("mae", [5.0, 4.0, 4.5, 4.2, 1.0], 4, 2),
    ],
)
def test_patience_ends_after_so_many_epochs_without_a_better_figure(
    make_pack, make_scenes, tmp_path: Path, recorder, monkeypatch, monitor: str, figures, epochs: int, best: int
) -> None:
    grey, rgb = make_scenes(6)
    folder = make_pack(grey, rgb, ["train"] * 4 + ["validation"] * 2)
    told, judge = iter(figures), loop.evaluate_together

    def scripted(*arguments):
        real = judge(*arguments)
        try:
            value = next(told)
        except StopIteration:  # the final figures
            return real
        chips = tuple({**one, monitor: value} for one in real.chips)
        sums = real.sums.copy()
        if monitor == "mae":
            sums[..., 1] = value * sums[..., 0]
        return Evaluation(real.indices, chips, sums)

    monkeypatch.setattr(loop, "evaluate_together", scripted)
    settings = _settings(folder, tmp_path / "m.dlpk", max_epochs=9, patience=2, monitor=monitor)
    result = train(settings, recorder)
    assert (len(recorder.epochs), result.best_epoch) == (epochs, best)
    assert any("No better" in line and "in 2 epochs" in line for line in recorder.lines)


def test_a_model_whose_onnx_differs_is_not_published(
    make_pack, make_scenes, tmp_path: Path, recorder, monkeypatch
) -> None:
    grey, rgb = make_scenes(6)
    folder = make_pack(grey, rgb, ["train"] * 4 + ["validation"] * 2)
    true = onnx_export.run_onnx
    monkeypatch.setattr(onnx_export, "run_onnx", lambda path, raw: true(path, raw) + 2.0)
    with pytest.raises(ImageTranslationError, match="ONNX"):
        train(_settings(folder, tmp_path / "m.dlpk", max_epochs=1), recorder)
    assert not (tmp_path / "m.dlpk").exists()


def test_dropout_goes_on_where_it_was(make_pack, make_scenes, tmp_path: Path, recorder, monkeypatch) -> None:
    """Chips of 64 px, since a U-Net of smaller ones has no dropout; what is drawn decides the weights to the bit."""
    grey, rgb = make_scenes(8, 64)
    folder = make_pack(grey, rgb, ["train"] * 6 + ["validation"] * 2)
    weights = []
    for name, dropout, stops in (("whole", 0.5, ()), ("parts", 0.5, (2, 4)), ("without", 0.0, ())):
        settings = _settings(folder, tmp_path / f"{name}.dlpk", dropout=dropout, max_epochs=3, checkpoint_minutes=0.0)
        with monkeypatch.context() as patch:
            spy = Spy(patch)
            for stop in stops:
                recorder.stop_when = lambda spy=spy, stop=stop: len(spy.steps) >= stop
                with pytest.raises(Cancelled):
                    train(settings, recorder)
            recorder.stop_when = lambda: False
            train(settings, recorder)
        assert len(spy.steps) == 6
        weights.append(spy.steps[-1].weights)
    whole, parts, without = weights
    assert any("Going on from the checkpoint" in line for line in recorder.lines)
    assert same(whole, parts)
    assert not same(whole, without, 1e-3)


@pytest.mark.parametrize(("space", "gain"), [("luma_chroma", 4.0), ("lab", 4.0), ("lab_tanh", 1.0), ("direct", 1.0)])
def test_the_discriminator_is_shown_the_code_amplified(space: str, gain: float) -> None:
    handling = color_handling(space, Scaling(((0.0, 255.0),), ((0.0, 255.0),) * 3, (0.0, 255.0)))
    translator = Translator(handling, UNet(1, handling.code_bands, ngf=4, depth=5, tanh=handling.tanh)).train()
    initialize(translator.generator, torch.Generator().manual_seed(0))
    judge = build_discriminator("patchgan", translator, 8)
    seen = []
    true = judge.judge
    judge.judge = lambda pair: seen.append(pair.detach()) or true(pair)
    adam = Optimization("adam", 1e-4)
    step = Pix2PixStep(
        translator, judge, StepSettings(adam, adam, 1.0, "vanilla"), Hardware(torch.device("cpu"), torch.float32, "")
    )
    chance = torch.Generator().manual_seed(1)
    a, b = (255.0 * torch.rand(2, bands, 32, 32, generator=chance) for bands in (1, 3))
    step.optimize_parameters(Batch(a, b, torch.ones(2, 1, 32, 32, dtype=torch.bool)), adversarial=True)
    real = torch.cat((handling.encode_input(a), gain * handling.encode_target(a, b)), 1)
    assert any(torch.allclose(pair, real, atol=1e-5) for pair in seen)
    assert not torch.allclose(seen[0], seen[1])
