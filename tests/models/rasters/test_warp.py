"""Rasters on another grid: position, masks, and bit-exactness where nothing is to be done."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import osr

from image_translation.models.errors import InputError
from image_translation.models.rasters.grid import Grid
from image_translation.models.rasters.source import on_grid
from image_translation.models.rasters.warp import WarpedSource
from image_translation.tests import helpers

PERIOD = 20.0
GRIDS = {
    "north-up": (500000.0, 1.0, 0.0, 5000000.0, 0.0, -1.0),
    "south-up": (500000.0, 1.0, 0.0, 4999800.0, 0.0, 1.0),
    "rotated": (500100.0, 0.8, 0.6, 4999980.0, 0.6, -0.8),
}


def centres(grid):
    """Map coordinates of the pixel centres, (H, W) each."""
    rows, columns = np.mgrid[: grid.height, : grid.width] + 0.5
    return grid.to_map(columns, rows)


def transform(source, target, x, y):
    """Coordinates in another CRS, point by point."""
    ends = [osr.SpatialReference(source), osr.SpatialReference(target)]
    for end in ends:
        end.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    points = osr.CoordinateTransformation(*ends).TransformPoints(np.column_stack([x.ravel(), y.ravel()]).tolist())
    moved = np.array(points)
    return moved[:, 0].reshape(x.shape), moved[:, 1].reshape(x.shape)


def displacement(grid, got, valid):
    """Mean shift in pixels (columns, rows) of ``got`` against the pattern at its own place, by least squares."""
    x, y = centres(grid)
    step = 0.05
    base = helpers.pattern(x, y, PERIOD)
    _, a, b, _, d, e = grid.geotransform
    along_columns = (helpers.pattern(x + a * step, y + d * step, PERIOD) - base) / step
    along_rows = (helpers.pattern(x + b * step, y + e * step, PERIOD) - base) / step
    system = np.column_stack([along_columns[valid], along_rows[valid]])
    return np.abs(np.linalg.lstsq(system, (got - base)[valid], rcond=None)[0])


@pytest.mark.parametrize("name", GRIDS)
@pytest.mark.parametrize("epsg, cell", [(32633, 1.0), (4326, 1e-5), (3857, 1.3)])
def test_pattern_lands_within_a_tenth_of_a_pixel(tmp_path, name, epsg, cell):
    grid = Grid(200, 160, GRIDS[name], helpers.wkt(32633))
    x, y = transform(grid.crs, helpers.wkt(epsg), *centres(grid))
    left, top = x.min() - 20.37 * cell, y.max() + 20.61 * cell
    size = int((x.max() - left) / cell) + 25, int((top - y.min()) / cell) + 25
    source = Grid(*size, (left, cell, 0.0, top, 0.0, -cell), helpers.wkt(epsg))
    values = helpers.pattern(*transform(source.crs, grid.crs, *centres(source)), PERIOD).astype(np.float32)
    path = helpers.make_raster(tmp_path / "p.tif", values, epsg=epsg, geotransform=source.geotransform)
    with on_grid(path, grid) as warped:
        assert isinstance(warped, WarpedSource)
        got, valid = warped.read(0, 0, 200, 160)
        window, _ = warped.read(37, 41, 64, 64)
    assert valid.all()
    assert (displacement(grid, got[0], valid) < 0.1).all()
    np.testing.assert_allclose(window, got[:, 41:105, 37:101], atol=0.02)


def test_half_a_pixel_of_offset_is_interpolated(tmp_path):
    values = helpers.noise(2, 40, 60, "float32")
    path = helpers.make_raster(tmp_path / "r.tif", values)
    x0, a, _, y0, _, e = helpers.UTM
    grid = Grid(20, 20, (x0 + 10.5 * a, a, 0.0, y0 + 5 * e, 0.0, e), helpers.wkt(32617))
    with on_grid(path, grid) as source:
        got, valid = source.read(0, 0, 20, 20)
    assert valid.all()
    np.testing.assert_allclose(got, (values[:, 5:25, 10:30] + values[:, 5:25, 11:31]) / 2, rtol=1e-5)


@pytest.mark.parametrize("kind", ["nodata 0", "nodata -1", "alpha", "mask", "nan"])
def test_invalid_pixels_take_no_part(tmp_path, kind):
    dtype = {"nodata -1": "int16", "nan": "float32"}.get(kind, "uint8")
    values = np.full((3, 60, 60), 100, dtype=dtype)
    valid = np.ones((60, 60), dtype=bool)
    valid[20:30, 20:40] = False
    options = {}
    if kind.startswith("nodata"):
        options["nodata"] = float(kind.split()[1])
        values[:, ~valid] = options["nodata"]
    elif kind == "nan":
        values[:, ~valid] = np.nan
    else:
        options[kind] = valid * 255 if kind == "alpha" else valid
        values[:, ~valid] = 7
    path = helpers.make_raster(tmp_path / "r.tif", values, **options)
    x0, a, _, y0, _, e = helpers.UTM
    grid = Grid(40, 40, (x0 + 10.3 * a, a, 0.0, y0 + 10.3 * e, 0.0, e), helpers.wkt(32617))
    with on_grid(path, grid) as source:
        got, got_valid = source.read(0, 0, 40, 40)
    expected = np.ones((40, 40), dtype=bool)
    expected[10:20, 10:30] = False
    assert np.count_nonzero(got_valid != expected) <= 60  # a pixel of the rim may go either way
    assert not got_valid[11:19, 11:29].any()
    assert (got[:, got_valid] == 100).all()


def test_a_dark_band_stays_what_it_is(tmp_path):
    values = helpers.noise(3, 60, 60)
    values[0] = 0
    path = helpers.make_raster(tmp_path / "r.tif", values, nodata=0)
    x0, a, _, y0, _, e = helpers.UTM
    grid = Grid(40, 40, (x0 + 10.3 * a, a, 0.0, y0 + 10.3 * e, 0.0, e), helpers.wkt(32617))
    for bands in (None, (1,)):
        with on_grid(path, grid, bands) as source:
            got, valid = source.read(0, 0, 40, 40)
        assert valid.all() and (got[0] == 0).all()


def test_outside_is_not_valid(tmp_path):
    path = helpers.make_raster(tmp_path / "r.tif", helpers.noise(1, 40, 40))
    x0, a, _, y0, _, e = helpers.UTM
    grid = Grid(40, 40, (x0 + 20.3 * a, a, 0.0, y0, 0.0, e), helpers.wkt(32617))
    with on_grid(path, grid) as source:
        valid = source.read(0, 0, 40, 40)[1]
    assert valid[:, :19].all() and not valid[:, 21:].any()


def test_no_way_between_the_systems(tmp_path):
    path = helpers.make_raster(tmp_path / "r.tif", helpers.noise(1, 40, 40))
    local = 'LOCAL_CS["site grid",UNIT["metre",1]]'
    with on_grid(path, Grid(40, 40, helpers.UTM, local)) as source:
        with pytest.raises(InputError, match="r.tif cannot be placed"):
            source.read(0, 0, 10, 10)


def test_unknown_resampling(tmp_path):
    path = helpers.make_raster(tmp_path / "r.tif", helpers.noise(1, 40, 40))
    with pytest.raises(InputError, match="RESAMPLING is 'fancy'; choose one of nearest, bilinear"):
        on_grid(path, Grid(40, 40, (400000.2, 0.5, 0, 3e6, 0, -0.5), helpers.wkt(32617)), None, "fancy")
