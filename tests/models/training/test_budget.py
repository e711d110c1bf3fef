"""A time limit is kept, whatever takes the time."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Dict

import numpy as np
import pytest

from image_translation.models.training import budget as budget_module
from image_translation.models.training import gan, joint_validation, loop
from image_translation.models.training import plan as plan_module
from image_translation.models.training import train as train_module
from image_translation.models.training.budget import Budget
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.train import train

SPLITS = ["train"] * 12 + ["validation"] * 20 + ["test"] * 8


class Clock:
    """Seconds that pass only where somebody says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def taking(self, function: Callable, seconds: Callable[..., float]) -> Callable:
        def slow(*arguments, **keywords):
            result = function(*arguments, **keywords)
            self.now += seconds(*arguments)
            return result

        return slow


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def slow_machine(clock: Clock, monkeypatch) -> Callable[..., None]:
    """A function that tells what the parts of a training take, in seconds."""

    def make(packing: float, step: float, chip: float, baseline: float, package: float) -> None:
        def patch(owner, name: str, seconds: Callable[..., float]) -> None:
            monkeypatch.setattr(owner, name, clock.taking(getattr(owner, name), seconds))

        patch(train_module, "set_apart", lambda *_: packing)
        patch(gan.Pix2PixStep, "optimize_parameters", lambda *_: step)
        patch(joint_validation, "evaluate", lambda model, chips, indices, *_: chip * len(indices))
        for module in (plan_module, budget_module):
            patch(module, "evaluate", lambda model, chips, indices, *_: baseline * len(indices))
        for module in (loop, train_module):
            patch(module, "publish", lambda *_: package)

    return make


@pytest.fixture
def scenes(make_pack, make_scenes) -> Path:
    grey, rgb = make_scenes(40)
    return make_pack(grey, rgb, SPLITS)


def _settings(folder: Path, output: Path, **changes) -> TrainSettings:
    values = {"ngf": 4, "ndf": 4, "max_epochs": 10_000, "precision": "float32", "batch_size": 4, "patience": 0}
    return TrainSettings(chips=(folder,), output=output, **{**values, "ema": 0.9, "warmup": 1.0, **changes})


@pytest.mark.parametrize(
    ("minutes", "costs"),
    [
        (3.0, {"packing": 3.0, "step": 2.0, "chip": 0.1, "baseline": 0.05, "package": 4.0}),
        (1.0, {"packing": 20.0, "step": 2.0, "chip": 0.3, "baseline": 0.1, "package": 9.0}),
        (1.0, {"packing": 1.0, "step": 5.0, "chip": 0.6, "baseline": 0.3, "package": 18.0}),  # a machine of others
        (1.0, {"packing": 1.0, "step": 1.0, "chip": 0.02, "baseline": 0.5, "package": 1.0}),
    ],
)
def test_a_training_ends_within_its_minutes(
    scenes: Path, tmp_path: Path, recorder, clock: Clock, slow_machine, minutes: float, costs: Dict[str, float]
) -> None:
    slow_machine(**costs)
    result = train(_settings(scenes, tmp_path / "m.dlpk", max_minutes=minutes), recorder, clock)
    taken = clock.now - 1000.0
    assert taken <= 60.0 * minutes + 10.0
    assert taken >= 60.0 * minutes * 0.7
    assert result.seconds == pytest.approx(taken)
    assert result.package.exists() and "psnr" in result.metrics["model"]
    assert set(result.metrics) == {"model", "copy", "fitted_curve", "mean"}
    assert recorder.fractions == sorted(recorder.fractions)


def test_the_time_of_an_interrupted_run_counts(
    scenes: Path, tmp_path: Path, recorder, clock: Clock, slow_machine
) -> None:
    from image_translation.models.errors import Cancelled

    slow_machine(packing=3.0, step=1.0, chip=0.1, baseline=0.05, package=4.0)
    settings = _settings(scenes, tmp_path / "m.dlpk", max_minutes=2.0)
    recorder.stop_when = lambda: clock.now > 1040.0
    with pytest.raises(Cancelled):
        train(settings, recorder, clock)
    first, recorder.stop_when, epochs = clock.now - 1000.0, lambda: False, len(recorder.epochs)
    result = train(settings, recorder, clock)
    assert result.epochs == len(recorder.epochs) > epochs > 0
    assert first < 60 and 90 <= clock.now - 1000.0 <= 132


def test_without_a_limit_everything_is_checked(scenes: Path, tmp_path: Path, recorder, clock: Clock) -> None:
    budget = Budget(0.0, 1000.0, clock)
    with budget.noting("chip"):
        clock.now += 9.0
    wanted = np.arange(50)
    assert budget.affordable(wanted, 0.1) is wanted and budget.affordable_now(wanted) is wanted
    assert budget.has_time_for_a_package() and budget.left == float("inf")


def test_as_many_chips_as_the_time_has_room_for(clock: Clock) -> None:
    budget = Budget(2.0, 1000.0, clock)
    wanted = np.arange(50)
    with budget.noting("chip", 4):
        clock.now += 8.0
    assert len(budget.affordable(wanted, 0.1)) == 6  # 12 s at 2 s each
    assert len(budget.affordable(wanted, 0.01)) == 4
    with budget.noting("package"):
        clock.now += 10.0
    assert budget.left == 102.0
    assert len(budget.affordable_now(wanted)) == 45  # 102 s but 12 s for the package
    assert len(budget.affordable_now(wanted, others=40)) == 5
    clock.now += 500.0
    assert len(budget.affordable_now(wanted)) == 4
