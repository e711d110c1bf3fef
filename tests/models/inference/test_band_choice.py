"""Bands by number, by name, or in order."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from image_translation.models.errors import InputError
from image_translation.models.jobs import run_job
from image_translation.models.rasters.source import RasterSource
from image_translation.tests import helpers
from image_translation.tests.classifying import classify
from image_translation.tests.packages import band, package

BANDS = np.stack([np.full((64, 64), value, np.uint8) for value in (10, 60, 110, 160)])


def _model(tmp_path, *names):
    """A model that gives each of its input bands back."""
    gains = np.eye(len(names)).tolist()
    return package(
        tmp_path, gains=gains, input_bands=tuple(map(band, names)), output_bands=tuple(map(band, names)),
        color_space="direct",
    )


def _first_pixels(done):
    return done.values[:, 0, 0].tolist()


def test_names_find_their_bands_in_any_order(tmp_path):
    raster = helpers.make_raster(tmp_path / "r.tif", BANDS, names=("Blue", "green", "RED", "near_infrared"))
    done = classify(tmp_path, raster, _model(tmp_path, "Red", "Green", "Near infrared"))
    assert _first_pixels(done) == [110, 60, 160]
    assert "Bands by their names: Red is band 3, Green is band 2, Near infrared is band 4." in done.infos


def test_colours_are_names_where_descriptions_are_missing(tmp_path):
    raster = helpers.make_raster(tmp_path / "r.tif", BANDS[:3])
    dataset = gdal.Open(raster, gdal.GA_Update)
    for number, color in ((1, gdal.GCI_BlueBand), (2, gdal.GCI_GreenBand), (3, gdal.GCI_RedBand)):
        dataset.GetRasterBand(number).SetColorInterpretation(color)
    dataset = None
    assert _first_pixels(classify(tmp_path, raster, _model(tmp_path, "Red", "Blue"))) == [110, 10]


@pytest.mark.parametrize(
    "names, told",
    [
        (("Band 1", "Band 2", "Band 3", "Band 4"), False),
        (("Red", "Red", "Green", "x"), True),
        (("x", "y", "Red", "z"), True),
        (("Red", "y", "x", "z"), False),
        ((), False),
    ],
)
def test_otherwise_the_first_ones_in_order(tmp_path, names, told):
    raster = helpers.make_raster(tmp_path / "r.tif", BANDS, names=names)
    done = classify(tmp_path, raster, _model(tmp_path, "Red", "Green"))
    assert _first_pixels(done) == [10, 60]
    assert any("Only some names" in line for line in done.warnings) == told
    assert not any("by their names" in line for line in done.infos)


def test_numbers_and_names_on_the_command_line(tmp_path):
    raster = helpers.make_raster(tmp_path / "r.tif", BANDS, names=("Blue", "Green", "Red", "NIR"))
    model = _model(tmp_path, "Red", "Green", "Blue")
    values = {"input": raster, "model": str(model), "output": str(tmp_path / "out.tif")}
    run_job("classify", {**values, "input_bands": ["nir", "3", "blue"]}, helpers.Recorder())
    assert helpers.pixels(tmp_path / "out.tif")[:, 0, 0].tolist() == [160, 110, 10]
    assert _first_pixels(classify(tmp_path, raster, model, input_bands=(4, 1, 2))) == [160, 10, 60]


@pytest.mark.parametrize(
    "bands, words",
    [
        (("Red", "Grün", "Blue"), r"'Grün' is no band of .*r\.tif.* it has Blue, Green, Red, NIR"),
        (("1", "9", "2"), "no data band 9; choose from 1, 2, 3, 4"),
        (("1", "2"), "needs 3 band.* INPUT_BANDS names 2"),
    ],
)
def test_wrong_bands_are_one_sentence(tmp_path, bands, words):
    raster = helpers.make_raster(tmp_path / "r.tif", BANDS, names=("Blue", "Green", "Red", "NIR"))
    with pytest.raises(InputError, match=words):
        classify(tmp_path, raster, _model(tmp_path, "Red", "Green", "Blue"), input_bands=bands)
    assert not (tmp_path / "out.tif").exists()


def test_too_few_bands(tmp_path):
    raster = helpers.make_raster(tmp_path / "r.tif", BANDS[:2])
    with pytest.raises(InputError, match="model needs 3 band.* has 2; choose another"):
        classify(tmp_path, raster, _model(tmp_path, "Red", "Green", "Blue"))


def test_three_equal_bands_are_a_grey_picture(tmp_path):
    values = np.repeat(helpers.noise(1, 64, 64), 3, axis=0)
    done = classify(tmp_path, helpers.make_raster(tmp_path / "r.tif", values), package(tmp_path))
    np.testing.assert_array_equal(done.values[0], values[0])
    assert not any("luma" in line for line in done.infos) and not done.warnings


@pytest.mark.parametrize("order, nodata", [((0, 1, 2), None), ((2, 1, 0), 7)])
def test_a_grey_model_is_given_the_luma_of_colours(tmp_path, order, nodata):
    values = helpers.noise(3, 100, 120)
    if nodata is not None:
        values[:, :30, :40] = nodata
    colors = [(gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand)[n] for n in order]
    raster = helpers.make_raster(tmp_path / "r.tif", values, nodata=nodata)
    dataset = gdal.Open(raster, gdal.GA_Update)
    for number, color in enumerate(colors, start=1):
        dataset.GetRasterBand(number).SetColorInterpretation(color)
    del dataset
    done = classify(tmp_path, raster, package(tmp_path), overlap=8)
    red, green, blue = (values[order.index(n)].astype(int) for n in range(3))
    expected = (299 * red + 587 * green + 114 * blue + 500) // 1000
    with RasterSource(raster) as source:
        valid = source.read(0, 0, 120, 100)[1]
    np.testing.assert_array_equal(done.valid, valid)
    np.testing.assert_array_equal(done.values[0][valid & (expected != nodata)], expected[valid & (expected != nodata)])
    listed = ", ".join(str(order.index(n) + 1) for n in range(3))
    assert any(f"given the luma of bands {listed}; choose another" in line for line in done.infos)
    assert not done.warnings
    chosen = classify(tmp_path, raster, package(tmp_path), input_bands=("2",), output=tmp_path / "second.tif")
    np.testing.assert_array_equal(chosen.values[0][chosen.valid], values[1][chosen.valid])
    assert not any("luma" in line for line in chosen.infos)


def test_the_colours_of_four_bands_are_found_by_their_names(tmp_path):
    raster = helpers.make_raster(tmp_path / "r.tif", BANDS, names=("NIR", "Red", "Green", "Blue"))
    done = classify(tmp_path, raster, package(tmp_path))
    assert done.values[0, 0, 0] == (299 * 60 + 587 * 110 + 114 * 160 + 500) // 1000


@pytest.mark.parametrize("count, names, wanted", [(13, (), 1), (3, ("NIR", "Red", "Green"), 1), (2, (), 1), (4, (), 3)])
def test_unclear_bands_are_told(tmp_path, count, names, wanted):
    values = np.stack([np.full((64, 64), 99 + number, np.uint8) for number in range(1, count + 1)])
    raster = helpers.make_raster(tmp_path / "r.tif", values, names=names)
    model = package(tmp_path) if wanted == 1 else _model(tmp_path, "Red", "Green", "Blue")
    done = classify(tmp_path, raster, model)
    taken = "band 1" if wanted == 1 else "bands 1, 2, 3"
    assert done.values[0, 0, 0] == 100
    (warning,) = done.warnings
    assert f"r.tif has {count} bands" in warning and f"{taken}; choose others with INPUT_BANDS" in warning
    named = tuple(map(str, range(1, wanted + 1)))
    done = classify(tmp_path, raster, model, input_bands=named, output=tmp_path / "o.tif")
    assert not done.warnings


def test_a_model_of_one_band_that_is_no_grey_is_not_given_luma(tmp_path):
    raster = helpers.make_raster(tmp_path / "r.tif", BANDS[:3])
    done = classify(tmp_path, raster, _model(tmp_path, "Near infrared"))
    assert _first_pixels(done) == [10]
    assert any("it is given band 1" in line for line in done.warnings)
