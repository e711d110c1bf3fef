"""Where pixels lie."""

from __future__ import annotations

import numpy as np
import pytest

from image_translation.models.errors import InputError
from image_translation.models.rasters.grid import Grid
from image_translation.tests import helpers

GEOTRANSFORMS = {
    "north-up": (100.0, 0.5, 0.0, 200.0, 0.0, -0.25),
    "south-up": (100.0, 0.5, 0.0, 200.0, 0.0, 0.25),
    "rotated": (100.0, 0.4, 0.3, 200.0, 0.3, -0.4),
}


@pytest.mark.parametrize("geotransform", GEOTRANSFORMS.values(), ids=GEOTRANSFORMS.keys())
def test_to_pixel_inverts_to_map(geotransform):
    grid = Grid(30, 20, geotransform)
    columns, rows = np.array([0.0, 3.5, 30.0]), np.array([0.0, 7.25, 20.0])
    np.testing.assert_allclose(grid.to_pixel(*grid.to_map(columns, rows)), (columns, rows), atol=1e-9)


def test_cell_size_is_positive_and_follows_the_rotation():
    assert Grid(30, 20, GEOTRANSFORMS["south-up"]).cell_size == (0.5, 0.25)
    assert Grid(30, 20, GEOTRANSFORMS["rotated"]).cell_size == pytest.approx((0.5, 0.5))


@pytest.mark.parametrize("geotransform", GEOTRANSFORMS.values(), ids=GEOTRANSFORMS.keys())
def test_window_and_offset(geotransform):
    grid = Grid(30, 20, geotransform, helpers.wkt(32617))
    part = grid.window(4, 3, 10, 8)
    assert grid.offset_of(part) == (4, 3)
    assert part.offset_of(grid) == (-4, -3)
    shifted = Grid(30, 20, grid.window(0, 0, 1, 1).geotransform[:5] + (geotransform[5] * 1.01,))
    assert grid.offset_of(shifted) is None


def test_same_as_tolerates_a_hundredth_of_a_pixel():
    grid = Grid(30, 20, (100.0, 0.5, 0.0, 200.0, 0.0, -0.5), helpers.wkt(32617))
    assert grid.same_as(Grid(30, 20, (100.004, 0.5, 0.0, 200.0, 0.0, -0.5), grid.crs))
    assert not grid.same_as(Grid(30, 20, (100.01, 0.5, 0.0, 200.0, 0.0, -0.5), grid.crs))
    assert not grid.same_as(Grid(30, 21, grid.geotransform, grid.crs))
    assert not grid.same_as(Grid(30, 20, grid.geotransform, helpers.wkt(32618)))
    assert not grid.same_as(Grid(30, 20, grid.geotransform, ""))


def test_the_same_crs_in_other_words():
    from osgeo import osr

    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    wkt2 = reference.ExportToWkt(["FORMAT=WKT2_2019"])
    one = Grid(3, 3, (7.0, 0.1, 0.0, 50.0, 0.0, -0.1), helpers.wkt(4326))
    assert one.same_as(Grid(3, 3, one.geotransform, wkt2))


def test_useless_grids_are_refused():
    with pytest.raises(InputError, match="empty"):
        Grid(0, 5)
    with pytest.raises(InputError, match="geotransform"):
        Grid(5, 5, (0.0, 0.0, 0.0, 0.0, 0.0, 1.0))
    for number in (10**400, "x", None, float("nan")):
        with pytest.raises(InputError, match="geotransform"):
            Grid(5, 5, (0.0, number, 0.0, 0.0, 0.0, 1.0))


def test_grids_that_are_too_far_apart_for_numbers_share_no_pixels():
    tiny = Grid(5, 5, (0.0, 1e-160, 0.0, 0.0, 0.0, 1e-160))
    assert tiny.offset_of(Grid(5, 5, (1e11, 1.0, 0.0, 0.0, 0.0, 1.0))) is None


def test_extent():
    assert Grid(30, 20, GEOTRANSFORMS["south-up"]).extent() == (100.0, 200.0, 115.0, 205.0)


def test_places_beyond_all_measure_are_refused():
    """PROJ never came back from such coordinates."""
    for geotransform in ((4e5, -1.9e215, 0, 3e6, 0, -0.5), (4e5, 0.5, 0, 3e12, 0, -0.5), (0, 1e10, 0, 0, 0, 1)):
        with pytest.raises(InputError, match="geotransform .* is not usable"):
            Grid(200, 100, geotransform)
    assert Grid(200, 100, (4e10, 1e6, 0, 4e10, 0, -1e6)).width == 200
