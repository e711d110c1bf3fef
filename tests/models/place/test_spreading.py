"""Known colours come back at their points, and go to what looks alike, near more than far."""

from __future__ import annotations

import numpy as np
import pytest

from image_translation.models.place import spreading
from image_translation.models.place.features import groups, looks
from image_translation.models.place.spreading import Sight, Spreading, kernel

SIZES = {"map_8": {"step": 8, "channels": 4}}
SIDE = 128


def _ground(seed=0):
    """Unit grey in cells of two pixels and a map that tells four kinds of ground, one in each quarter."""
    chance = np.random.default_rng(seed)
    kinds = np.zeros((SIDE // 8, SIDE // 8), int)
    kinds[8:] += 2
    kinds[:, 8:] += 1
    unit = (0.5 + chance.normal(0, 0.02, (1, SIDE // 2, SIDE // 2))).astype(np.float32)
    maps = {"map_8": np.eye(4, dtype=np.float32)[kinds].transpose(2, 0, 1) * 3}
    return unit, maps


def _sight(unit, maps, side=SIDE):
    rows, columns = (each.ravel() for each in np.mgrid[: SIDE // 2, : SIDE // 2])
    return Sight.over(looks(unit, maps, SIZES, rows, columns), groups(1, SIZES), side)


def _at(sight, unit, maps, places):
    rows, columns = (np.array(each) for each in zip(*places))
    return sight.coordinates(unit, maps, SIZES, (0, 0))[:, rows, columns].T


def _spread(unit, maps, places, left, weights=None, side=SIDE):
    """What is added to each cell of two pixels, (K, h, w)."""
    sight = _sight(unit, maps, side)
    weights = np.ones(len(places), np.float32) if weights is None else np.array(weights, np.float32)
    fitted = Spreading.fit(sight, _at(sight, unit, maps, places), np.array(left, np.float32), weights)
    pixels = unit.repeat(2, axis=1).repeat(2, axis=2)
    return fitted(pixels, np.zeros((2, SIDE, SIDE), np.float32), maps, SIZES, (0, 0))[:, ::2, ::2]


PLACES = [(12, 12), (12, 50), (50, 12), (50, 50)]
LEFT = [(30.0, 0.0), (-20.0, 10.0), (0.0, -30.0), (10.0, 25.0)]


def test_colours_come_back_at_their_points_and_where_it_looks_alike():
    found = _spread(*_ground(), PLACES, LEFT, weights=[100] * 4)
    for (row, column), left in zip(PLACES, LEFT):
        np.testing.assert_allclose(found[:, row, column], left, atol=5)
    for number, (row, column) in enumerate(((0, 0), (0, 32), (32, 0), (32, 32))):
        quarter = found[:, row : row + 32, column : column + 32].mean(axis=(1, 2))
        assert np.abs(quarter - LEFT).sum(axis=1).argmin() == number


def test_near_counts_more_than_far():
    """Of the same kind and grey all over, with one colour on the left and another on the right."""
    unit, maps = _ground()
    maps = {"map_8": np.zeros_like(maps["map_8"])}
    found = _spread(np.full_like(unit, 0.5), maps, [(32, 4), (32, 60)], [(20.0, 0.0), (-20.0, 0.0)], [10, 10])
    assert (np.diff(found[0, 32, 4:61]) < 1e-4).all() and found[0, 32, 4] > 5 and found[0, 32, 60] < -5
    assert abs(found[0, 32, 32]) < 1


def test_points_count_by_their_weights():
    unit, maps = _ground()
    places, left = [(12, 12), (12, 12)], [(20.0, 0.0), (-20.0, 0.0)]
    for weights, sign in (((10, 1), 1), ((1, 10), -1)):
        assert sign * _spread(unit, maps, places, left, weights)[0, 12, 12] > 5
    assert abs(_spread(unit, maps, places, left, (1, 1))[0, 12, 12]) < 0.5
    twice = _spread(unit, maps, [*places, places[0]], [*left, left[0]])
    np.testing.assert_allclose(_spread(unit, maps, places, left, (2, 1)), twice, atol=0.05)


def test_few_points_are_the_regression_of_the_books():
    unit, maps = _ground(3)
    sight = _sight(unit, maps)
    places = [tuple(each) for each in np.random.default_rng(1).integers(0, 64, (30, 2))]
    points, left = _at(sight, unit, maps, places), np.random.default_rng(2).normal(0, 20, (30, 2))
    weights = np.random.default_rng(3).uniform(0.2, 5, 30)
    fitted = Spreading.fit(sight, points, left.astype(np.float32), weights.astype(np.float32))
    some = _at(sight, unit, maps, [(3, 5), (40, 60), (63, 0)])
    whole = kernel(points, points).astype(np.float64) + np.diag(spreading._NOISE / weights)
    wanted = kernel(some, points) @ np.linalg.solve(whole, left)
    np.testing.assert_allclose(kernel(some, fitted.points) @ fitted.weights, wanted, atol=0.05)


def test_more_points_than_represent_them_all_count():
    unit, maps = _ground(4)
    rows, columns = (each.ravel() for each in np.mgrid[:64:2, :64:2])
    places = list(zip(rows, columns))
    assert len(places) > 2 * spreading.INDUCING
    left = [(20.0, 0.0) if row < 32 else (0.0, -20.0) for row, _ in places]
    found = _spread(unit, maps, places, left)
    assert np.abs(found[0, :28] - 20).mean() < 1 and np.abs(found[1, 36:] + 20).mean() < 1
    sight = _sight(unit, maps)
    fitted = Spreading.fit(
        sight, _at(sight, unit, maps, places), np.array(left, np.float32), np.ones(len(places), np.float32)
    )
    assert len(fitted.points) == spreading.INDUCING


def test_what_is_said_of_all_ground_follows_grey():
    unit, maps = _ground()
    unit[:, :, 32:] += 0.4
    sight = _sight(unit, maps)
    points = _at(sight, unit, maps, [(10, 10), (10, 60)])
    left = np.array([(30.0, 0.0), (0.0, 30.0)], np.float32)
    fitted = Spreading.fit(sight, points, left, np.full(2, 100, np.float32))
    told = fitted.everywhere(np.array([0.5, 0.9], np.float32))
    assert told[0, 0] > told[1, 0] + 5 and told[1, 1] > told[0, 1] + 5


@pytest.mark.parametrize("first", [(0, 0), (33, 17)])
def test_a_tile_knows_where_it_lies(first):
    """The same tile elsewhere gets as much of the part that fades as its distance says."""
    unit, maps = _ground()
    sight = _sight(unit, maps, side=400)
    points = _at(sight, unit, maps, PLACES)
    fitted = Spreading.fit(sight, points, np.array(LEFT, np.float32), np.ones(4, np.float32))
    pixels = unit.repeat(2, axis=1).repeat(2, axis=2)
    found = fitted(pixels, np.zeros((2, SIDE, SIDE), np.float32), maps, SIZES, first)
    cells = sight.coordinates(unit, maps, SIZES, first)[:, 20:21, 30].T
    wanted = (kernel(cells, fitted.points) @ fitted.weights)[0]
    np.testing.assert_allclose(found[:, 40:42, 60:62].mean(axis=(1, 2)), wanted, atol=1)


def test_odd_tiles_and_parts_of_many_cells_are_whole(monkeypatch):
    unit, maps = _ground()
    sight = _sight(unit, maps)
    fitted = Spreading.fit(sight, _at(sight, unit, maps, PLACES), np.array(LEFT, np.float32), np.ones(4, np.float32))
    pixels = unit.repeat(2, axis=1).repeat(2, axis=2)[:, :63, :45]
    some = {"map_8": maps["map_8"][:, :8, :6]}
    code = np.ones((2, 63, 45), np.float32)
    whole = fitted(pixels, code, some, SIZES, (0, 0))
    monkeypatch.setattr(spreading, "_CELLS_AT_ONCE", 100)
    np.testing.assert_allclose(fitted(pixels, code, some, SIZES, (0, 0)), whole, atol=1e-4)
    assert whole.shape == (2, 63, 45)


def test_ground_that_is_the_same_all_over_has_no_directions_that_are_no_numbers():
    sight = Sight.over(np.ones((50, 12), np.float32), [8, 4], 100)
    assert np.isfinite(sight.directions).all()
