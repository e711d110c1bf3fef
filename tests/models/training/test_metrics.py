"""Figures of merit against numbers worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torchmetrics.functional.image import structural_similarity_index_measure

from image_translation.models.training.metrics import (
    all_metrics,
    angular_error,
    error_sums,
    mae,
    pooled_metrics,
    psnr,
    rmse,
    ssim,
)


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


def test_figures_by_band_are_those_of_the_band_alone() -> None:
    rng = np.random.default_rng(2)
    truth = rng.uniform(0, 100, (2, 40, 40))
    output = truth + np.array([1.0, 10.0])[:, None, None] * rng.normal(0, 1, truth.shape)
    figures = all_metrics(output, truth, 100.0)
    assert figures["psnr_band_2"] == psnr(output[1:], truth[1:], 100.0)
    assert figures["ssim_band_1"] == pytest.approx(ssim(output[:1], truth[:1], 100.0))
    assert figures["ssim"] == pytest.approx((figures["ssim_band_1"] + figures["ssim_band_2"]) / 2)
    assert not any("band" in key for key in all_metrics(output[:1], truth[:1], 100.0))


def test_pooled_figures_by_hand() -> None:
    """Two rasters of one band, truths 1, 3 and 5, 7: mean 4, spread 20; errors 1, 0 and -1, 2."""
    sums = error_sums(np.array([[[2.0, 3.0]]]), np.array([[[1.0, 3.0]]]))
    sums = sums + error_sums(np.array([[[4.0, 9.0]]]), np.array([[[5.0, 7.0]]]))
    figures = pooled_metrics(sums)
    assert figures == {"mae": pytest.approx(1.0), "rmse": pytest.approx(math.sqrt(6 / 4)), "r2": pytest.approx(0.7)}


def test_pooled_figures_are_those_of_all_pixels_and_ignore_invalid_ones() -> None:
    rng = np.random.default_rng(3)
    truth = rng.uniform(0, 4000, (5, 2, 16, 16))
    output = truth + rng.normal(0, 100, truth.shape)
    valid = rng.uniform(size=(5, 16, 16)) > 0.3
    broken = np.where(valid[:, None], truth, np.nan)
    sums = sum(error_sums(p, t, v) for p, t, v in zip(output, broken, valid))
    figures = pooled_metrics(sums)
    by_band = []
    for band in range(2):
        p, t = output[:, band][valid], truth[:, band][valid]
        expected = {
            "mae": np.abs(p - t).mean(),
            "rmse": np.sqrt(((p - t) ** 2).mean()),
            "r2": 1 - ((p - t) ** 2).sum() / ((t - t.mean()) ** 2).sum(),
        }
        by_band.append(expected)
        for name, value in expected.items():
            assert figures[f"{name}_band_{band + 1}"] == pytest.approx(value)
    assert figures["r2"] == pytest.approx((by_band[0]["r2"] + by_band[1]["r2"]) / 2)
    assert figures["mae"] == pytest.approx((by_band[0]["mae"] + by_band[1]["mae"]) / 2)


def test_constant_truth_and_no_pixels_have_no_r2() -> None:
    flat = np.full((1, 4, 4), 1000.1)
    assert math.isnan(pooled_metrics(error_sums(flat + 1, flat))["r2"])
    nothing = pooled_metrics(error_sums(flat, flat, np.zeros((4, 4), bool)))
    assert all(math.isnan(value) for value in nothing.values())
