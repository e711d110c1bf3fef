"""Windows and valid masks, for each way in which a raster marks missing pixels."""

from __future__ import annotations

import os

import numpy as np
import pytest
from osgeo import gdal

from image_translation.models.errors import InputError
from image_translation.models.rasters.grid import Grid
from image_translation.models.rasters.source import RasterSource, on_grid
from image_translation.tests import helpers

HOLE = (slice(5, 9), slice(20, 30))


def hole(shape=(40, 60)):
    """(H, W) bool: False in the hole."""
    valid = np.ones(shape, dtype=bool)
    valid[HOLE] = False
    return valid


def test_reads_windows_bit_for_bit(tmp_path):
    values = helpers.noise(3, 40, 60, "uint16")
    path = helpers.make_raster(tmp_path / "r.tif", values, names=("R", "G", "NIR"))
    with RasterSource(path, (3, 1)) as source:
        got, valid = source.read(7, 11, 20, 15)
        np.testing.assert_array_equal(got, values[[2, 0], 11:26, 7:27])
        assert valid.all() and not source.has_mask
        assert source.band_names == ("NIR", "R") and source.bands == (3, 1)
        assert source.dtype == np.uint16 and source.nodata is None
        assert source.grid.geotransform == helpers.UTM and source.grid.cell_size == (0.5, 0.5)


def test_outside_the_raster_nothing_is_valid(tmp_path):
    values = helpers.noise(2, 40, 60)
    path = helpers.make_raster(tmp_path / "r.tif", values, nodata=9)
    with RasterSource(path) as source:
        got, valid = source.read(-4, 30, 10, 20)
        np.testing.assert_array_equal(got[:, :10, 4:], values[:, 30:, :6])
        assert not valid[:, :4].any() and not valid[10:].any()
        assert (got[:, :, :4] == 9).all()
        got, valid = source.read(100, 100, 5, 5)
        assert not valid.any()


@pytest.mark.parametrize(
    "dtype, nodata", [("uint8", 0), ("uint8", 255), ("int16", -9999), ("float32", -9999.5), ("float32", float("nan"))]
)
def test_nodata_value(tmp_path, dtype, nodata):
    values = helpers.noise(1, 40, 60, dtype).clip(1, 200)
    values[:, ~hole()] = nodata
    with RasterSource(helpers.make_raster(tmp_path / "r.tif", values, nodata=nodata)) as source:
        assert source.has_mask
        got, valid = source.read(10, 2, 40, 30)
        np.testing.assert_array_equal(valid, hole()[2:32, 10:50])
        np.testing.assert_array_equal(got, values[:, 2:32, 10:50])


def test_nan_without_nodata_value(tmp_path):
    values = helpers.noise(2, 40, 60, "float32")
    values[1][~hole()] = np.nan
    values[0, 0, 0] = np.inf
    with RasterSource(helpers.make_raster(tmp_path / "r.tif", values)) as source:
        expected = hole()
        expected[0, 0] = False
        np.testing.assert_array_equal(source.read(0, 0, 60, 40)[1], expected)


def test_alpha_band_is_no_data_band(tmp_path):
    values = helpers.noise(3, 40, 60)
    path = helpers.make_raster(tmp_path / "r.tif", values, alpha=hole() * 255)
    with RasterSource(path) as source:
        assert source.bands == (1, 2, 3)
        got, valid = source.read(0, 0, 60, 40)
        np.testing.assert_array_equal(got, values)
        np.testing.assert_array_equal(valid, hole())
    with pytest.raises(InputError, match="no data band 5; choose from 1, 2, 3"):
        RasterSource(path, (5,))


def test_near_infrared_that_the_file_calls_alpha_is_data_for_who_asks_for_it(tmp_path):
    values = helpers.noise(3, 40, 60)
    infrared = helpers.noise(1, 40, 60)[0] // 2
    path = helpers.make_raster(tmp_path / "r.tif", values, alpha=infrared)
    with RasterSource(path, (4, 1)) as source:
        got, valid = source.read(0, 0, 60, 40)
        np.testing.assert_array_equal(got, [infrared, values[0]])
        assert valid.all()
        grid = source.grid
    left, width, _, top, _, height = grid.geotransform
    finer = Grid(60, 40, (left, width / 2, 0, top, 0, height / 2), grid.crs)
    with on_grid(path, finer, (1, 4), "nearest") as source:
        got, valid = source.read(0, 0, 60, 40)
        expected = np.stack([values[0], infrared])[:, :20, :30].repeat(2, axis=1).repeat(2, axis=2)
        np.testing.assert_array_equal(got, expected)
        assert valid.all()


@pytest.mark.parametrize("driver, suffix", [("GTiff", "tif"), ("PNG", "png")])
def test_mask_band(tmp_path, driver, suffix):
    values = helpers.noise(1, 40, 60)
    path = helpers.make_raster(tmp_path / f"r.{suffix}", values, mask=hole(), driver=driver)
    with RasterSource(path) as source:
        got, valid = source.read(0, 0, 60, 40)
        np.testing.assert_array_equal(got, values)
        np.testing.assert_array_equal(valid, hole())


def test_nodata_at_the_end_of_the_range_must_be_in_all_bands(tmp_path):
    values = helpers.noise(3, 40, 60)
    values[:, ~hole()] = 0
    values[0, 20, 20] = 0  # a dark red, not a hole
    path = helpers.make_raster(tmp_path / "r.tif", values, nodata=0)
    for bands in (None, (1,), (1, 2)):
        with RasterSource(path, bands) as source:
            np.testing.assert_array_equal(source.read(0, 0, 60, 40)[1], hole())


def test_other_nodata_in_any_band_counts(tmp_path):
    values = helpers.noise(3, 40, 60, "int16")
    values[1][~hole()] = -1
    path = helpers.make_raster(tmp_path / "r.tif", values, nodata=-1)
    with RasterSource(path) as source:
        np.testing.assert_array_equal(source.read(0, 0, 60, 40)[1], hole())
    with RasterSource(path, (1, 3)) as source:
        assert source.read(0, 0, 60, 40)[1].all()


def test_nodata_value_per_band(tmp_path):
    values = helpers.noise(2, 40, 60, "int16")
    path = helpers.make_raster(tmp_path / "r.tif", values)
    vrt = gdal.Translate(str(tmp_path / "r.vrt"), path, format="VRT")
    vrt.GetRasterBand(1).SetNoDataValue(int(values[0, 3, 4]))
    vrt.GetRasterBand(2).SetNoDataValue(int(values[1, 6, 7]))
    vrt.FlushCache()
    with RasterSource(str(tmp_path / "r.vrt")) as source:
        valid = source.read(0, 0, 60, 40)[1]
    np.testing.assert_array_equal(valid, (values[0] != values[0, 3, 4]) & (values[1] != values[1, 6, 7]))


def test_unreadable_inputs_name_the_file(tmp_path):
    missing = str(tmp_path / "missing.tif")
    with pytest.raises(InputError, match="missing.tif cannot be opened"):
        RasterSource(missing)
    text = tmp_path / "notes.txt"
    text.write_text("not a raster")
    with pytest.raises(InputError, match="notes.txt cannot be opened"):
        RasterSource(str(text))
    memory = gdal.GetDriverByName("GTiff").Create(str(tmp_path / "c.tif"), 4, 4, 1, gdal.GDT_CFloat32)
    memory.FlushCache()
    del memory
    with pytest.raises(InputError, match="CFloat32"):
        RasterSource(str(tmp_path / "c.tif"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with a name are a thing of Unix")
@pytest.mark.timeout(20)
@pytest.mark.skipif(hasattr(gdal, "GDT_Int8"), reason="this GDAL reads signed bytes as such")
def test_signed_bytes_are_not_taken_for_others(tmp_path):
    path = str(tmp_path / "signed.tif")
    gdal.GetDriverByName("GTiff").Create(path, 4, 4, 1, gdal.GDT_Byte, ["PIXELTYPE=SIGNEDBYTE"]).FlushCache()
    with pytest.raises(InputError, match=r"signed\.tif holds signed bytes"):
        RasterSource(path)


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.tif")
    with pytest.raises(InputError, match="pipe.tif is no regular file"):
        RasterSource(str(tmp_path / "pipe.tif"))


def test_damaged_file_is_an_input_error(tmp_path):
    path = tmp_path / "r.tif"
    helpers.make_raster(path, helpers.noise(1, 400, 400), options=["COMPRESS=DEFLATE"])
    content = path.read_bytes()
    path.write_bytes(content[:8] + b"\x55" * (len(content) // 2) + content[8 + len(content) // 2 :])
    with pytest.raises(InputError, match="r.tif"):
        with RasterSource(str(path)) as source:
            source.read(0, 0, 400, 400)


@pytest.mark.parametrize("switched_on", [False, True])
def test_the_hosts_gdal_state_stays(tmp_path, switched_on):
    path = helpers.make_raster(tmp_path / "r.tif", helpers.noise(1, 10, 10))
    before = gdal.GetUseExceptions()
    (gdal.UseExceptions if switched_on else gdal.DontUseExceptions)()
    try:
        with RasterSource(path) as source:
            source.read(0, 0, 10, 10)
        with pytest.raises(InputError):
            RasterSource(str(tmp_path / "none.tif"))
        assert bool(gdal.GetUseExceptions()) is switched_on
    finally:
        (gdal.UseExceptions if before else gdal.DontUseExceptions)()


def test_shifted_grid_is_read_bit_for_bit(tmp_path):
    values = helpers.noise(2, 40, 60)
    path = helpers.make_raster(tmp_path / "r.tif", values)
    own = Grid(60, 40, helpers.UTM, helpers.wkt(32617))
    with on_grid(path, own.window(10, -5, 30, 20)) as source:
        got, valid = source.read(0, 0, 30, 20)
        np.testing.assert_array_equal(got[:, 5:], values[:, :15, 10:40])
        assert valid[5:].all() and not valid[:5].any()
        assert source.grid.width == 30 and source.has_mask
    with on_grid(path, own) as source:
        assert not source.has_mask


def test_without_crs_the_grids_must_agree(tmp_path):
    values = helpers.noise(1, 40, 60)
    bare = helpers.make_raster(tmp_path / "bare.png", values, epsg=0, geotransform=None, driver="PNG")
    with on_grid(bare, Grid(60, 40, helpers.UTM, helpers.wkt(32617))) as source:
        np.testing.assert_array_equal(source.read(5, 5, 10, 10)[0], values[:, 5:15, 5:15])
    with pytest.raises(InputError, match="bare.png has no coordinate reference system"):
        on_grid(bare, Grid(61, 40, helpers.UTM, helpers.wkt(32617)))
    with pytest.raises(InputError, match="no coordinate reference system"):
        on_grid(bare, Grid(61, 40))
