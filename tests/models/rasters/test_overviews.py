"""Overviews hold the means of valid pixels, and cost nothing where the raster is empty."""

from __future__ import annotations

import time

import numpy as np
import pytest
from osgeo import gdal

from image_translation.models.errors import Cancelled
from image_translation.models.rasters.grid import Grid
from image_translation.models.rasters.overviews import factors, halve
from image_translation.models.rasters.writer import RasterWriter
from image_translation.tests import helpers


def test_factors_end_where_a_tile_suffices():
    assert factors(256, 256) == [] and factors(257, 10) == [2] and factors(1000, 3000) == [2, 4, 8, 16]


def test_means_by_value():
    values = np.array([[1, 2, 9], [4, 6, 9], [8, 0, 7]], np.uint8)
    assert halve(values, None).tolist() == [[3, 9], [4, 7]]
    assert halve(values, 0.0).tolist() == [[3, 9], [8, 7]]
    assert halve(np.zeros((2, 2), np.uint8), 0.0).tolist() == [[0]]
    assert halve(np.zeros((2, 2), np.int16), -5.0).tolist() == [[0]]


def test_nan_and_large_numbers():
    values = np.array([[np.nan, 2.5], [np.nan, np.nan]], np.float32)
    assert halve(values, float("nan")).tolist() == [[2.5]]
    assert np.isnan(halve(np.full((2, 2), np.nan, np.float32), float("nan"))).all()
    assert halve(np.full((4, 4), 65535, np.uint16), None).tolist() == [[65535, 65535], [65535, 65535]]


@pytest.mark.parametrize("dtype, nodata", [("uint8", 0.0), ("uint16", None), ("float32", float("nan"))])
def test_every_level_in_the_file(tmp_path, dtype, nodata):
    values = helpers.noise(2, 1100, 2500, dtype)
    if nodata is not None:
        values[:, 100:300, 77:400] = nodata
    with RasterWriter(tmp_path / "o.tif", Grid(2500, 1100), 2, dtype, nodata=nodata, overviews=True) as writer:
        writer.write(0, 0, values)
    dataset = gdal.Open(str(tmp_path / "o.tif"))
    for number, expected in enumerate(values, start=1):
        for level in range(4):
            expected = halve(expected, nodata)
            got = dataset.GetRasterBand(number).GetOverview(level).ReadAsArray()
            np.testing.assert_array_equal(got, expected)
    assert dataset.GetRasterBand(1).GetOverviewCount() == 4


@pytest.mark.parametrize("rows", [(0, 300, 1000, 1101), (0, 301, 700, 1101)])
def test_levels_of_a_raster_that_comes_in_windows(tmp_path, rows):
    """Also when the windows cut through the pixels of the overviews."""
    values = helpers.noise(3, 1101, 901)
    with RasterWriter(tmp_path / "o.tif", Grid(901, 1101), 3, "uint8", rgb=True, overviews=True) as writer:
        for top, bottom in zip(rows, rows[1:]):
            for left, right in ((0, 500), (500, 901)):
                writer.write(left, top, values[:, top:bottom, left:right])
    dataset = gdal.Open(str(tmp_path / "o.tif"))
    for number, expected in enumerate(values, start=1):
        np.testing.assert_array_equal(dataset.GetRasterBand(number).ReadAsArray(), expected)
        for level in range(dataset.GetRasterBand(1).GetOverviewCount()):
            expected = halve(expected, None)
            got = dataset.GetRasterBand(number).GetOverview(level).ReadAsArray()
            np.testing.assert_array_equal(got, expected)


def test_an_empty_raster_is_quick_and_small(tmp_path):
    begun = time.monotonic()
    with RasterWriter(tmp_path / "o.tif", Grid(60_000, 60_000), 3, "uint8", nodata=0, overviews=True) as writer:
        writer.write(30_000, 30_000, np.full((3, 300, 300), 9, np.uint8))
    assert time.monotonic() - begun < 8 and (tmp_path / "o.tif").stat().st_size < 5_000_000
    dataset = gdal.Open(str(tmp_path / "o.tif"))
    overview = dataset.GetRasterBand(1).GetOverview(1)
    assert overview.ReadAsArray(7500, 7500, 1, 1)[0, 0] == 9 and overview.ReadAsArray(0, 0, 1, 1)[0, 0] == 0


@pytest.mark.parametrize("cog", [False, True])
def test_cancelled_while_they_are_made(tmp_path, cog):
    class Stop(helpers.Recorder):
        stop = False

        def is_cancelled(self):
            return self.stop

    feedback = Stop()
    with pytest.raises(Cancelled):
        with RasterWriter(
            tmp_path / "o.tif", Grid(900, 900), 1, "uint8", overviews=True, cog=cog, feedback=feedback
        ) as writer:
            writer.write(0, 0, helpers.noise(1, 900, 900))
            feedback.stop = True
    assert helpers.tree(tmp_path) == {}
