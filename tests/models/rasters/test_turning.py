"""Turned windows: quarter turns bit for bit, other angles in place and without black corners."""

from __future__ import annotations

import numpy as np
import pytest

from image_translation.models.rasters.grid import Grid
from image_translation.models.rasters.source import RasterSource, on_grid
from image_translation.models.rasters.turning import surrounding
from image_translation.tests import helpers

GEOTRANSFORMS = {
    "north-up": (400000.0, 0.5, 0.0, 3000000.0, 0.0, -0.5),
    "south-up": (400000.0, 0.5, 0.0, 3000000.0, 0.0, 0.5),
    "rotated": (400000.0, 0.4, 0.3, 3000000.0, 0.3, -0.4),
    "oblong": (400000.0, 0.5, 0.0, 3000000.0, 0.0, -0.8),
}


@pytest.mark.parametrize("name", GEOTRANSFORMS)
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_quarter_turns_are_rot90_and_lie_in_place(tmp_path, name, quarters):
    values = helpers.noise(2, 50, 60, "uint16")
    path = helpers.make_raster(tmp_path / "r.tif", values, geotransform=GEOTRANSFORMS[name])
    with RasterSource(path) as source:
        got, valid = source.read_turned(7, 11, 32, 90.0 * quarters)
        grid = source.grid.window(7, 11, 32, 32).turned(90.0 * quarters)
        columns, rows = source.grid.to_pixel(*grid.to_map(*np.meshgrid(np.arange(32) + 0.5, np.arange(32) + 0.5)))
    np.testing.assert_array_equal(got, np.rot90(values[:, 11:43, 7:39], quarters, axes=(1, 2)))
    np.testing.assert_array_equal(got, values[:, np.floor(rows).astype(int), np.floor(columns).astype(int)])
    assert valid.all()


@pytest.mark.parametrize("name", GEOTRANSFORMS)
@pytest.mark.parametrize("angle", [45.0, 200.0, -17.0])
def test_other_angles_show_the_ground_below_them(tmp_path, name, angle):
    grid = Grid(200, 200, GEOTRANSFORMS[name])
    x, y = grid.to_map(*np.meshgrid(np.arange(200) + 0.5, np.arange(200) + 0.5))
    path = helpers.make_raster(
        tmp_path / "r.tif", helpers.pattern(x, y, 20.0).astype("float32"), geotransform=grid.geotransform
    )
    with RasterSource(path) as source:
        got, valid = source.read_turned(70, 60, 64, angle)
    turned = grid.window(70, 60, 64, 64).turned(angle)
    x, y = turned.to_map(*np.meshgrid(np.arange(64) + 0.5, np.arange(64) + 0.5))
    assert valid.all()
    np.testing.assert_allclose(got[0], helpers.pattern(x, y, 20.0), atol=0.01)
    columns, rows = grid.to_pixel(*turned.corners())
    assert (columns.mean(), rows.mean()) == pytest.approx((102, 92))


def test_a_shifted_and_a_warped_source_turn_alike(tmp_path):
    x0, a, _, y0, _, e = helpers.UTM
    values = helpers.scene(200, 200)
    path = helpers.make_raster(tmp_path / "r.tif", values)
    with RasterSource(path) as plain:
        expected, _ = plain.read_turned(60, 70, 64, 30.0)
    shifted = Grid(150, 150, (x0 + 20 * a, a, 0.0, y0 + 30 * e, 0.0, e), helpers.wkt(32617))
    with on_grid(path, shifted) as source:
        np.testing.assert_array_equal(source.read_turned(40, 40, 64, 30.0)[0], expected)
    half = Grid(150, 150, (x0 + 20.5 * a, a, 0.0, y0 + 30 * e, 0.0, e), helpers.wkt(32617))
    with on_grid(path, half) as source:
        near = source.read_turned(40, 40, 64, 30.0)[0].astype(int)
    assert 0 < np.abs(near - expected).mean() < 6


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "float32"])
def test_invalid_pixels_are_not_mixed_in(tmp_path, dtype):
    values = np.full((3, 120, 120), 100, dtype)
    mask = np.ones((120, 120), dtype=bool)
    mask[50:70, 50:70] = False
    values[:, ~mask] = 7
    path = helpers.make_raster(tmp_path / "r.tif", values, mask=mask)
    with RasterSource(path) as source:
        got, valid = source.read_turned(28, 28, 64, 45.0)
    assert (got[:, valid] == 100).all() and (got[:, ~valid] == 0).all()
    assert not valid[25:39, 25:39].any() and np.count_nonzero(~valid) == pytest.approx(400, abs=60)


def test_beyond_the_edge_is_not_valid(tmp_path):
    path = helpers.make_raster(tmp_path / "r.tif", helpers.noise(1, 64, 64))
    with RasterSource(path) as source:
        valid = source.read_turned(0, 0, 64, 45.0)[1]
    corner = np.add.outer(np.abs(np.arange(64) - 31.5), np.abs(np.arange(64) - 31.5))
    assert not valid[corner > 48].any() and valid[corner < 43].all()


def test_surrounding_window_holds_the_turned_one():
    left, top, size = surrounding(100, 200, 64, 45.0)
    half = 32 * np.sqrt(2) + 3
    assert left <= 132 - half and left + size >= 132 + half and top - 200 == left - 100
