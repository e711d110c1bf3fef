"""The weights of a place: linear, the same after a package, and nothing else is read from one."""

from __future__ import annotations

import json

import numpy as np
import pytest

from image_translation.models.errors import PackageError
from image_translation.models.place.colour import KNOTS, PlaceColour, place_of
from image_translation.models.place.features import width
from image_translation.tests.packages import MAPS, band, definition

COLUMNS = width(1, MAPS)


def _some(seed, weights=True, bands=1, count=2):
    chance = np.random.default_rng(seed)
    shapes = [(bands, KNOTS, count), (count, count), (COLUMNS if weights else 0, count), (count,)]
    return PlaceColour(*(chance.normal(0, 1, shape).astype(np.float32) for shape in shapes))


def _tile(seed=0):
    chance = np.random.default_rng(seed)
    unit = chance.uniform(0, 1, (1, 16, 20)).astype(np.float32)
    maps = {"map_2": chance.normal(0, 1, (1, 8, 10)), "map_hidden": chance.normal(0, 1, (3, 8, 10))}
    code = chance.normal(0, 20, (2, 16, 20)).astype(np.float32)
    return unit, code, {name: planes.astype(np.float32) for name, planes in maps.items()}


def _code(colour, tile):
    unit, code, maps = tile
    return colour.code(unit, code, maps, MAPS)


def test_the_models_own_colours_stay():
    unit, code, maps = _tile()
    np.testing.assert_array_equal(PlaceColour.of_model(1, 2).code(unit, code, maps, MAPS), code)


def test_a_curve_is_interpolated_between_knots_and_held_beyond():
    table = np.linspace(0, 64, KNOTS, dtype=np.float32)[None, :, None] * np.array([1, -1], np.float32)
    colour = PlaceColour(table, np.zeros((2, 2), np.float32), np.zeros((0, 2), np.float32), np.zeros(2, np.float32))
    unit = np.array([[[-1.0, 0.0, 0.3, 1.0, 1.5]]], np.float32)
    found = colour.prior(unit, np.ones((2, 1, 5), np.float32))
    np.testing.assert_allclose(found[:, 0], [[0, 0, 19.2, 64, 64], [0, 0, -19.2, -64, -64]], rtol=1e-5)


def test_curves_of_several_bands_are_added():
    table = np.stack([np.full((KNOTS, 3), 5, np.float32), np.full((KNOTS, 3), 7, np.float32)])
    colour = PlaceColour(table, np.eye(3, dtype=np.float32), np.zeros((0, 3), np.float32), np.zeros(3, np.float32))
    code = np.arange(12, dtype=np.float32).reshape(3, 2, 2)
    np.testing.assert_array_equal(colour.prior(np.zeros((2, 2, 2), np.float32), code), code + 12)


@pytest.mark.parametrize("with_weights", [(True, True), (True, False), (False, True), (False, False)])
@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_a_mixture_gives_the_mixture_of_both(with_weights, share):
    first, second = _some(1, with_weights[0]), _some(2, with_weights[1])
    if not with_weights[0]:
        first.offset[:] = 0
    if not with_weights[1]:
        second.offset[:] = 0
    tile = _tile()
    wanted = _code(first, tile) * (1 - share) + _code(second, tile) * share
    np.testing.assert_allclose(_code(first.mixed(second, share), tile), wanted, atol=2e-3)


@pytest.mark.parametrize("with_weights", [(True, True), (True, False), (False, True)])
def test_one_after_another_is_that_whose_model_is_the_others_result(with_weights):
    first, second = _some(1, with_weights[0]), _some(2, with_weights[1])
    for colour, weights in zip((first, second), with_weights):
        colour.offset[:] *= weights
    unit, code, maps = tile = _tile()
    wanted = second.code(unit, _code(first, tile), maps, MAPS)
    np.testing.assert_allclose(_code(second.after(first), tile), wanted, atol=5e-3)


@pytest.mark.parametrize("weights", [True, False])
def test_what_a_package_holds_gives_the_same_colours(weights):
    colour, tile = _some(3, weights), _tile()
    told = json.loads(json.dumps(colour.as_json(), allow_nan=False))
    found = place_of(definition(maps=MAPS, place=told))
    assert found.weights.shape == colour.weights.shape and found.curve.dtype == np.float32
    np.testing.assert_allclose(_code(found, tile), _code(colour, tile), atol=1e-2)
    assert json.dumps(found.as_json()) == json.dumps(told)


def test_several_bands_and_codes_come_back():
    chance = np.random.default_rng(0)
    shapes = [(4, KNOTS, 3), (3, 3), (0, 3), (3,)]
    colour = PlaceColour(*(chance.normal(0, 1, shape).astype(np.float32) for shape in shapes))
    bands = tuple(band(f"B{n}") for n in range(4))
    found = place_of(definition(color_space="direct", input_bands=bands, place=colour.as_json()))
    np.testing.assert_allclose(found.curve, colour.curve, rtol=1e-5)


def _changed(**changes):
    return {**_some(4).as_json(), **changes}


def _with(name, value):
    """The first number of a table is another value."""
    table = _some(4).as_json()[name]
    return {name: [[value, *table[0][1:]], *table[1:]]}


HOSTILE = {
    "none": {"weights": [[0.5, 1.0]]},
    "one more": _changed(more=1),
    "a text": _changed(curve="12"),
    "a number": _changed(mixing=4.0),
    "an object": _changed(weights={"0": [1, 2]}),
    "nothing": _changed(mixing=None),
    "false for no weights": _changed(weights=False),
    "an empty text for no weights": _changed(weights=""),
    "a flat table": _changed(mixing=[1.0, 0.0, 0.0, 1.0]),
    "another shape": _changed(mixing=[[1.0, 0.0, 0.0, 1.0]]),
    "rows of two lengths": _changed(mixing=[[1.0], [0.0, 1.0, 1.0]]),
    "too deep": _changed(offset=[[[1.0, 2.0]]]),
    "a row too few": _changed(curve=_some(4).as_json()["curve"][1:]),
    "a row too many": _changed(weights=[*_some(4).as_json()["weights"], [0.0, 0.0]]),
    "rows without numbers": _changed(offset=[[]]),
    **{
        f"{value!r} in {name}": _changed(**_with(name, value))
        for name, value in (
            ("curve", float("nan")),
            ("weights", float("inf")),
            ("mixing", 1e9),
            ("offset", -1e300),
            ("weights", 10**400),
            ("curve", "1.5"),
            ("curve", "nan"),
            ("mixing", True),
            ("offset", None),
            ("weights", [1.0]),
            ("weights", {}),
        )
    },
}


@pytest.mark.parametrize("case", HOSTILE)
def test_anything_else_is_refused_in_a_sentence(case):
    with pytest.raises(PackageError, match=r"colours of a place in model\.emd cannot be used \(.{1,200}\); make"):
        place_of(definition(maps=MAPS, place=HOSTILE[case]))


def test_weights_of_another_number_of_maps_are_refused():
    told = _some(4).as_json()
    with pytest.raises(PackageError, match="cannot be used"):
        place_of(definition(maps={}, place=told))
