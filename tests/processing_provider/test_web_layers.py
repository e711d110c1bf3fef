"""Web maps as references: read from a real server, around the photo, at a zoom level that it has."""

from __future__ import annotations

import time

import numpy as np
import pytest
from osgeo import gdal

from image_translation.models.errors import Cancelled, InputError
from image_translation.tests import helpers
from image_translation.tests.tile_server import TileServer, colours

pytestmark = pytest.mark.qgis
# Of 1.2 m in Florida, where a metre of Web Mercator is 0.89 m on the ground.
PHOTO = (400000.0, 1.2, 0.0, 3000000.0, 0.0, -1.2)
Z17 = 1.194328566955879


@pytest.fixture
def server():
    with TileServer() as server:
        yield server


@pytest.fixture
def photo(tmp_path):
    return helpers.make_raster(tmp_path / "photo.tif", np.full((1, 60, 90), 50, np.uint8), geotransform=PHOTO)


@pytest.fixture
def read(provider, server, photo, monkeypatch):
    """Name of what is read of the server's layer for a photo; what is told."""
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsRasterLayer

    from image_translation.processing_provider import web_layers
    from image_translation.processing_provider.interface import QgisFeedback

    monkeypatch.setattr(web_layers, "LEAST", 300)

    def call(feedback=None, **parameters):
        algorithm, context = provider.algorithm("classifypixels").create(), QgsProcessingContext()
        layer = QgsRasterLayer(server.url, "street map", "wms")
        parameters = {"INPUT": photo, "REFERENCE": [layer], **parameters}
        algorithm.check_place(parameters, context)
        assert not server.asked, "what is only checked is nothing for the network"
        feedback = feedback or QgsProcessingFeedback(False)
        found = algorithm.place(parameters, context, QgisFeedback(feedback))["reference"]
        assert len(found) == 1
        return gdal.Open(found[0]), feedback.textLog()

    return call


def _check_colours(dataset):
    """Each pixel has the colour of its place, or of a neighbour: newer QGIS stretches tiles by up to a pixel."""
    left, cell, _, top, _, down = dataset.GetGeoTransform()
    assert down == -cell and dataset.RasterCount == 4
    columns, rows = np.arange(dataset.RasterXSize) + 0.5, np.arange(dataset.RasterYSize) + 0.5
    steps = [(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
    near = np.stack([colours(left + (columns + i) * cell, top - (rows + j) * cell) for i, j in steps]).astype(int)
    values = dataset.ReadAsArray()
    assert values[3].min() == 255
    assert np.all(values[:3] >= near.min(0) - 1) and np.all(values[:3] <= near.max(0) + 1)


def test_what_is_around_the_photo_is_read_pixel_by_pixel(read, server, photo):
    dataset, told = read()
    _check_colours(dataset)
    left, cell, _, top, _, _ = dataset.GetGeoTransform()
    assert cell == pytest.approx(Z17, rel=1e-9) and {zoom for zoom, _, _ in server.asked} == {17}
    assert "3857" in dataset.GetSpatialRef().GetAuthorityCode(None)
    shown = gdal.Warp("", photo, format="MEM", dstSRS="EPSG:3857")
    begin, end = (gdal.ApplyGeoTransform(shown.GetGeoTransform(), *at) for at in ((0, 0), (shown.RasterXSize,) * 2))
    assert left < begin[0] - 90 * cell and left + cell * dataset.RasterXSize > end[0] + 90 * cell
    assert abs(left + cell * dataset.RasterXSize / 2 - (begin[0] + end[0]) / 2) < 2 * cell
    assert top > begin[1] + 90 * cell
    assert f"REFERENCE (street map): {dataset.RasterXSize} × {dataset.RasterYSize} cells around the photo" in told


def test_a_large_photo_is_read_widened_and_in_limits(read, monkeypatch, tmp_path):
    from image_translation.processing_provider import web_layers

    monkeypatch.setattr(web_layers, "MOST", 90_000)
    monkeypatch.setattr(web_layers, "LEAST", 10)
    large = helpers.make_raster(tmp_path / "l.tif", np.full((1, 400, 400), 50, np.uint8), geotransform=PHOTO)
    dataset, _ = read(INPUT=large)
    _check_colours(dataset)
    assert dataset.RasterXSize * dataset.RasterYSize <= 92_000
    width = dataset.RasterXSize * dataset.GetGeoTransform()[1]
    assert width == pytest.approx(400 * 1.2 / 0.891 * web_layers.WIDENED, rel=0.02)


def test_only_the_part_of_the_photo_that_is_translated_counts(read, tmp_path):
    large = helpers.make_raster(tmp_path / "l.tif", np.full((1, 900, 900), 50, np.uint8), geotransform=PHOTO)
    dataset, _ = read(INPUT=large, EXTENT="400000,400060,2999940,3000000 [EPSG:32617]")
    assert (dataset.RasterXSize, dataset.RasterYSize) == pytest.approx((300, 300), abs=2)


@pytest.mark.parametrize("placeholder", [False, True])
def test_a_server_that_ends_at_a_coarser_zoom_level(read, server, placeholder):
    server.finest, server.placeholder = 15, placeholder
    dataset, _ = read()
    assert dataset.GetGeoTransform()[1] == pytest.approx(4 * Z17)
    _check_colours(dataset)


def test_a_server_that_has_nothing(read, server):
    server.finest = -1
    words = r"^REFERENCE \(street map\) shows nothing around the photo: its server does not answer or has no picture"
    with pytest.raises(InputError, match=words):
        read()


def test_a_server_that_does_not_answer(read, server, monkeypatch):
    from image_translation.processing_provider import web_layers

    monkeypatch.setattr(web_layers, "PATIENCE", 0.3)
    server.silent, begun = True, time.monotonic()
    with pytest.raises(InputError, match=r"^The server of REFERENCE \(street map\) does not answer"):
        read()
    assert time.monotonic() - begun < 5


def test_the_wait_for_a_server_can_be_cancelled(read, server):
    from qgis.core import QgsProcessingFeedback
    from qgis.PyQt.QtCore import QTimer

    feedback = QgsProcessingFeedback(False)
    server.silent, begun = True, time.monotonic()
    QTimer.singleShot(300, feedback.cancel)
    with pytest.raises(Cancelled):
        read(feedback)
    assert server.asked and time.monotonic() - begun < 5


def test_a_photo_that_lies_nowhere_on_the_map(read, tmp_path):
    lost = helpers.make_raster(tmp_path / "scan.tif", np.full((1, 9, 9), 50, np.uint8), epsg=0, geotransform=None)
    with pytest.raises(InputError, match=r"^INPUT \(scan\) has no coordinate reference system"):
        read(INPUT=lost)
    pole = helpers.make_raster(
        tmp_path / "pole.tif", np.full((1, 9, 9), 50, np.uint8), epsg=4326, geotransform=(10, 0.01, 0, 89, 0, -0.01)
    )
    with pytest.raises(InputError, match=r"^REFERENCE \(street map\) does not show the place of INPUT \(pole\)"):
        read(INPUT=pole)


def test_a_map_that_is_named_by_its_address_as_for_qgis_process(read, server):
    dataset, _ = read(REFERENCE=f"wms://{server.url}")
    _check_colours(dataset)


@pytest.mark.slow
def test_qgis_process_with_the_address_of_a_map(root, server, tmp_path):
    """A grey photo of what the server shows in colour has its colours."""
    from image_translation.tests.processing_provider.test_chain import _qgis_process

    left, cell, top = -9130000.0, Z17, 3110000.0
    x, y = left + (np.arange(300) + 0.5) * cell, top - (np.arange(200) + 0.5) * cell
    truth = colours(x, y).astype(float)
    grey = np.rint(np.tensordot((0.299, 0.587, 0.114), truth, 1)).astype(np.uint8)[None]
    photo = helpers.make_raster(tmp_path / "p.tif", grey, epsg=3857, geotransform=(left, cell, 0, top, 0, -cell))
    given = [f"INPUT={photo}", f"REFERENCE=wms://{server.url}", f"OUTPUT={tmp_path / 'o.tif'}"]
    done = _qgis_process(root, "imagetranslation:classifypixels", "--", *given, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert 25 <= len(server.asked) <= 60 and {zoom for zoom, _, _ in server.asked} == {17}
    apart = np.abs(helpers.pixels(tmp_path / "o.tif") - truth).mean()
    assert apart < 0.5 * np.abs(grey - truth).mean()
