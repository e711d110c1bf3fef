"""The result lies where QGIS shows the raster, however the raster is placed."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from image_translation.tests import helpers
from image_translation.tests.packages import band, package
from image_translation.tests.placed import make_rpc, make_scan

pytestmark = pytest.mark.qgis
CLASSIFY = "imagetranslation:classifypixels"
GEOTRANSFORMS = {
    "north-up": helpers.UTM,
    "south-up": (4e5, 0.5, 0.0, 3e6, 0.0, 0.5),
    "west-left": (4e5, -0.5, 0.0, 3e6, 0.0, -0.5),
    "rotated": (4e5, 0.45, 0.15, 3e6, 0.15, -0.45),
}
SCANS = {"2 points": (2, 0.0), "4 points": (4, 0.0), "5 points that bend": (5, 2e-5), "8 points that bend": (8, 2e-5)}


def _raster(path, kind):
    if kind == "RPC":
        return make_rpc(path)
    if kind in SCANS:
        return make_scan(path, *SCANS[kind])[0]
    return helpers.make_raster(path, helpers.noise(1, 200, 300), geotransform=GEOTRANSFORMS[kind])


@pytest.mark.parametrize("kind", [*GEOTRANSFORMS, *SCANS, "RPC"])
def test_output_lies_where_qgis_shows_the_input(run, tmp_path, kind):
    from qgis.core import QgsRasterLayer

    raster = _raster(tmp_path / "in.tif", kind)
    output = str(tmp_path / "out.tif")
    run(CLASSIFY, {"INPUT": raster, "MODEL": str(package(tmp_path)), "OUTPUT": output})
    before, after = QgsRasterLayer(raster), QgsRasterLayer(output)
    shown = [
        (e.xMinimum(), e.yMinimum(), e.xMaximum(), e.yMaximum()) for e in (layer.extent() for layer in (before, after))
    ]
    np.testing.assert_allclose(shown[1], shown[0], rtol=0, atol=before.rasterUnitsPerPixelX())
    if kind != "2 points":
        assert after.crs() == before.crs() and after.crs().isValid()


def test_a_name_with_a_bar(run, tmp_path):
    from qgis.core import QgsRasterLayer

    raster = helpers.make_raster(tmp_path / "in.tif", helpers.noise(1, 60, 70))
    shutil.copy(raster, tmp_path / "a|b.tif")
    output = str(tmp_path / "out.tif")
    for source in ("a|b.tif", "a|b.tif|option:NUM_THREADS=1"):
        layer = QgsRasterLayer(str(tmp_path / source), source)
        run(CLASSIFY, {"INPUT": layer, "MODEL": str(package(tmp_path)), "OUTPUT": output})
        np.testing.assert_array_equal(helpers.pixels(output)[0], helpers.pixels(raster)[0])


@pytest.mark.parametrize("bands", [1, 3])
@pytest.mark.parametrize("form", ["GeoTIFF", "cloud optimized GeoTIFF"])
def test_qgis_shows_the_holes_of_a_result_that_is_compressed_with_loss(run, tmp_path, form, bands):
    from qgis.core import QgsRasterLayer

    values = helpers.scene(300, 400)[:1]
    valid = np.ones((300, 400), bool)
    valid[50:150, 100:260] = False
    values[:, ~valid] = 0
    raster = helpers.make_raster(tmp_path / "in.tif", values, nodata=0)
    names = ("Red", "Green", "Blue")[:bands]
    model = package(tmp_path, gains=((1.0,),) * bands, output_bands=tuple(map(band, names)), color_space="direct")
    output = str(tmp_path / "out.tif")
    parameters = {"OUTPUT_FORMAT": form, "CREATION_OPTIONS": "COMPRESS=JPEG"}
    run(CLASSIFY, {"INPUT": raster, "MODEL": str(model), "OUTPUT": output, **parameters})
    layer = QgsRasterLayer(output)
    assert layer.isValid()
    block = layer.renderer().block(1, layer.extent(), 400, 300)
    shown = np.array([[block.color(row, column) >> 24 & 255 > 0 for column in range(400)] for row in range(300)])
    np.testing.assert_array_equal(shown, valid)
