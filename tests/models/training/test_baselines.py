"""Baselines by value on chips whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from image_translation.models.chips.packed import PackedChips
from image_translation.models.feedback import Feedback
from image_translation.models.training.baselines import fitted_baselines
from image_translation.models.training.data import ChipSet
from image_translation.models.training.validation import Evaluation, evaluate, spread


def _chips(folder) -> ChipSet:
    return ChipSet([PackedChips.open(folder)])


def test_curve_copy_and_mean(make_pack) -> None:
    rng = np.random.default_rng(0)
    a = rng.integers(0, 256, (6, 1, 32, 32)).astype(np.uint8)
    b = np.concatenate((a, a // 2, 255 - a), axis=1)
    chips = _chips(make_pack(a, b, ["train"] * 4 + ["validation"] * 2))
    methods = fitted_baselines(chips, chips.split("train"), rng)
    found = {name: evaluate(method, chips, [4, 5], 255.0, Feedback()).mean for name, method in methods.items()}
    assert found["fitted_curve"]["mae"] < 1.0
    errors = np.abs(a[4:].astype(float) - b[4:])
    assert found["copy"]["mae"] == pytest.approx(errors.mean(), abs=1e-3)
    means = np.rint(b[:4].mean(axis=(0, 2, 3)))
    expected = np.abs(b[4:] - means[None, :, None, None]).mean()
    assert found["mean"]["mae"] == pytest.approx(expected, abs=1.0)


def test_copy_is_left_out_where_types_differ(make_pack) -> None:
    rng = np.random.default_rng(0)
    a = rng.integers(0, 256, (2, 1, 32, 32)).astype(np.uint8)
    chips = _chips(make_pack(a, a.astype(np.float32) * 3, ["train"] * 2))
    assert set(fitted_baselines(chips, chips.split("train"), rng)) == {"fitted_curve", "mean"}


def test_evaluation_ranks_and_averages() -> None:
    figures = ({"psnr": 20.0, "mae": 1.0}, {"psnr": float("nan"), "mae": float("nan")}, {"psnr": 30.0, "mae": 3.0})
    sums = np.array([[[10.0, 10.0, 40.0, 0.0, 100.0]], [[0.0] * 5], [[10.0, 30.0, 140.0, 0.0, 260.0]]])
    evaluation = Evaluation((7, 8, 9), figures, sums)
    assert evaluation.ranked() == [9, 7]
    assert evaluation.mean == {"psnr": 25.0, "mae": 2.0, "rmse": 3.0, "r2": 0.5}
    assert evaluation.mean_of([7, 8]) == {"psnr": 20.0, "mae": 1.0, "rmse": 2.0, "r2": 0.6}


def test_spread_takes_both_ends() -> None:
    assert spread(np.arange(100), 5).tolist() == [0, 25, 50, 74, 99]
    assert spread(np.arange(3), 5).tolist() == [0, 1, 2]
