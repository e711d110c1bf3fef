"""Band statistics, whole and in parts."""

from __future__ import annotations

import numpy as np
import pytest

from image_translation.models.chips.statistics import BandStatistics, RunningStatistics
from image_translation.tests import helpers


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "float32"])
def test_parts_merge_to_the_whole(dtype):
    values = helpers.noise(3, 40, 50, dtype)
    valid = np.random.default_rng(1).random((40, 50)) < 0.7
    whole = RunningStatistics(3)
    for top in range(0, 40, 7):
        whole.merge(RunningStatistics.of(values[:, top : top + 7], valid[top : top + 7]))
    pixels = values[:, valid].astype(float)
    for band, got in zip(pixels, whole.bands(("a", "b", "c"), dtype)):
        assert (got.minimum, got.maximum, got.dtype) == (band.min(), band.max(), dtype)
        assert got.mean == pytest.approx(band.mean(), rel=1e-12)
        assert got.std == pytest.approx(band.std(), rel=1e-12)
    assert whole.count == pixels.shape[1]


@pytest.mark.parametrize("dtype, low, high", [("uint8", 255, 255), ("uint16", 65535, 65535), ("int16", -32768, -32767)])
@pytest.mark.parametrize("size", [256, 250])
def test_whole_numbers_are_summed_exactly(dtype, low, high, size):
    values = np.random.default_rng(0).integers(low, high, (2, 4, size * 16, size), endpoint=True).astype(dtype)
    state = RunningStatistics(4)
    for chip in values:
        state.merge(RunningStatistics.of(chip))
    pixels = values[:, 0].astype(np.int64).ravel()
    total, squares = int(pixels.sum()), int((pixels**2).sum())
    assert state.mean[0] * pixels.size == pytest.approx(total, rel=1e-15)
    assert state.m2[0] == pytest.approx((pixels.size * squares - total**2) / pixels.size, rel=1e-12, abs=1e-6)


def test_a_large_mean_does_not_swallow_the_spread():
    values = (1e9 + np.array([[[-1.0, 1.0], [-1.0, 1.0]]])).astype(np.float64)
    state = RunningStatistics(1)
    for _ in range(100):
        state.merge(RunningStatistics.of(values))
    assert state.bands(("x",), "float64")[0].std == pytest.approx(1.0, rel=1e-9)


def test_no_valid_pixel():
    state = RunningStatistics.of(helpers.noise(2, 4, 4), np.zeros((4, 4), dtype=bool))
    other = RunningStatistics(2)
    other.merge(state)
    assert other.bands(("a", "b"), "uint8")[1] == BandStatistics("b", "uint8", 0.0, 0.0, 0.0, 0.0)


def test_json_round_trip():
    band = BandStatistics("Red", "uint16", 1.0, 9.0, 4.5, 0.25)
    assert BandStatistics.from_json(band.to_json()) == band
