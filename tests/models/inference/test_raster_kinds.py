"""Every kind of raster that people have: translated pixel by pixel, NoData and grid as they were."""

from __future__ import annotations

import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
from osgeo import gdal

from image_translation.models.rasters.source import RasterSource
from image_translation.tests import helpers
from image_translation.tests.classifying import classify
from image_translation.tests.packages import band, package

SAME = ((1.0,), (1.0,), (1.0,))
KINDS = {
    "one pixel": {"shape": (1, 1)},
    "smaller than a tile": {"shape": (17, 40)},
    "one row": {"shape": (1, 300)},
    "16 bits": {"dtype": "uint16"},
    "floating point": {"dtype": "float32"},
    "south-up": {"geotransform": (4e5, 0.5, 0.0, 3e6, 0.0, 0.5)},
    "rotated": {"geotransform": (4e5, 0.4, 0.3, 3e6, 0.3, -0.4)},
    "degrees": {"epsg": 4326, "geotransform": (-82.0, 1e-5, 0.0, 27.0, 0.0, -1e-5)},
    "no CRS": {"epsg": 0},
    "no georeference": {"epsg": 0, "geotransform": None},
    "BigTIFF strips": {"options": ["TILED=NO", "BIGTIFF=YES"]},
    "PNG": {"driver": "PNG", "geotransform": None, "epsg": 0},
}


def _values(shape=(150, 180), dtype="uint8"):
    return helpers.noise(1, *shape, dtype)


@pytest.mark.parametrize("kind", KINDS)
def test_pixels_and_grid(tmp_path, kind):
    options = dict(KINDS[kind])
    values = _values(options.pop("shape", (150, 180)), options.pop("dtype", "uint8"))
    dtype, top = values.dtype.name, float(values.max())
    raster = helpers.make_raster(tmp_path / "raster.dat", values, **options)
    model = package(
        tmp_path,
        gains=SAME,
        input_bands=(band(dtype=dtype, maximum=top),),
        output_bands=tuple(band(name, dtype, top) for name in "ABC"),
        output_range=(0.0, top),
    )
    done = classify(tmp_path, raster, model, overlap=8)
    for translated in done.values:
        np.testing.assert_array_equal(translated, values[0])
    assert done.valid.all() and done.values.dtype == dtype
    with RasterSource(raster) as source, RasterSource(str(done.path)) as output:
        assert output.grid == source.grid
    assert not done.warnings


def test_alpha_band_becomes_nodata(tmp_path):
    values = np.concatenate([_values(), _values(), _values()])
    alpha = np.full((150, 180), 255, np.uint8)
    alpha[20:90, 30:100] = 0
    raster = helpers.make_raster(tmp_path / "r.tif", values, alpha=alpha)
    model = package(tmp_path, gains=np.eye(3).tolist(), input_bands=(band("A"), band("B"), band("C")))
    done = classify(tmp_path, raster, model, overlap=8)
    np.testing.assert_array_equal(done.valid, alpha > 0)
    np.testing.assert_array_equal(done.values[:, done.valid], values[:, done.valid])
    assert helpers.nodata_of(done.path) == [0, 0, 0]


def test_nodata_that_differs_from_band_to_band(tmp_path):
    values = np.concatenate([_values(dtype="int16"), _values(dtype="int16")])
    values[0, :30, :30], values[1, 100:, 150:] = -1, -2
    sources = [helpers.make_raster(tmp_path / f"{n}.tif", values[n], nodata=-1 - n) for n in (0, 1)]
    gdal.BuildVRT(str(tmp_path / "both.vrt"), sources, separate=True).FlushCache()
    model = package(
        tmp_path,
        gains=np.eye(2).tolist(),
        input_bands=(band("A", "int16", 1e4), band("B", "int16", 1e4)),
        output_bands=(band("A", "int16", 1e4), band("B", "int16", 1e4)),
        color_space="direct",
    )
    done = classify(tmp_path, tmp_path / "both.vrt", model, overlap=8)
    expected = np.ones((150, 180), bool)
    expected[:30, :30] = expected[100:, 150:] = False
    np.testing.assert_array_equal(done.valid, expected)
    np.testing.assert_array_equal(done.values[:, expected], values[:, expected])


def test_nan_is_nodata_and_spoils_nothing(tmp_path):
    values = _values(dtype="float32")
    values[0, 40:60, 50:90] = np.nan
    bands = {"input_bands": (band(dtype="float32", maximum=200.0),), "output_bands": (band("V", "float32", 200.0),)}
    raster = helpers.make_raster(tmp_path / "r.tif", values)
    done = classify(tmp_path, raster, package(tmp_path, gains=((2.0,),), kernel=3, **bands), overlap=8)
    np.testing.assert_array_equal(done.valid, np.isfinite(values[0]))
    assert np.isfinite(done.values[0][done.valid]).all() and np.isnan(helpers.nodata_of(done.path)[0])


def test_mosaic_with_a_gap(tmp_path):
    """A VRT of two tiles that do not touch; what lies between is NoData and is not computed."""
    values = _values((128, 900))[0]
    left, right = values[:, :256], values[:, 640:]
    moved = (helpers.UTM[0] + 640 * 0.5, *helpers.UTM[1:])
    parts = [
        helpers.make_raster(tmp_path / "left.tif", left, nodata=0),
        helpers.make_raster(tmp_path / "right.tif", right, nodata=0, geotransform=moved),
    ]
    gdal.BuildVRT(str(tmp_path / "mosaic.vrt"), parts).FlushCache()
    done = classify(tmp_path, tmp_path / "mosaic.vrt", package(tmp_path, gains=SAME), tile_size=64, overlap=8)
    expected = np.zeros((128, 900), bool)
    expected[:, :256] = expected[:, 640:] = True
    np.testing.assert_array_equal(done.valid, expected)
    np.testing.assert_array_equal(done.values[0][expected], values[expected])
    assert done.result.empty_tiles > 10


def test_subdataset(tmp_path):
    """A raster table in a GeoPackage, by the name that GDAL and QGIS give it."""
    path = tmp_path / "many.gpkg"
    values = {"first": _values((64, 80)), "second": _values((90, 70), "uint8")}
    for name, pixels in values.items():
        memory = gdal.Open(helpers.make_raster(tmp_path / f"{name}.tif", pixels))
        options = [f"RASTER_TABLE={name}", "APPEND_SUBDATASET=YES", "TILE_FORMAT=PNG"]
        gdal.GetDriverByName("GPKG").CreateCopy(str(path), memory, 0, options).FlushCache()
    done = classify(tmp_path, f"GPKG:{path}:second", package(tmp_path, gains=SAME), overlap=8, input_bands=("1",))
    np.testing.assert_array_equal(done.values[0][done.valid], values["second"][0][done.valid])
    assert done.values.shape == (3, 90, 70) and done.valid.any()


@pytest.fixture
def huge(tmp_path):
    """100,000 x 100,000 pixels, of which three blocks were ever written."""
    path = tmp_path / "huge.tif"
    options = ["TILED=YES", "COMPRESS=DEFLATE", "SPARSE_OK=TRUE", "BIGTIFF=YES"]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 100_000, 100_000, 1, gdal.GDT_Byte, options)
    dataset.SetGeoTransform(helpers.UTM)
    dataset.SetProjection(helpers.wkt(32617))
    dataset.GetRasterBand(1).SetNoDataValue(0)
    values = _values((300, 300))[0]
    for place in (700, 50_000, 99_000):
        dataset.GetRasterBand(1).WriteArray(values, place, place)
    dataset = None
    return path, values


def test_small_extent_of_a_huge_raster(tmp_path, huge):
    path, values = huge
    x, y = helpers.UTM[0] + 50_000 * 0.5, helpers.UTM[3] - 50_000 * 0.5
    extent = (x - 20.0, y - 170.0, x + 170.0, y + 20.0)
    begun = time.monotonic()
    done = classify(tmp_path, path, package(tmp_path, gains=SAME), extent=extent, overlap=8)
    assert time.monotonic() - begun < 5 and done.values.shape == (3, 380, 380)
    np.testing.assert_array_equal(done.values[0, 40:340, 40:340], values)
    assert done.valid.sum() == 300 * 300


@pytest.mark.slow
def test_huge_raster_that_is_almost_empty(tmp_path, huge):
    resource = pytest.importorskip("resource")
    path, values = huge
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    output = tmp_path / "out.tif"
    from image_translation.models.feedback import Feedback
    from image_translation.models.inference.classify import ClassifySettings, classify_pixels

    settings = ClassifySettings(str(path), package(tmp_path, gains=SAME), output, tile_size=256)
    result = classify_pixels(settings, Feedback())
    assert result.tiles < 400 and result.tiles + result.empty_tiles > 150_000
    assert result.seconds < 120 and resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 600 * 1024
    dataset = gdal.Open(str(output))
    assert output.stat().st_size < 30_000_000 and dataset.GetRasterBand(1).GetOverviewCount() == 9
    for place in (700, 50_000, 99_000):
        window = dataset.GetRasterBand(1).ReadAsArray(place - 10, place - 10, 320, 320)
        np.testing.assert_array_equal(window[10:310, 10:310], values)
        assert window[:10].max() == 0 and window[310:].max() == 0


class _Ranges(BaseHTTPRequestHandler):
    """Serves one file in parts, as a web server does and Python's own does not."""

    protocol_version = "HTTP/1.1"
    content = b""

    def do_HEAD(self):
        self._answer(False)

    def do_GET(self):
        self._answer(True)

    def _answer(self, body):
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        start = int(wanted.group(1)) if wanted else 0
        end = min(int(wanted.group(2) or 1e18) if wanted else 1e18, len(self.content) - 1)
        if self.path != "/cog.tif":
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        part = self.content[start : int(end) + 1]
        self.send_response(206 if wanted else 200)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(len(part)))
        if wanted:
            self.send_header("Content-Range", f"bytes {start}-{start + len(part) - 1}/{len(self.content)}")
        self.end_headers()
        if body:
            self.server.sent += len(part)
            self.wfile.write(part)

    def log_message(self, *arguments):
        pass


def test_cog_from_a_web_server(tmp_path):
    """Only the part that an extent needs is fetched."""
    values = _values((2000, 2000))
    path = helpers.make_raster(tmp_path / "cog.tif", values, driver="COG", options=["COMPRESS=NONE", "BLOCKSIZE=256"])
    handler = type("Handler", (_Ranges,), {"content": open(path, "rb").read()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.sent = 0
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"/vsicurl/http://127.0.0.1:{server.server_address[1]}/cog.tif"
    extent = (400100.0, 2999800.0, 400150.0, 2999850.0)
    try:
        done = classify(tmp_path, url, package(tmp_path, gains=SAME), extent=extent, overlap=8)
    finally:
        server.shutdown()
        server.server_close()
    np.testing.assert_array_equal(done.values[0], values[0, 300:400, 200:300])
    assert 0 < server.sent < len(handler.content) / 2
