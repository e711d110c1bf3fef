"""A raster of another kind than the model was trained on: told in one sentence, refused only when hopeless."""

from __future__ import annotations

import numpy as np
import pytest

from image_translation.models.chips.statistics import BandStatistics
from image_translation.models.errors import InputError
from image_translation.models.inference.suitability import _training_spread
from image_translation.tests import helpers
from image_translation.tests.classifying import classify
from image_translation.tests.packages import band, definition, package

LEVELS = np.linspace(0.0, 1.0, 65)


def _trained_on(tmp_path, values, dtype):
    """A model whose training chips held ``values``."""
    statistics = band(dtype=dtype)
    kind = type(statistics)
    values = np.asarray(values, float)
    statistics = kind("Grey", dtype, values.min(), values.max(), values.mean(), values.std())
    quantiles = (tuple(np.quantile(values, LEVELS)),)
    return package(tmp_path, input_bands=(statistics,), input_quantiles=quantiles)


def _land(scale=1.0, offset=0.0, seed=0, size=96):
    """A scene like most: one broad hump of greys, a little water, a few bright roofs."""
    generator = np.random.default_rng(seed)
    values = generator.normal(110, 30, (size, size))
    values[:20] = generator.normal(30, 4, (20, size))
    values[-4:, -20:] = 240
    return np.clip(values, 1, 254) * scale + offset


@pytest.fixture
def eight_bit(tmp_path):
    return _trained_on(tmp_path, np.rint(_land()), "uint8")


@pytest.mark.parametrize(
    "scene",
    [
        _land(seed=1),
        _land(scale=0.6, seed=2),
        _land(scale=0.5, offset=127, seed=3),
        np.random.default_rng(4).normal(35, 5, (96, 96)),
        np.random.default_rng(5).normal(235, 6, (96, 96)),
        np.full((96, 96), 77),
    ],
    ids=["another", "darker", "brighter", "open water", "snow", "flat"],
)
def test_ordinary_scenes_pass_in_silence(tmp_path, eight_bit, scene):
    raster = helpers.make_raster(tmp_path / "r.tif", np.clip(np.rint(scene), 1, 255).astype(np.uint8))
    assert classify(tmp_path, raster, eight_bit).warnings == []


def test_another_type_in_the_same_range_is_told(tmp_path, eight_bit):
    raster = helpers.make_raster(tmp_path / "r.tif", np.rint(_land(seed=1)).astype(np.uint16))
    (warning,) = classify(tmp_path, raster, eight_bit).warnings
    assert "uint16" in warning and "uint8" in warning and "same range" in warning


@pytest.mark.parametrize(
    "scene",
    [_land(1 / 255).astype(np.float32), (_land() * 20 + 500).astype(np.uint16), -_land(0.1).astype(np.float32)],
    ids=["0 to 1", "16 bits", "decibels"],
)
def test_hopeless_ranges_are_refused(tmp_path, eight_bit, scene):
    raster = helpers.make_raster(tmp_path / "r.tif", scene)
    with pytest.raises(InputError, match="r.tif holds values from .* another sensor range.*MATCH_TONE") as caught:
        classify(tmp_path, raster, eight_bit)
    assert "\n" not in str(caught.value) and not (tmp_path / "out.tif").exists()
    done = classify(tmp_path, raster, eight_bit, match_tone="model_statistics")
    assert abs(done.values[0].mean() - (_land().mean() if scene.mean() > 0 else 0)) < 150


def test_half_the_range_is_a_warning(tmp_path):
    model = _trained_on(tmp_path, np.rint(_land(40)), "uint16")
    raster = helpers.make_raster(tmp_path / "r.tif", np.rint(_land(2, seed=1)).astype(np.uint16))
    (warning,) = classify(tmp_path, raster, model).warnings
    assert "another sensor range" in warning and "MATCH_TONE" in warning
    raster = helpers.make_raster(tmp_path / "s.tif", np.rint(_land(200, 12000)).clip(0, 65535).astype(np.uint16))
    (warning,) = classify(tmp_path, raster, model).warnings
    assert "another sensor range" in warning


def test_reflectance_against_digital_numbers(tmp_path):
    """A float model of 0 to 1 is not for 0 to 10000, whatever the type says."""
    model = _trained_on(tmp_path, _land(1 / 255), "float32")
    raster = helpers.make_raster(tmp_path / "r.tif", _land(40).astype(np.float32))
    with pytest.raises(InputError, match="another sensor range"):
        classify(tmp_path, raster, model)


def test_a_model_that_says_nothing_is_believed(tmp_path):
    unknown = band(maximum=0.0)
    model = package(tmp_path, input_bands=(unknown,))
    raster = helpers.make_raster(tmp_path / "r.tif", _land().astype(np.uint8))
    assert classify(tmp_path, raster, model).warnings == []


def test_nodata_has_no_say(tmp_path, eight_bit):
    scene = np.rint(_land(seed=1)).astype(np.int16)
    scene[:, :70] = -32768
    raster = helpers.make_raster(tmp_path / "r.tif", scene, nodata=-32768)
    (warning,) = classify(tmp_path, raster, eight_bit).warnings
    assert "same range" in warning


def test_other_cells_are_told_unless_matched(tmp_path):
    raster = helpers.make_raster(tmp_path / "r.tif", np.rint(_land()).astype(np.uint8))
    model = package(tmp_path, crs=helpers.wkt(32617), cell_size=(1.0, 1.0), color_space="direct")
    (warning,) = classify(tmp_path, raster, model).warnings
    assert "2 times that of" in warning and "MATCH_CELL_SIZE" in warning
    assert classify(tmp_path, raster, model, match_cell_size=True).warnings == []


def test_spread_of_the_training_by_quantiles_or_else_by_two_and_a_half_deviations():
    def spread(bands, **changes):
        found = _training_spread(definition(input_bands=bands, **changes), len(bands) - 1)
        return None if found is None else (found.low, found.high, found.minimum, found.maximum)

    wide = BandStatistics("Grey", "uint16", 0.0, 1000.0, 400.0, 20.0)
    assert spread((wide,)) == (350.0, 450.0, 0.0, 1000.0)
    assert spread((BandStatistics("Grey", "uint8", 10.0, 200.0, 100.0, 50.0),)) == (10.0, 200.0, 10.0, 200.0)
    quantiles = ((0.0, 1.0, 2.0), (0.0, 100.0, 1000.0))
    assert spread((band(), wide), input_quantiles=quantiles) == pytest.approx((2.0, 982.0, 0.0, 1000.0))
    assert spread((band(), wide), input_quantiles=quantiles[:1]) == (350.0, 450.0, 0.0, 1000.0)
    assert spread((BandStatistics("Grey", "uint8", 7.0, 7.0, 7.0, 0.0),)) is None
