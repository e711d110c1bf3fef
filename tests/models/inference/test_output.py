"""What the output raster is like: type, format, options, overviews, statistics, colours, NoData."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from image_translation.models.errors import InputError
from image_translation.models.inference import streaming
from image_translation.models.rasters.overviews import halve
from image_translation.tests import helpers
from image_translation.tests.classifying import classify
from image_translation.tests.packages import band, package


def _noise(height=150, width=200, low=1):
    return np.random.default_rng(3).integers(low, 255, (height, width)).astype(np.uint8)


def _grey(folder, values=None, **options):
    return helpers.make_raster(folder / "grey.tif", _noise() if values is None else values, **options)


@pytest.mark.parametrize(
    "data_type, gain, expected",
    [
        ("model", 1.5, np.uint8),
        ("uint8", 1.5, np.uint8),
        ("uint16", 300.0, np.uint16),
        ("int16", -200.0, np.int16),
        ("float32", 0.3, np.float32),
    ],
)
def test_data_types_are_rounded_and_clipped(tmp_path, data_type, gain, expected):
    grey = _noise()
    model = package(tmp_path, gains=((gain,),), output_bands=(band("Value"),), color_space="direct")
    done = classify(tmp_path, _grey(tmp_path, grey), model, data_type=data_type, overlap=8)
    exact = grey.astype(np.float64) * np.float32(gain)
    if expected != np.float32:
        exact = np.clip(np.rint(exact), np.iinfo(expected).min, np.iinfo(expected).max)
    assert done.values.dtype == expected
    np.testing.assert_allclose(done.values[0], exact, rtol=1e-6, atol=0 if expected == np.float32 else 1)
    dataset = done.dataset
    predictor = dataset.GetMetadataItem("PREDICTOR", "IMAGE_STRUCTURE")
    assert predictor in (None, "3" if expected == np.float32 else "2")


def test_float_output_keeps_white_pixels_beside_a_nodata_of_255(tmp_path):
    """GDAL compares floating-point NoData with a tolerance, so 255 cannot stay NoData where it is a colour too."""
    grey = _noise()
    grey[0, :50] = 255
    raster = _grey(tmp_path, grey, nodata=255)
    model = package(tmp_path, gains=((1.25,), (1.0,), (1.0,)))
    done = classify(tmp_path, raster, model, data_type="float32", overlap=8)
    np.testing.assert_array_equal(done.valid, grey != 255)
    assert all(np.isnan(value) for value in helpers.nodata_of(done.path))
    floats = helpers.make_raster(tmp_path / "floats.tif", grey.astype(np.float32), nodata=-9999.0)
    kept = classify(tmp_path, floats, package(tmp_path, name="f", input_bands=(band(dtype="float32"),)))
    assert helpers.nodata_of(kept.path) == [0, 0, 0]
    kept = classify(tmp_path, floats, tmp_path / "f.dlpk", data_type="float32")
    assert helpers.nodata_of(kept.path) == [-9999.0] * 3


@pytest.mark.parametrize("nodata", [None, 0])
@pytest.mark.parametrize("output_format", ["geotiff", "cog"])
def test_statistics_are_those_of_the_pixels(tmp_path, output_format, nodata):
    grey = _noise(300, 700, 0)
    raster = _grey(tmp_path, grey, nodata=nodata)
    done = classify(tmp_path, raster, package(tmp_path), output_format=output_format, uncertainty=True)
    for number, values in enumerate(done.values, start=1):
        pixels = values[done.valid].astype(float)
        stored = done.metadata(number)
        found = [float(stored[f"STATISTICS_{key}"]) for key in ("MINIMUM", "MAXIMUM", "MEAN", "STDDEV")]
        np.testing.assert_allclose(found, [pixels.min(), pixels.max(), pixels.mean(), pixels.std()], rtol=1e-9)
        assert found == done.dataset.GetRasterBand(number).GetStatistics(False, False)
    assert not list(tmp_path.glob("*.aux.xml"))


def test_statistics_of_a_resumed_run(tmp_path, monkeypatch):
    from image_translation.models.errors import Cancelled

    monkeypatch.setattr(streaming, "RESUME_PIXELS", 1)
    raster, model = _grey(tmp_path, _noise(400, 300)), package(tmp_path)
    whole = classify(tmp_path, raster, model, batch_size=1, tile_size=64, overlap=8).metadata(1)
    with pytest.raises(Cancelled):
        classify(tmp_path, raster, model, helpers.Recorder(20), batch_size=1, tile_size=64, overlap=8)
    again = classify(tmp_path, raster, model, batch_size=1, tile_size=64, overlap=8)
    assert any("Going on" in line for line in again.infos)
    assert again.metadata(1) == whole


def test_a_raster_without_data_has_no_statistics(tmp_path):
    raster = _grey(tmp_path, np.zeros((100, 100), np.uint8), nodata=0)
    done = classify(tmp_path, raster, package(tmp_path), tile_size=64, overlap=32)
    assert not done.valid.any() and done.result.tiles == 0 and done.result.empty_tiles == 9
    assert "STATISTICS_MEAN" not in done.metadata(1)


def test_cog_is_valid_and_holds_the_same(tmp_path):
    validate = pytest.importorskip("osgeo_utils.samples.validate_cloud_optimized_geotiff").validate
    raster, model = _grey(tmp_path, _noise(700, 900), nodata=7), package(tmp_path)
    plain = classify(tmp_path, raster, model)
    cog = classify(tmp_path, raster, model, output=tmp_path / "cog.tif", output_format="cog", overviews=False)
    warnings, errors, _ = validate(str(cog.path), full_check=True)
    assert not warnings and not errors
    np.testing.assert_array_equal(cog.values, plain.values)
    helpers.assert_same_grid(raster, cog.path)
    assert helpers.nodata_of(cog.path) == [7, 7, 7] and helpers.color_names(cog.path) == ["Red", "Green", "Blue"]
    assert cog.dataset.GetMetadataItem("IMAGE_TRANSLATION_MODEL") == "model"
    assert [cog.dataset.GetRasterBand(n).GetDescription() for n in (1, 2, 3)] == ["Red", "Green", "Blue"]
    leftovers = {item.name for item in tmp_path.iterdir()} - {"grey.tif", "model.dlpk", "model_graph.onnx"}
    assert leftovers == {"out.tif", "cog.tif"}


@pytest.mark.parametrize("overviews", [True, False])
def test_overviews_by_choice(tmp_path, overviews):
    done = classify(tmp_path, _grey(tmp_path, _noise(600, 700)), package(tmp_path), overviews=overviews)
    dataset = done.dataset
    red = dataset.GetRasterBand(1)
    assert red.GetOverviewCount() == (2 if overviews else 0)
    if overviews:
        np.testing.assert_array_equal(red.GetOverview(0).ReadAsArray(), halve(done.values[0], None))


@pytest.mark.parametrize(
    "output_format, option", [("geotiff", "BLOCKXSIZE=128|BLOCKYSIZE=128"), ("cog", "BLOCKSIZE=128")]
)
def test_creation_options_are_obeyed(tmp_path, output_format, option):
    done = classify(
        tmp_path,
        _grey(tmp_path),
        package(tmp_path),
        output_format=output_format,
        creation_options=("COMPRESS=LZW", option),
    )
    dataset = done.dataset
    assert dataset.GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE") == "LZW"
    assert dataset.GetRasterBand(1).GetBlockSize() == [128, 128]


@pytest.mark.parametrize("settings", [{}, {"output_format": "cog"}, {"match_cell_size": True}])
def test_unknown_creation_option_stops_before_the_work(tmp_path, settings):
    raster = _grey(tmp_path)
    model = package(tmp_path, crs=helpers.wkt(32617), cell_size=(1.0, 1.0))
    feedback = helpers.Recorder()
    with pytest.raises(InputError, match="no option COMPRESSION"):
        classify(tmp_path, raster, model, feedback, creation_options=("COMPRESSION=LZW",), **settings)
    assert not feedback.fractions and not list(tmp_path.glob("*out*"))


def test_options_that_do_not_go_together_are_one_sentence(tmp_path):
    model = package(tmp_path, output_bands=(band("A", "uint16", 60000.0),) * 3)
    with pytest.raises(InputError, match="out.tif cannot be written"):
        classify(tmp_path, _grey(tmp_path), model, creation_options=("BLOCKXSIZE=17",))
    assert not list(tmp_path.glob("*out*"))


def test_colour_bands_of_any_type_are_named_as_such(tmp_path):
    names = ("Red", "Green", "Blue", "NIR")
    model = package(
        tmp_path,
        gains=((100.0,), (50.0,), (25.0,), (10.0,)),
        output_bands=tuple(band(name, "uint16", 30000.0) for name in names),
        output_range=(0.0, 30000.0),
        color_space="direct",
    )
    done = classify(tmp_path, _grey(tmp_path), model)
    assert helpers.color_names(done.path) == ["Red", "Green", "Blue", "Undefined"]
    assert [done.dataset.GetRasterBand(n).GetDescription() for n in (1, 2, 3, 4)] == list(names)
    assert not list(tmp_path.glob("*.aux.xml"))
    assert gdal.GetDataTypeName(done.dataset.GetRasterBand(1).DataType) == "UInt16"


@pytest.mark.parametrize(
    "settings, words",
    [({"data_type": "complex"}, "DATA_TYPE 'complex' must be one of model, uint8"), ({"output_format": "png"}, "cog")],
)
def test_wrong_choices_are_named(tmp_path, settings, words):
    with pytest.raises(InputError, match=words):
        classify(tmp_path, _grey(tmp_path), package(tmp_path), **settings)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_a_nodata_value_that_is_too_large_for_the_output(tmp_path, dtype):
    values = helpers.noise(1, 100, 120, dtype).clip(1, 255)
    values[0, 20:40, 30:50] = -np.inf if dtype == "float32" else -1.7976931348623157e308
    if dtype == "float32":
        values[0, 20:30, 30:50] = np.finfo(np.float32).min
    raster = helpers.make_raster(tmp_path / "r.tif", values, nodata=-1.7976931348623157e308)
    model = package(tmp_path, input_bands=(band(dtype=dtype),))
    done = classify(tmp_path, raster, model, data_type="float32", overviews=True)
    hole = np.zeros((100, 120), bool)
    hole[20:40, 30:50] = True
    np.testing.assert_array_equal(done.valid, ~hole)
    statistics = {key: float(value) for key, value in done.metadata(1).items() if key.startswith("STATISTICS")}
    exact = done.values[0][~hole].astype(float)
    assert statistics["STATISTICS_MINIMUM"] == pytest.approx(exact.min())
    assert statistics["STATISTICS_MEAN"] == pytest.approx(exact.mean(), rel=1e-6)
    assert statistics["STATISTICS_STDDEV"] == pytest.approx(exact.std(), rel=1e-4)
    np.testing.assert_array_equal(helpers.mask_of(done.path), ~hole)


def _scaled(tmp_path, bands=1, units=("", "", "")):
    raster = helpers.make_raster(tmp_path / "scaled.tif", helpers.noise(bands, 64, 64))
    dataset = gdal.Open(raster, gdal.GA_Update)
    for number in range(1, bands + 1):
        dataset.GetRasterBand(number).SetScale(1e-4)
        dataset.GetRasterBand(number).SetOffset(-0.1)
        dataset.GetRasterBand(number).SetUnitType(units[number - 1])
    del dataset
    return raster


@pytest.mark.parametrize("output_format", ["geotiff", "cog"])
def test_scale_and_offset_go_on_where_the_values_stay_of_their_kind(tmp_path, output_format):
    raster = _scaled(tmp_path, units=("sr",))
    done = classify(tmp_path, raster, package(tmp_path), output_format=output_format)
    bands = [done.dataset.GetRasterBand(number) for number in (1, 2, 3)]
    assert [(b.GetScale(), b.GetOffset(), b.GetUnitType()) for b in bands] == [(1e-4, -0.1, "sr")] * 3
    np.testing.assert_array_equal(done.values[0], helpers.pixels(raster)[0])
    assert not any("scale" in line for line in done.infos)


def test_scale_and_offset_end_where_the_values_become_others(tmp_path):
    plain = {"gains": ((0.5,),), "output_bands": (band("Value"),), "color_space": "direct"}
    done = classify(tmp_path, _scaled(tmp_path), package(tmp_path, **plain))
    assert done.dataset.GetRasterBand(1).GetScale() in (None, 1.0)
    assert any("scaled.tif are to be multiplied by 0.0001 with -0.1 added; " in line for line in done.infos)
