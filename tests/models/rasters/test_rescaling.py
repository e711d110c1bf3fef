"""Larger pixels are exact means, smaller ones are interpolated, windows fit together without a seam."""

from __future__ import annotations

import numpy as np
import pytest

from image_translation.models.rasters.rescaling import Steps, block_means, footprint, rescale
from image_translation.tests import helpers


def _whole(values, valid, rows, columns):
    """Rescale a whole raster to (rows, columns) pixels' size."""
    height, width = valid.shape
    count = int(np.ceil(height / rows - 1e-6)), int(np.ceil(width / columns - 1e-6))
    return rescale(values, valid, Steps(0, rows, count[0]), Steps(0, columns, count[1]))


def test_means_over_whole_and_over_parts_of_pixels():
    values = helpers.noise(2, 12, 18).astype(np.float32)
    valid = np.ones((12, 18), bool)
    coarse, known = _whole(values, valid, 3.0, 2.0)
    np.testing.assert_allclose(coarse, values.reshape(2, 4, 3, 9, 2).mean(axis=(2, 4)), rtol=1e-6)
    assert known.all()
    row = np.arange(6, dtype=np.float32).reshape(1, 1, 6)
    parts = rescale(row, np.ones((1, 6), bool), Steps(0, 1.0, 1), Steps(0, 1.5, 4))[0]
    np.testing.assert_allclose(parts[0, 0], [(0 + 0.5) / 1.5, (0.5 + 2) / 1.5, (3 + 2) / 1.5, (2 + 5) / 1.5])


def test_invalid_pixels_have_no_part_in_means():
    values = np.array([[[10.0, 99.0], [20.0, 99.0]]], np.float32)
    valid = np.array([[True, False], [True, False]])
    coarse, known = _whole(values, valid, 2.0, 2.0)
    assert coarse.tolist() == [[[15.0]]] and known.tolist() == [[True]]
    coarse, known = _whole(values, valid, 1.0, 2.0)
    assert coarse.tolist() == [[[10.0], [20.0]]]
    assert not _whole(values, np.zeros((2, 2), bool), 2.0, 2.0)[1].any()


def test_interpolation_follows_a_smooth_surface():
    y, x = np.mgrid[:40, :40] + 0.5
    surface = (100 + 20 * np.sin(x / 9) + 20 * np.cos(y / 7)).astype(np.float32)[None]
    fine, known = _whole(surface, np.ones((40, 40), bool), 1 / 3, 1 / 3)
    y, x = (np.mgrid[:120, :120] + 0.5) / 3
    expected = 100 + 20 * np.sin(x / 9) + 20 * np.cos(y / 7)
    assert fine.shape == (1, 120, 120) and known.all()
    assert np.abs(fine[0] - expected)[6:-6, 6:-6].max() < 0.02


def test_interpolation_stops_at_invalid_pixels():
    values = np.full((1, 8, 8), 50.0, np.float32)
    valid = np.ones((8, 8), bool)
    valid[:, 5:] = False
    values[:, :, 5:] = 9999.0
    fine, known = _whole(values, valid, 0.5, 0.5)
    np.testing.assert_allclose(fine[0][known], 50.0, rtol=1e-6)
    np.testing.assert_array_equal(known, np.repeat(np.repeat(valid, 2, 0), 2, 1))


@pytest.mark.parametrize("size", [0.37, 0.5, 1.7, 4.0, 13.3])
def test_windows_fit_together(size):
    values = helpers.noise(1, 90, 90).astype(np.float32)
    valid = np.random.default_rng(1).random((90, 90)) > 0.05
    count = int(np.ceil(90 / size))
    whole, known = rescale(values, valid, Steps(0, size, count), Steps(0, size, count))
    first = 0
    while first < count:
        many = min(5, count - first)
        y, height, rows = footprint(first, many, size, 90)
        part, part_known = rescale(values[:, y : y + height], valid[y : y + height], rows, Steps(0, size, count))
        np.testing.assert_allclose(part, whole[:, first : first + many], rtol=1e-4, atol=1e-3)
        np.testing.assert_array_equal(part_known, known[first : first + many])
        first += many


@pytest.mark.parametrize("side", [1, 3, 8, 50])
def test_means_of_blocks_leave_invalid_pixels_out(side):
    values = helpers.noise(2, 20, 31)
    valid = np.random.default_rng(1).random((20, 31)) < 0.5
    got, known = block_means(values, valid, side)
    assert got.shape[1:] == known.shape == (-(-20 // side), -(-31 // side)) and got.dtype == np.float32
    for row in range(known.shape[0]):
        for column in range(known.shape[1]):
            part = np.s_[row * side : (row + 1) * side, column * side : (column + 1) * side]
            assert known[row, column] == valid[part].any()
            if known[row, column]:
                wanted = values[(slice(None), *part)][:, valid[part]].mean(axis=1)
                np.testing.assert_allclose(got[:, row, column], wanted, rtol=1e-5)
