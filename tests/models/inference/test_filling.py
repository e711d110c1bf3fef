"""What stands in for pixels without data: the ground beside them, mirrored."""

from __future__ import annotations

import numpy as np
import pytest

from image_translation.models.inference import filling
from image_translation.models.inference.filling import filled
from image_translation.tests import helpers, placing
from image_translation.tests.classifying import classify


def _values(height=40, width=50):
    return np.random.default_rng(0).normal(100, 20, (2, height, width)).astype(np.float32)


def test_a_border_mirrors_what_lies_beside_it():
    values, valid = _values(), np.ones((40, 50), bool)
    valid[:, 30:] = False
    found = filled(values, valid)
    np.testing.assert_array_equal(found[:, :, :30], values[:, :, :30])
    np.testing.assert_array_equal(found[:, :, 30:], values[:, :, 10:30][:, :, ::-1])
    for turns in (1, 2, 3):
        turned = filled(np.rot90(values, turns, (1, 2)), np.rot90(valid, turns))
        np.testing.assert_array_equal(turned, np.rot90(found, turns, (1, 2)))


def test_the_nearest_border_is_taken_and_corners_are_filled_around():
    values, valid = _values(), np.zeros((40, 50), bool)
    valid[12:30, 10:35] = True
    found = filled(values, valid)
    np.testing.assert_array_equal(found[:, 11, 10:35], values[:, 12, 10:35])
    np.testing.assert_array_equal(found[:, 12:30, 8], values[:, 12:30, 11])
    assert (found[:, 11, 9] == values[:, 12, 10]).all() and (found[:, 10, 8] == values[:, 13, 11]).all()
    hole = ~valid
    found = filled(values, hole)
    np.testing.assert_array_equal(found[:, 20, 11], values[:, 20, 8])
    np.testing.assert_array_equal(found[:, 13, 20], values[:, 10, 20])


def test_far_from_any_ground_is_its_mean(monkeypatch):
    monkeypatch.setattr(filling, "REACH", 5)
    values, valid = _values(), np.zeros((40, 50), bool)
    valid[:, :20] = True
    found = filled(values, valid)
    np.testing.assert_array_equal(found[:, :, 20:25], values[:, :, 15:20][:, :, ::-1])
    mean = values[:, valid].mean(axis=1)[:, None, None].repeat(40, axis=1).repeat(20, axis=2)
    np.testing.assert_allclose(found[:, :, 30:], mean, rtol=1e-5)


@pytest.mark.parametrize("seed", range(4))
def test_any_pattern_is_filled_with_values_of_the_ground(seed):
    chance = np.random.default_rng(seed)
    values, valid = _values(23, 17), chance.random((23, 17)) < (0.02, 0.3, 0.7, 0.98)[seed]
    valid[3, 4] = True
    values[:, ~valid] = np.nan
    found = filled(values, valid)
    assert np.isfinite(found).all() and found.dtype == np.float32
    np.testing.assert_array_equal(found[:, valid], values[:, valid])
    mean = values[:, valid].mean(axis=1)
    for band, ground, whole in zip(found, values[:, valid], mean):
        assert (np.isin(band, ground) | np.isclose(band, whole)).all()


def test_without_holes_or_ground_nothing_is_done():
    values = _values()
    assert filled(values, np.ones((40, 50), bool)) is values
    assert filled(values, np.zeros((40, 50), bool)) is values


def test_the_starters_colours_beside_a_hole_are_nearly_those_without_it(tmp_path):
    """With the mean in the hole they were off by nine levels."""
    grey = placing.luma(placing.ground(192, 256))
    whole = classify(tmp_path, placing.raster(tmp_path / "whole.tif", grey), "starter").values.astype(int)
    grey[:, :, 100:] = 0
    part = classify(tmp_path, placing.raster(tmp_path / "part.tif", grey, nodata=0), "starter")
    beside = np.zeros((192, 256), bool)
    beside[:, 84:100] = True
    assert (part.valid[beside]).all() and helpers.nodata_of(part.path)[0] == 0
    assert placing.error(part.values[:, beside], whole[:, beside]) < 4.5
