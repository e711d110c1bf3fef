"""Bands by number, by name, or in order."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from image_translation.models.errors import InputError
from image_translation.models.jobs import run_job
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
