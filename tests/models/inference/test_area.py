"""Extent and mask: which pixels are translated."""

import json

import numpy as np
import pytest
from osgeo import ogr, osr

from image_translation.models.errors import InputError
from image_translation.models.feedback import Feedback
from image_translation.models.inference.area import pixel_window
from image_translation.models.inference.classify import ClassifySettings, classify_pixels
from image_translation.models.rasters.grid import Grid
from image_translation.models.rasters.source import RasterSource
from image_translation.models.rasters.writer import RasterWriter
from image_translation.tests.packages import package

GRID = Grid(200, 150, (1000.0, 2.0, 0.0, 5000.0, 0.0, -2.0))


def _wkt(code):
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(code)
    return reference.ExportToWkt()


@pytest.mark.parametrize(
    "extent, window",
    [
        ((1000, 4700, 1400, 5000), (0, 0, 200, 150)),
        ((1020, 4900, 1060, 4960), (10, 20, 20, 30)),
        ((1021, 4901, 1059, 4959), (10, 20, 20, 30)),
        ((0, 0, 1010, 9999), (0, 0, 5, 150)),
    ],
)
def test_extent_becomes_the_pixels_that_it_touches(extent, window):
    assert pixel_window(GRID, extent) == window


def test_extent_on_south_up_and_rotated_grids():
    assert pixel_window(Grid(10, 10, (0, 1, 0, 0, 0, 1)), (2, 3, 4, 6)) == (2, 3, 2, 3)
    turned = Grid(10, 10, (0, 0, 1, 0, 1, 0))
    assert pixel_window(turned, (2, 3, 4, 6)) == (3, 2, 3, 2)


@pytest.mark.parametrize("extent", [(0, 0, 1, 1), (5, 5, 1, 9), (0, 0, float("nan"), 1), (1, 2, 3)])
def test_wrong_extents_are_refused(extent):
    with pytest.raises(InputError, match="EXTENT"):
        pixel_window(GRID, extent)


@pytest.fixture
def grey(tmp_path):
    values = np.random.default_rng(2).integers(1, 255, (1, 150, 200)).astype(np.uint8)
    grid = Grid(200, 150, (500000.0, 2.0, 0.0, 4000000.0, 0.0, -2.0), _wkt(32617))
    with RasterWriter(tmp_path / "grey.tif", grid, 1, np.uint8) as writer:
        writer.write(0, 0, values)
    return tmp_path / "grey.tif", values[0]


def _polygon(path, ring, code):
    """A GeoJSON of one polygon with map coordinates in EPSG:``code``, written in longitude and latitude."""
    geometry = ogr.CreateGeometryFromJson(json.dumps({"type": "Polygon", "coordinates": [[*ring, ring[0]]]}))
    source, target = osr.SpatialReference(), osr.SpatialReference()
    source.ImportFromEPSG(code)
    target.ImportFromEPSG(4326)
    for reference in (source, target):
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    geometry.Transform(osr.CoordinateTransformation(source, target))
    feature = {"type": "Feature", "properties": {}, "geometry": json.loads(geometry.ExportToJson())}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return str(path)


def _classify(tmp_path, grey, **settings):
    output = tmp_path / "out.tif"
    result = classify_pixels(
        ClassifySettings(input=str(grey), model=package(tmp_path), output=output, **settings), Feedback()
    )
    with RasterSource(str(output)) as source:
        return result, source.grid, *source.read(0, 0, source.grid.width, source.grid.height)


def test_extent_gives_the_same_pixels_as_the_whole(tmp_path, grey):
    path, values = grey
    extent = (500040.0, 3999800.0, 500200.0, 3999940.0)
    _, grid, part, valid = _classify(tmp_path, path, extent=extent, overlap=8)
    assert (grid.width, grid.height) == (80, 70)
    np.testing.assert_allclose(grid.extent(), (500040.0, 3999800.0, 500200.0, 3999940.0))
    np.testing.assert_array_equal(part[0], values[30:100, 20:100])
    assert valid.all()


def test_mask_in_another_crs_leaves_nodata_outside(tmp_path, grey):
    path, values = grey
    ring = [(500020.0, 3999980.0), (500100.0, 3999980.0), (500100.0, 3999900.0), (500020.0, 3999900.0)]
    mask = _polygon(tmp_path / "mask.geojson", ring, 32617)
    result, _, translated, valid = _classify(tmp_path, path, mask=mask, overlap=8, tile_size=64)
    expected = np.zeros((150, 200), bool)
    expected[10:50, 10:50] = True
    assert np.count_nonzero(valid ^ expected) <= 4
    np.testing.assert_array_equal(translated[0][expected & valid], values[expected & valid])
    assert (translated[:, ~valid] == 0).all()
    assert result.tiles < result.tiles + result.empty_tiles


def test_layer_without_polygons_is_refused(tmp_path, grey):
    empty = tmp_path / "empty.geojson"
    point = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [-81, 36]}}
    empty.write_text(json.dumps({"type": "FeatureCollection", "features": [point]}))
    with pytest.raises(InputError, match="holds no polygon"):
        _classify(tmp_path, grey[0], mask=str(empty))
    with pytest.raises(InputError, match="cannot be read as a polygon layer"):
        _classify(tmp_path, grey[0], mask=str(tmp_path / "absent.gpkg"))
    assert not (tmp_path / "out.tif").exists()
