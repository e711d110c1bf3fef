"""Spatial blocks that share no pixel, of the size that was asked for."""

from __future__ import annotations

import numpy as np
import pytest

from image_translation.models.chips.split import MARGIN, TEST, TRAIN, VALIDATION, split_chips
from image_translation.models.errors import Cancelled
from image_translation.tests import helpers


def lattice(rows, columns, stride):
    """First pixels of rows x columns chips."""
    r, c = np.meshgrid(np.arange(rows) * stride, np.arange(columns) * stride, indexing="ij")
    return c.ravel(), r.ravel()


def split(columns, rows, tile, validation, test=0.0, seed=0):
    return split_chips(columns, rows, tile, validation, test, np.random.default_rng(seed), helpers.Recorder())


def assert_no_shared_pixel(columns, rows, tile, labels):
    """Paint each split's chips and look where two paints meet."""
    canvas = {}
    for label in (TRAIN, VALIDATION, TEST):
        painted = np.zeros((rows.max() + tile, columns.max() + tile), dtype=bool)
        for x, y in zip(columns[labels == label], rows[labels == label]):
            painted[y : y + tile, x : x + tile] = True
        canvas[label] = painted
    assert not (canvas[TRAIN] & canvas[VALIDATION]).any()
    assert not (canvas[TRAIN] & canvas[TEST]).any()
    assert not (canvas[VALIDATION] & canvas[TEST]).any()


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("stride, size", [(16, 24), (8, 40), (32, 16), (11, 30), (40, 16)])
@pytest.mark.parametrize("validation, test", [(0.1, 0.0), (0.15, 0.15), (0.0, 0.2)])
def test_shares_and_margin(stride, size, validation, test, seed):
    columns, rows = lattice(size, size + 3, stride)
    labels = split(columns, rows, 32, validation, test, seed).labels
    assert_no_shared_pixel(columns, rows, 32, labels)
    counts = np.bincount(labels, minlength=4)
    kept = counts[:3].sum()
    assert abs(counts[VALIDATION] - validation * kept) <= 2
    assert abs(counts[TEST] - test * kept) <= 2
    if stride >= 32:
        assert counts[MARGIN] == 0
    assert counts[MARGIN] < 0.4 * len(columns)


def test_irregular_positions():
    generator = np.random.default_rng(3)
    columns, rows = generator.integers(0, 900, 600), generator.integers(0, 700, 600)
    labels = split(columns, rows, 32, 0.1, 0.1).labels
    assert_no_shared_pixel(columns, rows, 32, labels)
    assert np.count_nonzero(labels == VALIDATION) == pytest.approx(0.1 * np.count_nonzero(labels != MARGIN), abs=2)


def test_holes_are_no_obstacle():
    columns, rows = lattice(24, 24, 16)
    keep = np.random.default_rng(4).random(len(columns)) < 0.5
    columns, rows = columns[keep], rows[keep]
    labels = split(columns, rows, 32, 0.2).labels
    assert_no_shared_pixel(columns, rows, 32, labels)
    assert np.count_nonzero(labels == VALIDATION) == pytest.approx(0.2 * np.count_nonzero(labels != MARGIN), abs=2)


@pytest.mark.parametrize("size", [1, 2])
def test_too_small_an_area_is_all_for_training(size):
    columns, rows = lattice(size, size, 16)
    result = split(columns, rows, 32, 0.1, 0.1)
    assert (result.labels == TRAIN).all()
    assert result.short == ("validation", "test")


@pytest.mark.parametrize("size", range(3, 9))
def test_small_areas_keep_half_for_training(size):
    columns, rows = lattice(size, size, 16)
    result = split(columns, rows, 32, 0.1)
    assert_no_shared_pixel(columns, rows, 32, result.labels)
    assert np.count_nonzero(result.labels == TRAIN) >= len(columns) // 3
    assert np.count_nonzero(result.labels == VALIDATION) >= 1 and not result.short


def test_seed_decides():
    columns, rows = lattice(40, 40, 16)
    first = split(columns, rows, 32, 0.1, seed=5).labels
    np.testing.assert_array_equal(first, split(columns, rows, 32, 0.1, seed=5).labels)
    assert (first != split(columns, rows, 32, 0.1, seed=6).labels).any()


def test_a_large_area_has_several_blocks():
    columns, rows = lattice(60, 60, 16)
    chosen = split(columns, rows, 32, 0.1).labels == VALIDATION
    spread = np.ptp(columns[chosen]) / np.ptp(columns), np.ptp(rows[chosen]) / np.ptp(rows)
    assert min(spread) > 0.6


def test_can_be_stopped():
    columns, rows = lattice(200, 200, 16)
    with pytest.raises(Cancelled):
        split_chips(columns, rows, 32, 0.1, 0.0, np.random.default_rng(0), helpers.Recorder(cancel_at=1))
