"""Positions, samples, and blocks that keep memory flat."""

from __future__ import annotations

import numpy as np
import pytest

from image_translation.models.chips.plan import blocks, positions, sample


@pytest.mark.parametrize("bytes_per_pixel, width", [(4, 3000), (4, 200_000), (100, 50_000), (4000, 3000)])
def test_blocks_hold_every_chip_once_and_fit_into_memory(bytes_per_pixel, width):
    tile = 256
    columns, rows = positions((0, 0, width, 6000), tile, 128)
    groups = blocks(columns, rows, tile, bytes_per_pixel, width)
    assert sorted(np.concatenate(groups).tolist()) == list(range(len(columns)))
    for group in groups:
        across = np.ptp(columns[group]) + tile
        down = np.ptp(rows[group]) + tile
        assert across * down * bytes_per_pixel <= max(32 << 20, tile * tile * bytes_per_pixel)


def test_sample_is_even():
    columns, rows = positions((0, 0, 4096, 4096), 64, 32)
    chosen = sample(columns, rows, 256, np.random.default_rng(0))
    assert len(set(chosen.tolist())) == 256 and (np.diff(chosen) > 0).all()
    cells = np.bincount(columns[chosen] // 1024 + 4 * (rows[chosen] // 1024), minlength=16)
    assert cells.min() >= 10 and cells.max() <= 22


def test_sample_of_more_than_there_are_is_all():
    columns, rows = positions((0, 0, 256, 256), 64, 64)
    np.testing.assert_array_equal(sample(columns, rows, 99, np.random.default_rng(0)), np.arange(16))
