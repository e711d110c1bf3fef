"""Numbers of colours in a table are read as the colours, wherever a raster is read."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from image_translation.models.chips.export import ExportSettings, export_chips
from image_translation.models.chips.folder import ChipFolder
from image_translation.models.errors import InputError
from image_translation.models.rasters.source import RasterSource, on_grid
from image_translation.tests import helpers
from image_translation.tests.classifying import classify
from image_translation.tests.packages import band, package

COLOURS = np.array([(200, 10, 10), (10, 180, 40), (30, 60, 250), (90, 90, 90), (250, 250, 0)], np.uint8)
GREYS = np.array([(250,) * 3, (120,) * 3, (5,) * 3, (60,) * 3, (61,) * 3], np.uint8)


def make(path, colors, nodata=None, transparent=None, driver="GTiff"):
    """A raster of 150 x 180 numbers, and the numbers."""
    numbers = np.random.default_rng(3).integers(0, len(colors), (150, 180)).astype(np.uint8)
    dataset = gdal.GetDriverByName("MEM").Create("", 180, 150, 1, gdal.GDT_Byte)
    dataset.SetGeoTransform(helpers.UTM)
    dataset.SetProjection(helpers.wkt(32617))
    dataset.GetRasterBand(1).WriteRaster(0, 0, 180, 150, numbers.tobytes())
    if nodata is not None:
        dataset.GetRasterBand(1).SetNoDataValue(nodata)
    table = gdal.ColorTable()
    for number, color in enumerate(colors):
        table.SetColorEntry(number, (*map(int, color), 0 if number == transparent else 255))
    dataset.GetRasterBand(1).SetColorTable(table)
    gdal.GetDriverByName(driver).CreateCopy(str(path), dataset).FlushCache()
    return str(path), numbers


def colour_model(tmp_path):
    names = ("Red", "Green", "Blue")
    bands = tuple(map(band, names))
    return package(tmp_path, gains=np.eye(3).tolist(), input_bands=bands, output_bands=bands)


@pytest.mark.parametrize("driver", ["GTiff", "PNG", "GIF"])
@pytest.mark.parametrize("colors", [COLOURS, GREYS])
def test_colours_and_greys(tmp_path, colors, driver):
    path, numbers = make(tmp_path / "p.dat", colors, driver=driver)
    expected = colors.T[:, numbers][: 1 if colors is GREYS else 3]
    for bands in (None, (1,)):
        with RasterSource(path, bands) as source:
            assert source.paletted and source.dtype == np.uint8
            values, valid = source.read(7, 9, 100, 90)
            np.testing.assert_array_equal(values, expected[:, 9:99, 7:107])
            assert valid.all()
            assert path in source.files


@pytest.mark.parametrize(
    "driver, marks", [("GTiff", {"nodata": 2}), ("PNG", {"nodata": 2}), ("PNG", {"transparent": 2})]
)
def test_nodata_and_transparent_colours_are_holes(tmp_path, driver, marks):
    for colors in (COLOURS, GREYS):
        path, numbers = make(tmp_path / "p.dat", colors, driver=driver, **marks)
        with RasterSource(path) as source:
            values, valid = source.read(0, 0, 180, 150)
        np.testing.assert_array_equal(valid, numbers != 2)
        np.testing.assert_array_equal(values[:, valid], colors.T[:, numbers][: len(values), valid])
        assert len(values) == (3 if colors is COLOURS else 1)


def test_a_table_of_greys_in_order_is_nothing_new(tmp_path):
    path, numbers = make(tmp_path / "p.tif", np.arange(256, dtype=np.uint8)[:, None].repeat(3, 1))
    with RasterSource(path) as source:
        assert not source.paletted
        np.testing.assert_array_equal(source.read(0, 0, 180, 150)[0][0], numbers)


def test_classify_sees_colours(tmp_path):
    path, numbers = make(tmp_path / "p.tif", COLOURS, nodata=4)
    for bands in ((), ("1",)):
        done = classify(tmp_path, path, colour_model(tmp_path), input_bands=bands)
        np.testing.assert_array_equal(done.valid, numbers != 4)
        np.testing.assert_array_equal(done.values[:, done.valid], COLOURS.T[:, numbers[done.valid]])
        assert any("p.tif holds numbers of colours in a table" in line for line in done.infos)
    luma = ((COLOURS.astype(int) @ (299, 587, 114) + 500) // 1000)[numbers]
    done = classify(tmp_path, path, package(tmp_path))
    np.testing.assert_array_equal(done.values[0][done.valid], luma[done.valid])
    assert any("given the luma of bands 1, 2, 3" in line for line in done.infos)


def test_training_pairs_are_colours_and_may_be_resampled(tmp_path):
    path, numbers = make(tmp_path / "p.tif", COLOURS, nodata=4)
    wanted = {"grey_from_target": True, "tile_size": 32, "stride": 32, "max_nodata": 50}
    recorder = helpers.Recorder()
    export_chips(ExportSettings(path, tmp_path / "chips", "", **wanted), recorder)
    chips = ChipFolder.open(tmp_path / "chips")
    assert len(chips.a.band_names) == 1 and chips.b.band_names == ("Red", "Green", "Blue")
    assert any("p.tif holds numbers of colours" in line for line in recorder.infos)
    for index in range(len(chips)):
        a, b, valid = chips.read(index)
        assert (b[:, valid].T[:, None] == COLOURS[None]).all(axis=2).any(axis=1).all()
        assert 0.5 < valid.mean() < 1.0
    with RasterSource(path) as source:
        left, a, _, top, _, e = source.grid.geotransform
        half = source.grid.window(0, 0, 90, 75)
    object.__setattr__(half, "geotransform", (left, 2 * a, 0.0, top, 0.0, 2 * e))
    with on_grid(path, half, None, "average") as source:
        values, valid = source.read(0, 0, 90, 75)
    colours = np.where(numbers != 4, COLOURS.T[:, numbers], 0).astype(float).reshape(3, 75, 2, 90, 2).sum(axis=(2, 4))
    counts = (numbers != 4).reshape(75, 2, 90, 2).sum(axis=(1, 3))
    np.testing.assert_array_equal(valid, counts > 0)
    np.testing.assert_allclose(values[:, valid], (colours / np.maximum(counts, 1))[:, valid], atol=1.01)


def test_a_table_beside_other_bands_is_refused(tmp_path):
    path, numbers = make(tmp_path / "p.tif", COLOURS)
    one, two = gdal.Open(path), gdal.BuildVRT(str(tmp_path / "two.vrt"), [path, path], separate=True)
    two.GetRasterBand(2).SetColorTable(one.GetRasterBand(1).GetColorTable())
    two.FlushCache()
    with pytest.raises(InputError, match="Band 2 of .*two.vrt holds numbers of colours .*convert it to RGB first"):
        RasterSource(str(tmp_path / "two.vrt"), (2,))
    with RasterSource(str(tmp_path / "two.vrt"), (1,)) as source:
        np.testing.assert_array_equal(source.read(0, 0, 180, 150)[0][0], numbers)
