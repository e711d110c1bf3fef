"""Learning rate, progress and moving average by value."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from image_translation.models.training.ema import MovingAverage
from image_translation.models.training.schedule import Progress, cosine_decay, epoch_decay, linear_decay, rate_factor


@pytest.mark.parametrize(
    ("progress", "factor"), [(0.0, 1.0), (0.3, 1.0), (0.5, 1.0), (0.75, 0.5), (0.9, 0.2), (1.0, 0.0), (1.1, 0.0)]
)
def test_linear_decay(progress: float, factor: float) -> None:
    assert linear_decay(progress) == pytest.approx(factor)


def test_epoch_decay_is_the_reference_s() -> None:
    assert [epoch_decay(epoch, 200) for epoch in (1, 100)] == [1.0, 1.0]
    assert epoch_decay(101, 200) == pytest.approx(100 / 101)
    assert epoch_decay(150, 200) == pytest.approx(51 / 101)
    assert epoch_decay(200, 200) == pytest.approx(1 / 101)
    assert [epoch_decay(epoch, 5) for epoch in range(1, 6)] == pytest.approx([1.0, 1.0, 0.75, 0.5, 0.25])


@pytest.mark.parametrize(
    ("progress", "factor"),
    [(-0.1, 1.0), (0.0, 1.0), (0.25, 0.8535533906), (0.5, 0.5), (2 / 3, 0.25), (1.0, 0.0), (1.2, 0.0)],
)
def test_cosine_decay(progress: float, factor: float) -> None:
    assert cosine_decay(progress) == pytest.approx(factor)


@pytest.mark.parametrize(("schedule", "factor"), [("continuous", 0.5), ("epochs", 0.9375), ("cosine", 0.1464466094)])
def test_factor_by_the_schedule_s_name(schedule: str, factor: float) -> None:
    assert rate_factor(schedule, progress=0.75, epoch=16, epochs=30) == pytest.approx(factor)


def test_progress_follows_steps_or_clock_whichever_is_further() -> None:
    now = [100.0]
    progress = Progress(steps=10, seconds=60.0, clock=lambda: now[0])
    progress.done = 2
    now[0] = 106.0
    assert progress.share == pytest.approx(0.2)
    now[0] = 130.0
    assert progress.share == pytest.approx(0.5)
    assert not progress.finished
    now[0] = 161.0
    assert progress.finished
    unlimited = Progress(steps=10, seconds=0.0, clock=lambda: now[0])
    now[0] = 1e6
    assert unlimited.share == 0.0
    unlimited.done = 10
    assert unlimited.finished


def test_average_moves_weights_and_batch_norm_statistics() -> None:
    source, average = nn.BatchNorm2d(1), nn.BatchNorm2d(1)
    moving = MovingAverage(average, source, decay=0.5)
    with torch.no_grad():
        source.weight.fill_(3.0)
        source.running_mean.fill_(4.0)
        source.num_batches_tracked.fill_(7)
    moving.update()
    kept = 2 / 11
    assert float(average.weight) == pytest.approx(kept * 1.0 + (1 - kept) * 3.0)
    assert float(average.running_mean) == pytest.approx((1 - kept) * 4.0)
    assert int(average.num_batches_tracked) == 7
    moving.updates = 100
    moving.update()
    assert float(average.running_mean) == pytest.approx(((1 - kept) * 4.0 + 4.0) / 2)


def test_average_without_decay_is_a_copy() -> None:
    source, average = nn.Linear(2, 2), nn.Linear(2, 2)
    moving = MovingAverage(average, source, decay=0.0)
    with torch.no_grad():
        source.weight.fill_(3.0)
    moving.update()
    assert moving.average is average
    assert torch.equal(average.weight, source.weight)
    assert not average.training
    assert not any(parameter.requires_grad for parameter in average.parameters())
