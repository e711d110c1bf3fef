"""Rasters that are placed by ground control points or by RPC lie where QGIS shows them."""

from __future__ import annotations

import json

import numpy as np
import pytest
from osgeo import gdal

from image_translation.models.chips.export import ExportSettings, export_chips
from image_translation.models.chips.folder import ChipFolder
from image_translation.models.comparison import ComparisonSettings, compare_images
from image_translation.models.inference.area import Area
from image_translation.models.rasters.grid import NO_GEOTRANSFORM, Grid
from image_translation.models.rasters.source import open_raster
from image_translation.tests import helpers
from image_translation.tests.classifying import classify
from image_translation.tests.packages import package
from image_translation.tests.placed import HEIGHT, LAT, LON, PERIOD, WIDTH, make_rpc, make_scan, place


def error(grid, values, valid):
    """Largest difference from the pattern, in grey levels, one pixel away from the edge."""
    rows, columns = np.mgrid[: grid.height, : grid.width] + 0.5
    expected = 1 + 250 * helpers.pattern(*grid.to_map(columns, rows), PERIOD)
    inner = valid.copy()
    for axis in (0, 1):
        for step in (-2, 2):
            inner &= np.roll(valid, step, axis)
    assert inner.sum() > 500
    return np.abs(values[0] - expected)[inner].max()


@pytest.mark.parametrize("points", [3, 4, 5])
def test_few_points_are_fitted_and_the_pixels_stay(tmp_path, points):
    path, values = make_scan(tmp_path / "scan.tif", points)
    done = classify(tmp_path, path, package(tmp_path))
    np.testing.assert_array_equal(done.values[0], values[0])
    assert not any("resampled" in line for line in done.infos)
    assert helpers.geotransform_of(done.path) == pytest.approx((4e5, 0.45, 0.15, 3e6, 0.15, -0.45), rel=1e-12)
    assert helpers.epsg_of(done.path) == 32617


def test_many_points_are_followed_where_they_bend(tmp_path):
    path, values = make_scan(tmp_path / "scan.tif", 8, bend=2e-5)
    with open_raster(path) as source:
        got, valid = source.read(0, 0, source.grid.width, source.grid.height)
        assert error(source.grid, got, valid) <= 4
        assert abs(valid.mean() - WIDTH * HEIGHT * 0.225 / (valid.size * source.grid.cell_size[0] ** 2)) < 0.1
    done = classify(tmp_path, path, package(tmp_path))
    assert np.mean(done.valid != valid) < 1e-3  # positions differ by 0.05 pixels from window to window
    both = done.valid & valid
    assert np.abs(done.values[0][both].astype(int) - got[0][both]).max() <= 2
    assert helpers.epsg_of(done.path) == 32617
    assert helpers.geotransform_of(done.path) == source.grid.geotransform
    assert any("scan.tif is placed by ground control points" in line for line in done.infos)


def test_rpc(tmp_path):
    with open_raster(make_rpc(tmp_path / "scene.tif")) as source:
        x0, _, _, y0, _, _ = source.grid.geotransform
        got, valid = source.read(0, 0, source.grid.width, source.grid.height)
    assert abs(x0 - (LON - 149.5e-5)) < 1e-5 and abs(y0 - (LAT + 99.5e-5)) < 1e-5
    assert valid.mean() > 0.95 and "4326" in source.grid.crs


@pytest.mark.parametrize("points, bend", [(4, 0.0), (8, 2e-5)])
def test_extent_mask_and_cell_size(tmp_path, points, bend):
    path, _ = make_scan(tmp_path / "scan.tif", points, bend)
    x, y = (float(value) for value in place(150.0, 100.0, bend))
    extent = (x - 20, y - 15, x + 20, y + 15)
    ring = [[x - 10, y - 10], [x + 10, y - 10], [x + 10, y + 10], [x - 10, y - 10]]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32617"}}
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    mask = tmp_path / "mask.geojson"
    mask.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]}))
    with Area(path, (1,), extent, str(mask)) as area:
        got, valid = area.read(0, 0, area.grid.width, area.grid.height)
        assert error(area.grid, got, valid) <= 4
        cell = area.grid.cell_size[0] * area.grid.cell_size[1]
        assert valid.sum() * cell == pytest.approx(200.0, abs=10.0)
    model = package(tmp_path, cell_size=(1.0, 1.0), crs=helpers.wkt(32617))
    done = classify(tmp_path, path, model, extent=extent, mask=str(mask), match_cell_size=True)
    assert abs(int(done.valid.sum()) * cell - 200.0) < 10.0
    assert Grid(*done.values.shape[:0:-1], helpers.geotransform_of(done.path)).same_as(
        Grid(area.grid.width, area.grid.height, area.grid.geotransform)
    )


@pytest.mark.parametrize("grid", ["target", "input"])
@pytest.mark.parametrize("points, bend", [(4, 0.0), (8, 2e-5)])
def test_pairs_with_a_scan_fit(tmp_path, points, bend, grid):
    scan, _ = make_scan(tmp_path / "scan.tif", points, bend)
    ortho = Grid(420, 420, (399990.0, 0.5, 0.0, 3000100.0, 0.0, -0.5), helpers.wkt(32617))
    rows, columns = np.mgrid[:420, :420] + 0.5
    values = np.rint(1 + 250 * helpers.pattern(*ortho.to_map(columns, rows), PERIOD)).astype(np.uint8)
    target = helpers.make_raster(tmp_path / "ortho.tif", values, geotransform=ortho.geotransform)
    settings = ExportSettings(target, tmp_path / "chips", scan, tile_size=64, stride=64, validation=0, grid=grid)
    export_chips(settings, helpers.Recorder())
    chips = ChipFolder.open(tmp_path / "chips")
    assert len(chips) >= 3
    for index in range(len(chips)):
        a, b, valid = chips.read(index)
        assert np.abs(a.astype(int) - b)[:, valid].mean() < 2
    compare_images(ComparisonSettings(target, scan, tmp_path / "page.html"), helpers.Recorder())
    assert (tmp_path / "page.html").stat().st_size > 10_000


@pytest.mark.parametrize("points", [0, 2, "in a line"])
def test_points_that_place_nothing(tmp_path, points):
    path, _ = make_scan(tmp_path / "scan.tif", 0 if points == "in a line" else points)
    if points == "in a line":
        dataset = gdal.Open(path, gdal.GA_Update)
        dataset.SetGCPs([gdal.GCP(4e5 + n, 3e6 + n, 0.0, n, n) for n in range(8)], helpers.wkt(32617))
        del dataset
    with open_raster(path) as source:
        assert source.grid == Grid(WIDTH, HEIGHT, NO_GEOTRANSFORM, source.grid.crs)
        assert source.read(0, 0, WIDTH, HEIGHT)[1].all()
