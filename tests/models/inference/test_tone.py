"""Tones of a raster are carried to those of the training chips, rank by rank."""

import numpy as np
import pytest

from image_translation.models.errors import InputError
from image_translation.models.inference.tone import ToneMatch, raster_quantiles
from image_translation.models.rasters.grid import Grid

LEVELS = np.linspace(0.0, 1.0, 65)


class Memory:
    def __init__(self, values, valid=None):
        self.values = values
        self.valid = np.ones(values.shape[1:], bool) if valid is None else valid
        self.grid = Grid(values.shape[2], values.shape[1])

    def read(self, x, y, width, height):
        window = (slice(y, y + height), slice(x, x + width))
        return self.values[(slice(None), *window)], self.valid[window]


@pytest.mark.parametrize("size", [(40, 50), (1000, 3000)])
def test_a_tone_curve_is_undone(size):
    """Film that is the training imagery through a gamma and an offset comes back as it was."""
    original = np.random.default_rng(0).integers(20, 230, (1, *size)).astype(np.float32)
    film = 30.0 + 200.0 * (original / 255.0) ** 1.7
    target = [np.quantile(original, LEVELS)]
    matched = ToneMatch(raster_quantiles(Memory(film), 65), target)(film)
    assert np.abs(matched - original).mean() < 1.5 and np.abs(matched - original).max() < 8


def test_the_order_of_tones_is_kept_and_a_flat_raster_takes_the_mean():
    ramp = np.arange(256, dtype=np.float32).reshape(1, 16, 16)
    target = [np.quantile(np.random.default_rng(1).normal(120, 30, 10000), LEVELS)]
    matched = ToneMatch(raster_quantiles(Memory(ramp), 65), target)(ramp)
    assert (np.diff(matched.ravel()) >= 0).all()
    flat = np.full((1, 16, 16), 7.0, np.float32)
    np.testing.assert_allclose(ToneMatch(raster_quantiles(Memory(flat), 65), target)(flat), np.mean(target), rtol=1e-6)


def test_invalid_pixels_have_no_say():
    values = np.full((1, 64, 64), -9999.0, np.float32)
    values[:, :32] = np.random.default_rng(2).normal(100, 10, (32, 64))
    valid = values[0] > 0
    assert raster_quantiles(Memory(values, valid), 65)[0][0] > 50
    with pytest.raises(InputError, match="MATCH_TONE"):
        raster_quantiles(Memory(values, np.zeros_like(valid)), 65)


@pytest.mark.parametrize("place", [(1500, 700), (0, 4095), (3999, 0), (2050, 1111)])
def test_data_between_the_samples_are_found(place):
    values = np.zeros((1, 4000, 4096), np.uint8)
    y, x = place
    values[0, y : y + 9, x : x + 9] = np.arange(81).reshape(9, 9)[: 4000 - y, : 4096 - x] + 100
    valid = values[0] > 0
    found = raster_quantiles(Memory(values, valid), 65)[0]
    assert (found[0], found[-1]) == (values[0][valid].min(), values[0][valid].max())
