"""Pixels and NoData values at the ends of their types, which the fuzzer of rasters has found to overflow."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from image_translation.models.chips.export import ExportSettings, export_chips
from image_translation.models.chips.folder import ChipFolder
from image_translation.models.chips.pair import luma
from image_translation.models.errors import InputError
from image_translation.models.rasters.source import RasterSource
from image_translation.tests import helpers

needs_64_bits = pytest.mark.skipif(not hasattr(gdal, "GDT_Int64"), reason="GDAL before 3.5 has no 64-bit integers")


@pytest.mark.parametrize("dtype", ["int64", "uint64", "float64", "float32", "int32", "uint32"])
def test_the_grey_of_the_largest_numbers_is_as_large(dtype):
    limits = np.finfo(dtype) if np.dtype(dtype).kind == "f" else np.iinfo(dtype)
    values = np.full((3, 1, 3), 100, dtype)
    values[:, 0, 1], values[:, 0, 2] = limits.max, limits.min
    grey = luma(values, np.ones((1, 3), bool), None)
    assert grey.dtype == dtype and grey[0, 0, 0] == 100
    np.testing.assert_allclose(grey[0, 0, 1:].astype(float), [float(limits.max), float(limits.min)], rtol=1e-6)


def _int64(path, nodata):
    """A raster of 64-bit integers of which the first column is NoData."""
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 96, 96, 3, gdal.GDT_Int64)
    dataset.SetGeoTransform(helpers.UTM)
    dataset.SetProjection(helpers.wkt(32617))
    values = helpers.noise(1, 96, 96).astype(np.int64)
    values[0, :, 0] = nodata
    for number in range(1, 4):
        dataset.GetRasterBand(number).SetNoDataValue(nodata)
        dataset.GetRasterBand(number).WriteRaster(0, 0, 96, 96, values.tobytes(), buf_type=gdal.GDT_Int64)
    return str(path)


@needs_64_bits
def test_chips_of_64_bit_integers_keep_their_nodata(tmp_path):
    path = _int64(tmp_path / "b.tif", -(2**63))
    wanted = ExportSettings(
        target=path, output=tmp_path / "chips", grey_from_target=True, tile_size=32, stride=32, max_nodata=50.0
    )
    chips = ChipFolder.open(export_chips(wanted, helpers.Recorder()).folder)
    a, b, valid = chips.read(0)
    assert a.dtype == b.dtype == np.int64 and chips.b.nodata == -(2.0**63)
    assert not valid[:, 0].any() and valid[:, 1:].all()
    assert gdal.Open(str(chips.files[0][1])).GetRasterBand(1).GetNoDataValue() == -(2**63)


@needs_64_bits
def test_nodata_that_no_float_holds_is_refused(tmp_path):
    with pytest.raises(InputError, match="b.tif has the NoData value 9223372036854775807 in band 1"):
        RasterSource(_int64(tmp_path / "b.tif", 2**63 - 1))


def test_statistics_of_the_largest_numbers_are_finite(tmp_path):
    values = helpers.noise(3, 96, 96, "float64")
    values[:, 5, 5], values[:, 6, 6] = 1.7e308, -1.7e308
    path = helpers.make_raster(tmp_path / "b.tif", values)
    wanted = ExportSettings(target=path, output=tmp_path / "chips", grey_from_target=True, tile_size=32, stride=32)
    for domain in (ChipFolder.open(export_chips(wanted, helpers.Recorder()).folder).a,):
        band = domain.statistics[0]
        assert (band.minimum, band.maximum) == pytest.approx((-1.7e308, 1.7e308))
        assert np.isfinite([band.mean, band.std]).all()


def test_blocks_of_gigabytes_are_refused(tmp_path):
    path = str(tmp_path / "bomb.tif")
    options = ["SPARSE_OK=TRUE", "TILED=YES", "BLOCKXSIZE=65536", "BLOCKYSIZE=65536"]
    dataset = gdal.GetDriverByName("GTiff").Create(path, 65536, 65536, 1, gdal.GDT_Byte, options)
    del dataset
    with pytest.raises(InputError, match="bomb.tif has blocks of 65536 x 65536 pixels, which are too large"):
        RasterSource(path)


@pytest.mark.parametrize("geotransform", [(float("nan"),) * 6, (0, float("inf"), 0, 0, 0, 1)])
def test_a_place_that_cannot_be_names_the_raster(tmp_path, geotransform):
    path = helpers.make_raster(tmp_path / "b.tif", helpers.noise(1, 64, 64), geotransform=geotransform)
    with pytest.raises(InputError, match=r"b.tif: The geotransform \(.*\) is not usable; georeference"):
        RasterSource(path)


def test_a_message_of_gdal_that_is_no_text_is_an_error_like_others(tmp_path):
    """A TIFF whose directory is damaged in such a way that libtiff repeats bytes of it in its message."""
    path = tmp_path / "b.vrt"
    path.write_bytes(
        b'<VRTDataset rasterXSize="8" rasterYSize="8"><VRTRasterBand dataType="\xff\xfe" band="1"/></VRTDataset>'
    )
    with pytest.raises(InputError, match="b.vrt"), RasterSource(str(path)) as source:
        source.read(0, 0, 8, 8)
