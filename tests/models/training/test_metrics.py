"""Figures of merit against numbers worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torchmetrics.functional.image import structural_similarity_index_measure

from image_translation.models.training.metrics import all_metrics, angular_error, mae, psnr, rmse, ssim


def test_psnr_mae_rmse() -> None:
    truth = np.zeros((1, 2, 2), np.uint8)
    output = np.array([[[0, 3], [4, 0]]], np.uint8)
    assert mae(output, truth) == pytest.approx(7 / 4)
    assert rmse(output, truth) == pytest.approx(2.5)
    assert psnr(output, truth, 255.0) == pytest.approx(20 * math.log10(255 / 2.5))


def test_differences_of_unsigned_values_do_not_wrap() -> None:
    assert mae(np.zeros((1, 1, 1), np.uint8), np.full((1, 1, 1), 255, np.uint8)) == 255.0


def test_psnr_of_equal_images_is_100() -> None:
    image = np.ones((3, 4, 4))
    assert psnr(image, image, 1.0) == pytest.approx(100.0)


def test_angular_error() -> None:
    output = np.array([[[1.0, 1.0, 0.0, 0.0]], [[0.0, 1.0, 0.0, 5.0]]])
    truth = np.array([[[0.0, 2.0, 0.0, 0.0]], [[3.0, 2.0, 0.0, 0.0]]])
    assert angular_error(output, truth) == pytest.approx((90 + 0 + 0 + 90) / 4, abs=1e-5)
    only = np.array([[True, False, False, False]])
    assert angular_error(output, truth, only) == pytest.approx(90.0)
    assert math.isnan(angular_error(output[:1], truth[:1]))


def test_angular_error_of_a_tall_raster_counts_every_row() -> None:
    truth = np.zeros((2, 1100, 1))
    truth[0] = 1.0
    output = truth.copy()
    output[:, 1050:] = output[::-1, 1050:]
    assert angular_error(output, truth) == pytest.approx(90 * 50 / 1100, abs=1e-5)


@pytest.mark.parametrize("height", [64, 1100])
def test_ssim_is_the_mean_over_whole_windows(height: int) -> None:
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 256, (3, height, 40)).astype(np.float32)
    output = np.clip(truth + rng.normal(0, 30, truth.shape), 0, 255).astype(np.float32)
    pair = torch.from_numpy(output)[None], torch.from_numpy(truth)[None]
    image = structural_similarity_index_measure(*pair, data_range=255.0, return_full_image=True)[1]
    assert ssim(output, truth, 255.0) == pytest.approx(float(image[..., 5:-5, 5:-5].mean()), abs=1e-5)


def test_ssim_of_two_flat_images() -> None:
    """Without structure only the means count: (2·µp·µt + C1) / (µp² + µt² + C1)."""
    c1 = (0.01 * 255) ** 2
    value = ssim(np.full((1, 32, 32), 100.0), np.full((1, 32, 32), 120.0), 255.0)
    assert value == pytest.approx((2 * 100 * 120 + c1) / (100**2 + 120**2 + c1), abs=1e-4)


@pytest.mark.parametrize("bad", [float("nan"), -9999.0])
def test_a_bad_corner_changes_nothing_outside_itself(bad: float) -> None:
    rng = np.random.default_rng(1)
    truth = rng.uniform(0, 100, (3, 48, 48))
    output = truth + rng.normal(0, 5, truth.shape)
    valid = np.ones((48, 48), bool)
    valid[:10, :12] = False
    clean = all_metrics(output, truth, 100.0, valid)
    truth[:, ~valid] = bad
    assert all_metrics(output, truth, 100.0, valid) == clean
    output[:, ~valid] = -bad
    assert all_metrics(output, truth, 100.0, valid) == clean
    assert clean["mae"] == pytest.approx(np.abs(output - truth)[:, valid].mean())


def test_nothing_valid_gives_nan() -> None:
    image = np.zeros((3, 32, 32))
    figures = all_metrics(image, image, 1.0, np.zeros((32, 32), bool))
    assert all(math.isnan(value) for value in figures.values())
