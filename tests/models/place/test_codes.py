"""What colours are told in: to and fro, whatever the model's data types and kinds."""

from __future__ import annotations

import numpy as np
import pytest

from image_translation.models.place.codes import Codes
from image_translation.tests import helpers
from image_translation.tests.packages import band, definition

WEIGHTS = np.array([0.299, 0.587, 0.114])


def _of(dtype, high, **changes):
    """Grey to red, green, blue of a data type."""
    bands = [band(name, dtype, high) for name in ("Grey", "Red", "Green", "Blue")]
    return definition(input_bands=(bands[0],), output_bands=tuple(bands[1:]), output_range=(0.0, high), **changes)


@pytest.mark.parametrize(("dtype", "high"), [("uint8", 255.0), ("uint16", 10_000.0), ("float32", 1.0)])
def test_chroma_is_that_of_jpeg_in_levels_and_comes_back(dtype, high):
    codes = Codes(_of(dtype, high))
    colours = (helpers.scene(12, 14).astype(np.float32)) * np.float32(high / 255)
    assert codes.keeps and codes.count == 2
    code = codes.encode(colours)
    levels = colours * 255 / high
    luma = np.tensordot(WEIGHTS, levels, 1)
    np.testing.assert_allclose(code, [(levels[2] - luma) / 1.772, (levels[0] - luma) / 1.402], atol=1e-3)
    np.testing.assert_allclose(codes.grey(colours), luma, atol=1e-3)
    np.testing.assert_allclose(codes.decode(colours, code), colours, atol=2e-5 * high)


def test_the_lightness_stays_where_a_colour_goes_beyond_the_range():
    codes = Codes(_of("uint8", 255.0))
    output = np.full((3, 2, 2), 240, np.float32)
    found = codes.decode(output, np.full((2, 2, 2), 90, np.float32))
    assert found.max() <= 255 and found.min() >= 0 and np.ptp(found[:, 0, 0]) > 10
    np.testing.assert_allclose(np.tensordot(WEIGHTS, found, 1), 240, atol=1e-3)


def test_grey_is_from_black_to_white_of_its_own_scale():
    plain, scaled = Codes(_of("uint8", 255.0)), Codes(_of("uint8", 255.0, architecture={"grey_scale": [55.0, 155.0]}))
    inputs = np.array([0, 55, 105, 155, 255], np.float32)[None, None]
    np.testing.assert_allclose(plain.unit(inputs)[0, 0], inputs[0, 0] / 255, rtol=1e-6)
    np.testing.assert_allclose(scaled.unit(inputs)[0, 0], [-0.55, 0, 0.5, 1, 2], atol=1e-6)


def test_other_models_are_told_in_their_bands():
    bands = (band("Red", maximum=255.0), band("Nir", "uint16", 1000.0))
    made = definition(
        color_space="direct", input_bands=bands, output_bands=(*bands, band("Blue")), output_range=(-50.0, 450.0)
    )
    codes = Codes(made)
    assert not codes.keeps and codes.count == 3
    inputs = np.array([255, 500], np.float32)[:, None, None]
    np.testing.assert_allclose(codes.unit(inputs).ravel(), [1, 0.5])
    target = np.array([-50, 200, 450], np.float32)[:, None, None]
    np.testing.assert_allclose(codes.encode(target).ravel(), [0, 127.5, 255])
    np.testing.assert_allclose(codes.decode(target * 0, codes.encode(target)), target, atol=1e-3)
    beyond = codes.decode(target * 0, np.array([-300, 100, 900], np.float32)[:, None, None])
    assert (beyond.min(), beyond.max()) == (-50, 450)


def test_a_target_of_one_or_two_bands_has_the_mean_as_lightness():
    made = definition(color_space="residual", output_bands=(band("Nir"), band("Red")))
    codes = Codes(made)
    assert codes.count == 2 and not codes.keeps
    np.testing.assert_allclose(codes.grey(np.array([10, 30], np.float32)[:, None, None]), 20)


@pytest.mark.parametrize("colour", [(200.0, 30.0, 60.0), (0.0, 0.0, 0.0), (120.0, 160.0, 90.0)])
def test_a_known_colour_has_the_code_of_the_same_pixel(colour):
    given = np.array(colour, np.float32)
    for made in (_of("uint16", 4000.0), _of("uint8", 255.0, color_space="residual")):
        codes = Codes(made)
        pixel = given[:, None, None] * np.float32(made.output_range[1] / 255)
        np.testing.assert_allclose(codes.of_colour(given), codes.encode(pixel)[:, 0, 0], atol=1e-3)


def test_a_band_of_one_value_divides_by_nothing():
    flat = definition(color_space="direct", input_bands=(band("Grey", maximum=0.0),))
    assert np.isfinite(Codes(flat).unit(np.zeros((1, 2, 2), np.float32))).all()
