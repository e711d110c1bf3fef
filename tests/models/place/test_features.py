"""What colours are related to: the same at single cells and on whole tiles."""

from __future__ import annotations

import numpy as np
import pytest

from image_translation.models.place.features import columns, groups, looks, parts, weighted, width
from image_translation.models.place.planes import box_mean

SIZES = {
    "map_2": {"step": 2, "channels": 3},
    "map_hidden": {"step": 2, "channels": 2},
    "map_4": {"step": 4, "channels": 2},
    "map_16": {"step": 16, "channels": 5},
}
CASES = {"maps": SIZES, "none": {}, "one of each pixel": {"map_1": {"step": 1, "channels": 2}}}


def _tile(sizes, bands=1, height=32, width=48):
    chance = np.random.default_rng(bands)
    unit = chance.uniform(0, 1, (bands, height // 2, width // 2)).astype(np.float32)
    maps = {
        name: chance.normal(0, 1, (size["channels"], -(-height // size["step"]), -(-width // size["step"])))
        .astype(np.float32)
        for name, size in sizes.items()
    }  # fmt: skip
    return unit, maps


def _everywhere(unit):
    rows, at = np.mgrid[: unit.shape[1], : unit.shape[2]]
    return rows.ravel(), at.ravel()


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize(("bands", "height", "width_"), [(1, 32, 48), (3, 32, 32), (2, 34, 18)])
def test_weights_on_a_tile_are_the_columns_of_each_cell_times_them(case, bands, height, width_):
    sizes = CASES[case]
    unit, maps = _tile(sizes, bands, height, width_)
    seen = columns(unit, maps, sizes, *_everywhere(unit))
    assert seen.shape == (unit.shape[1] * unit.shape[2], width(bands, sizes))
    weights = np.random.default_rng(5).normal(0, 1, (seen.shape[1], 2)).astype(np.float32)
    found = weighted(unit, maps, sizes, weights)
    np.testing.assert_allclose(found.reshape(2, -1).T, seen @ weights, atol=2e-3)


def test_columns_are_powers_texture_and_maps_and_their_products_with_grey():
    unit, maps = _tile(SIZES)
    rows, at = np.array([3, 15]), np.array([7, 0])
    found = columns(unit, maps, SIZES, rows, at)
    grey = unit[0, rows, at]
    np.testing.assert_allclose(found[:, :3].T, [grey, grey**2, grey**3], rtol=1e-5)
    for number, reach in enumerate((1, 2, 4, 8)):
        mean = box_mean(unit, reach)[0, rows, at]
        squares = box_mean(unit * unit, reach)[0, rows, at]
        np.testing.assert_allclose(found[:, 3 + number], mean, rtol=1e-4)
        np.testing.assert_allclose(found[:, 7 + number], np.sqrt(squares - mean**2), atol=1e-3)
        np.testing.assert_allclose(found[:, 11 + number], mean * grey, rtol=1e-4)
    np.testing.assert_allclose(found[:, 19:22], maps["map_2"][:, rows, at].T, rtol=1e-5)
    np.testing.assert_allclose(found[:, 22:25], (maps["map_2"][:, rows, at] * grey).T, rtol=1e-5)


def test_flat_ground_has_no_spread_that_is_no_number():
    unit = np.full((1, 16, 16), 0.7, np.float32)
    assert all(np.isfinite(planes).all() for planes, _, _ in parts(unit, {}, {}))


def test_looks_are_texture_and_coarse_maps_in_groups():
    unit, maps = _tile(SIZES)
    rows, at = _everywhere(unit)
    found = looks(unit, maps, SIZES, rows, at)
    assert groups(1, SIZES) == [8, 2, 2, 5] and found.shape == (len(rows), 17)
    np.testing.assert_allclose(found[:, 8:10], maps["map_hidden"].reshape(2, -1).T, rtol=1e-5)
    assert groups(2, {}) == [16] and looks(np.concatenate([unit, unit]), {}, {}, rows, at).shape[1] == 16
