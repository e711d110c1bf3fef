"""Rasters of many kinds go in and come out bit for bit."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from image_translation.models.chips.document import ChipsDocument
from image_translation.models.chips.export import ExportSettings, export_chips
from image_translation.models.chips.folder import ChipFolder
from image_translation.models.errors import InputError
from image_translation.tests import helpers

TILE = 32
DEGREES = (10.0, 5e-6, 0.0, 50.0, 0.0, -4e-6)


def assert_same_pixels(tmp_path, path_a, path_b, a, b):
    """Every chip of the pair equals the windows of the arrays."""
    settings = ExportSettings(path_b, tmp_path / "chips", path_a, tile_size=TILE, stride=TILE, validation=0)
    export_chips(settings, helpers.Recorder())
    chips, document = ChipFolder.open(tmp_path / "chips"), ChipsDocument.read(tmp_path / "chips")
    assert len(chips) == (a.shape[1] // TILE) * (a.shape[2] // TILE)
    for index in range(len(chips)):
        x, y = document.columns[index], document.rows[index]
        got_a, got_b, valid = chips.read(index)
        np.testing.assert_array_equal(got_a, a[:, y : y + TILE, x : x + TILE])
        np.testing.assert_array_equal(got_b, b[:, y : y + TILE, x : x + TILE])
        assert valid.all()
    return chips, document


@pytest.mark.parametrize("dtype_a, dtype_b", [("uint8", "uint16"), ("int16", "float32"), ("float32", "uint8")])
@pytest.mark.parametrize("bands_a, bands_b", [(1, 3), (3, 1), (4, 13), (13, 4)])
def test_types_and_numbers_of_bands_may_differ(tmp_path, dtype_a, dtype_b, bands_a, bands_b):
    a, b = helpers.noise(bands_a, 70, 100, dtype_a, seed=1), helpers.noise(bands_b, 70, 100, dtype_b, seed=2)
    paths = helpers.make_raster(tmp_path / "a.tif", a), helpers.make_raster(tmp_path / "b.tif", b)
    chips, _ = assert_same_pixels(tmp_path, *paths, a, b)
    assert (chips.a.dtype, chips.b.dtype) == (np.dtype(dtype_a), np.dtype(dtype_b))


@pytest.mark.parametrize(
    "driver, suffix, options",
    [
        ("JP2OpenJPEG", "jp2", ["QUALITY=100", "REVERSIBLE=YES", "YCC=NO"]),
        ("COG", "tif", ["COMPRESS=DEFLATE", "BLOCKSIZE=128"]),
        ("PNG", "png", []),
        ("HFA", "img", []),
        ("VRT", "vrt", []),
    ],
)
def test_file_formats(tmp_path, driver, suffix, options):
    if gdal.GetDriverByName(driver) is None:
        pytest.skip(f"this GDAL has no {driver}")
    b = helpers.noise(3, 100, 130)
    plain = helpers.make_raster(tmp_path / "plain.tif", b)
    path = str(tmp_path / f"b.{suffix}")
    gdal.Translate(path, plain, format=driver, creationOptions=options).FlushCache()
    assert_same_pixels(tmp_path, path, plain, b, b)


@pytest.mark.parametrize("kind", ["tiles", "warped", "subset"])
def test_virtual_rasters(tmp_path, kind):
    b = helpers.noise(3, 100, 128)
    x0, a, _, y0, _, e = helpers.UTM
    if kind == "tiles":
        parts = [
            helpers.make_raster(
                tmp_path / f"{i}.tif", b[:, :, 64 * i : 64 * i + 64], geotransform=(x0 + 64 * i * a, a, 0, y0, 0, e)
            )
            for i in (0, 1)
        ]
        gdal.BuildVRT(str(tmp_path / "b.vrt"), parts).FlushCache()
    elif kind == "warped":
        plain = helpers.make_raster(tmp_path / "plain.tif", b)
        gdal.Warp(str(tmp_path / "b.vrt"), plain, format="VRT", xRes=a, yRes=a).FlushCache()
    else:
        larger = helpers.make_raster(tmp_path / "plain.tif", np.pad(b, ((0, 0), (5, 0), (9, 0))))
        gdal.Translate(str(tmp_path / "b.vrt"), larger, format="VRT", srcWin=[9, 5, 128, 100]).FlushCache()
    path = str(tmp_path / "b.vrt")
    assert_same_pixels(tmp_path, path, path, b, b)


@pytest.mark.parametrize(
    "epsg, geotransform",
    [
        (4326, DEGREES),
        (32617, (400000.0, 0.5, 0.0, 3000000.0, 0.0, 0.5)),
        (32617, (400000.0, 0.4, 0.3, 3000000.0, 0.3, -0.4)),
        (32617, (400000.0, 0.5, 0.0, 3000000.0, 0.0, -0.8)),
        (0, (400000.0, 0.5, 0.0, 3000000.0, 0.0, -0.5)),
        (0, None),
    ],
)
def test_grids_of_every_kind(tmp_path, epsg, geotransform):
    b = helpers.noise(3, 100, 130)
    path = helpers.make_raster(tmp_path / "b.tif", b, epsg=epsg, geotransform=geotransform)
    chips, document = assert_same_pixels(tmp_path, path, path, b, b)
    if geotransform is None:
        assert chips.extent is None
        return
    for index in (0, len(chips) - 1):
        expected = document.grid.window(document.columns[index], document.rows[index], TILE, TILE)
        assert helpers.geotransform_of(chips.files[index][1]) == pytest.approx(expected.geotransform, rel=1e-12)
    assert helpers.epsg_of(chips.files[0][1]) == epsg


def test_without_crs_both_must_agree(tmp_path):
    b = helpers.noise(3, 100, 130)
    path_b = helpers.make_raster(tmp_path / "b.tif", b, epsg=0)
    a = helpers.make_raster(tmp_path / "a.tif", b[:, :, :90], epsg=0)
    with pytest.raises(InputError, match="a.tif has no coordinate reference system, and the two grids differ"):
        assert_same_pixels(tmp_path, a, path_b, b, b)


def test_scaled_bands_are_exported_as_stored(tmp_path):
    b = helpers.noise(3, 70, 100, "uint16")
    path = helpers.make_raster(tmp_path / "b.tif", b)
    dataset = gdal.Open(path, gdal.GA_Update)
    for number in (1, 2, 3):
        dataset.GetRasterBand(number).SetScale(1e-4)
    del dataset
    recorder = helpers.Recorder()
    settings = ExportSettings(path, tmp_path / "chips", path, tile_size=TILE, stride=TILE, validation=0)
    export_chips(settings, recorder)
    np.testing.assert_array_equal(ChipFolder.open(tmp_path / "chips").read(0)[1], b[:, :TILE, :TILE])
    assert any("b.tif are to be multiplied by 0.0001 with 0 added; the chips hold" in line for line in recorder.infos)
