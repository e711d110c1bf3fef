"""Training in float16: gradients that overflow cost a step and nothing else, and an interruption changes nothing."""

from __future__ import annotations

import math
from pathlib import Path
from typing import List

import pytest
import torch
from torch import nn

from image_translation.models.errors import Cancelled
from image_translation.models.training import loop
from image_translation.models.training.ema import MovingAverage
from image_translation.models.training.hardware import Hardware
from image_translation.models.training.loss_scale import LossScale
from image_translation.models.training.optimization import Optimization
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.train import train

CPU = torch.device("cpu")
HALF = Hardware(CPU, torch.float16, "")
START = 4096.0


def _weights() -> nn.Linear:
    layer = nn.Linear(2, 1, bias=False)
    nn.init.ones_(layer.weight)
    return layer


def _learn(scale: LossScale, layer: nn.Linear, optimizer: torch.optim.Optimizer, factor: float):
    optimizer.zero_grad()
    scale.backward(layer(torch.full((1, 2), factor)).sum())
    taken = scale.step(optimizer)
    scale.update()
    return taken


@pytest.mark.parametrize("kind", ["adam", "sgd"])
def test_scaled_steps_are_the_steps(kind: str) -> None:
    found = []
    for hardware in (HALF, Hardware(CPU, torch.float32, "")):
        layer, scale = _weights(), LossScale(hardware)
        optimizer = Optimization(kind, 0.1).optimizer(layer, hardware)
        for factor in (1.0, -3.0, 0.5):
            taken = _learn(scale, layer, optimizer, factor)
            assert taken is None if hardware is not HALF else float(taken) == 1.0
        found.append(layer.weight.detach())
    torch.testing.assert_close(found[0], found[1])
    assert not torch.equal(found[0], torch.ones(1, 2))


def test_an_overflow_is_left_out_and_halves_the_scale() -> None:
    layer, scale = _weights(), LossScale(HALF)
    optimizer = Optimization("adam", 0.1).optimizer(layer, HALF)
    assert float(_learn(scale, layer, optimizer, 1.0)) == 1.0
    before = layer.weight.clone()
    assert float(_learn(scale, layer, optimizer, math.inf)) == 0.0
    assert torch.equal(layer.weight, before)
    assert float(optimizer.state[layer.weight]["step"]) == 1.0
    assert scale.state()["scale"] == START / 2
    assert float(_learn(scale, layer, optimizer, 1.0)) == 1.0
    assert not torch.equal(layer.weight, before)


@pytest.mark.parametrize("kind", ["adam", "sgd"])
def test_a_first_step_that_is_left_out_leaves_no_trace(monkeypatch, kind: str) -> None:
    """PyTorch's fused SGD begins its momentum with whatever lay in memory then."""
    monkeypatch.setattr(torch, "empty_like", lambda weight: torch.full_like(weight, 1e3))
    found = []
    for factors in ((math.inf, 1.0, 2.0), (1.0, 2.0)):
        layer, scale = _weights(), LossScale(HALF)
        optimizer = Optimization(kind, 0.1).optimizer(layer, HALF)
        for factor in factors:
            _learn(scale, layer, optimizer, factor)
        found.append(layer.weight.detach())
    assert torch.isfinite(found[0]).all() and torch.equal(found[0], found[1])


def test_the_average_does_not_follow_a_step_that_was_left_out() -> None:
    averages = []
    for left_out in (False, True):
        source = _weights()
        average = MovingAverage(_weights(), source, 0.9)
        for number in range(4):
            if left_out and number == 1:
                average.update(torch.zeros(()))
            with torch.no_grad():
                source.weight.add_(1.0)
            average.update(torch.ones(()) if left_out else None)
        assert average.updates == 4
        averages.append(average.average.weight.detach().clone())
    torch.testing.assert_close(averages[0], averages[1])
    average.updates = 7
    assert average.updates == 7


def test_a_scale_goes_on_from_its_state() -> None:
    layer, scale = _weights(), LossScale(HALF)
    _learn(scale, layer, Optimization("adam", 0.1).optimizer(layer, HALF), math.inf)
    _learn(scale, layer, Optimization("adam", 0.1).optimizer(layer, HALF), 1.0)
    other = LossScale(HALF)
    other.restore(scale.state())
    assert other.state() == scale.state() and other.state()["_growth_tracker"] == 1
    other.restore(None)
    assert other.state() == scale.state()
    plain = LossScale(Hardware(CPU, torch.bfloat16, ""))
    plain.restore(scale.state())
    assert plain.state() is None
    for wrong in ({"scale": math.nan, "_growth_tracker": 0}, {"scale": 1.0, "_growth_tracker": -1}):
        with pytest.raises(ValueError, match="loss scale"):
            other.restore(wrong)


def test_a_training_in_float16_learns_and_goes_on_after_an_interruption(
    make_pack, make_scenes, tmp_path: Path, recorder, monkeypatch
) -> None:
    """One step overflows: the weights, the average and the scale of a run in one go are those of one in two."""
    grey, rgb = make_scenes(16)
    chips = make_pack(grey, rgb, ["train"] * 12 + ["validation"] * 4)
    seen: List[dict] = []
    finish = loop.Training.best_translator

    def watched(self):
        seen.append({**self.snapshot()[1], "scale": torch.tensor(self.snapshot()[0]["loss_scale"]["scale"])})
        return finish(self)

    monkeypatch.setattr(loop.Training, "best_translator", watched)
    step, backward = loop.Pix2PixStep.optimize_parameters, LossScale.backward
    taken: List[float] = []

    def noted(self, batch, adversarial):
        step(self, batch, adversarial)
        taken.append(float(self.taken))

    def overflowing(self, loss):
        backward(self, loss * math.inf if len(taken) == 1 else loss)

    monkeypatch.setattr(loop.Pix2PixStep, "optimize_parameters", noted)
    monkeypatch.setattr(LossScale, "backward", overflowing)
    values = {"precision": "float16", "max_epochs": 2, "ngf": 4, "ndf": 4, "batch_size": 4, "learning_rate": 3e-3}
    values.update(warmup=0.0, ema=0.9, model_type="pix2pix", seed=5, chips=(chips,))
    values.update(device="cpu", discriminator="two_light", threads=1)
    one = train(TrainSettings(output=tmp_path / "one.dlpk", **values), recorder)
    assert len(taken) == 6 and taken[1] == 0.0 and sum(taken) >= 3
    left_out, first = taken.count(0.0), seen[-1]
    assert math.isfinite(one.psnr)
    assert any("float16" in line for line in recorder.lines)
    taken.clear()
    recorder.stop_when = lambda: len(taken) == 3
    with pytest.raises(Cancelled):
        train(TrainSettings(output=tmp_path / "two.dlpk", **values), recorder)
    recorder.stop_when = lambda: False
    train(TrainSettings(output=tmp_path / "two.dlpk", **values), recorder)
    second = seen[-1]
    assert float(first["scale"]) == START / 2**left_out
    assert first.keys() == second.keys() and first is not second
    assert [key for key in first if not torch.equal(first[key], second[key])] == []
