"""Colours of the same spot: kept where the ground is the same, left alone where it has changed."""

from __future__ import annotations

import numpy as np
import pytest

from image_translation.models.place.codes import Codes
from image_translation.models.place.planes import cell_means
from image_translation.models.place.same_spot import SameSpot, Tones, cell_of, likeness, tones_of
from image_translation.tests import helpers
from image_translation.tests.packages import definition

SIDE = 192
CODES = Codes(definition())
SAME = Tones(np.array([0.0, 255.0]), np.array([0.0, 255.0]), 1.0, 1.0)


def _place(seed=0):
    """(3, SIDE, SIDE) fields with edges, whose colour does not follow from grey alone."""
    fields = np.random.default_rng(seed).integers(40, 215, (3, 8, 8)).repeat(24, axis=1).repeat(24, axis=2)
    rough = np.random.default_rng(seed + 1).normal(0, 4, (1, SIDE, SIDE))
    return np.clip(fields + rough, 0, 255).astype(np.float32)


def _over(colours, valid=None):
    """What References.over would show of a picture that lies on the photo, pixel for pixel."""
    valid = np.ones(colours.shape[1:], bool) if valid is None else valid

    def over(window, step):
        x, y, width, height = window
        assert x % step == y % step == width % step == height % step == 0
        part = (slice(y, y + height), slice(x, x + width))
        whole = cell_means(valid[None][:, part[0], part[1]].astype(np.float32), step)[0] == 1
        return cell_means(colours[:, part[0], part[1]], step), whole

    return over


def _photo(colours):
    """Unit grey (1, H, W) of the ground."""
    return (CODES.grey(colours) / 255)[None]


def _corrected(spot, colours, expected, window=(0, 0, SIDE, SIDE)):
    x, y, width, height = window
    part = (slice(y, y + height), slice(x, x + width))
    return spot(_photo(colours)[:, part[0], part[1]], expected[:, part[0], part[1]], window)


@pytest.mark.parametrize("step", [2, 4, 8])
def test_the_same_ground_gets_the_colours_of_the_reference(step):
    colours = _place()
    truth, expected = CODES.encode(colours), np.zeros((2, SIDE, SIDE), np.float32)
    found = _corrected(SameSpot(_over(colours), step, SAME, CODES), colours, expected)
    assert found.dtype == np.float32
    error, before = np.abs(found - truth).mean(), np.abs(truth).mean()
    assert error < 0.2 * before
    middles = np.abs(found - truth)[:, 12::24, 12::24]
    assert middles.max() < 2 + 1.2 * step


def test_changed_ground_keeps_what_was_expected():
    colours, before = _place(), _place()
    before[:, 48:144, 48:144] = _place(seed=7)[:, 48:144, 48:144]
    expected = np.full((2, SIDE, SIDE), 5, np.float32)
    found = _corrected(SameSpot(_over(before), 2, SAME, CODES), colours, expected)
    changed, truth = (slice(None), slice(56, 136), slice(56, 136)), CODES.encode(colours)
    assert np.abs(found[changed] - 5).mean() < 2
    same = np.ones((SIDE, SIDE), bool)
    same[36:156, 36:156] = False
    assert np.abs(found - truth)[:, same].mean() < 3


def test_nothing_happens_where_nothing_is_shown():
    colours, valid = _place(), np.ones((SIDE, SIDE), bool)
    valid[:, 96:] = False
    expected = np.full((2, SIDE, SIDE), 5, np.float32)
    found = _corrected(SameSpot(_over(np.where(valid, colours, 0), valid), 4, SAME, CODES), colours, expected)
    assert (found[:, :, 104:] == 5).all() and np.abs(found[:, :, :88] - 5).mean() > 10
    nothing = SameSpot(_over(colours, np.zeros((SIDE, SIDE), bool)), 4, SAME, CODES)
    np.testing.assert_array_equal(_corrected(nothing, colours, expected), expected)


def test_values_where_nothing_is_shown_do_not_matter():
    colours, valid = _place(), np.ones((SIDE, SIDE), bool)
    valid[60:100, 30:90] = False
    expected = np.zeros((2, SIDE, SIDE), np.float32)
    found = [
        _corrected(SameSpot(_over(np.where(valid, colours, filler), valid), 4, SAME, CODES), colours, expected)
        for filler in (np.float32(0), np.float32(255))
    ]
    np.testing.assert_allclose(*found, atol=1e-3)


@pytest.mark.parametrize("window", [(33, 17, 64, 96), (1, 1, 7, 7), (5, 3, 3, 189), (62, 62, 4, 4), (128, 130, 64, 62)])
@pytest.mark.parametrize("step", [2, 4, 16])
def test_windows_at_any_place_have_their_own_shape(window, step):
    colours, expected = _place(), np.zeros((2, SIDE, SIDE), np.float32)
    found = _corrected(SameSpot(_over(colours), step, SAME, CODES), colours, expected, window)
    assert found.shape == (2, window[3], window[2]) and np.isfinite(found).all()


def test_a_window_that_holds_no_whole_cell_stays():
    colours, expected = _place(), np.full((2, SIDE, SIDE), 3, np.float32)
    spot = SameSpot(_over(colours), 16, SAME, CODES)
    for window in ((17, 17, 15, 15), (1, 0, 31, 64), (0, 1, 64, 31)):
        found = _corrected(spot, colours, expected, window)
        assert found.shape[1:] == (window[3], window[2])
        assert (found == 3).all() == (window[2:] == (15, 15))


@pytest.mark.parametrize("step", [2, 4])
def test_tiles_that_overlap_agree_where_both_have_seen_what_is_around(step):
    colours, expected = _place(), np.zeros((2, SIDE, SIDE), np.float32)
    spot = SameSpot(_over(colours), step, SAME, CODES)
    first = _corrected(spot, colours, expected, (3, 5, 128, 128))
    second = _corrected(spot, colours, expected, (41, 31, 128, 128))
    edge = step * 14  # the structure, twice the passes' reach, the mean of trust, and cells cut at the border
    one = first[:, 26 + edge : 128 - edge, 38 + edge : 128 - edge]
    two = second[:, edge : 102 - edge, edge : 90 - edge]
    if one.size:
        np.testing.assert_allclose(one, two, atol=1e-3)
    assert step == 4 or one.size
    seam = np.abs(first[:, 26:, 38:] - second[:, :102, :90])
    assert seam.mean() < 1.0


def test_another_light_is_no_other_ground():
    """The photo is darker and of less contrast; its tones say how."""
    colours = _place()
    grey = CODES.grey(colours)
    dark = (0.5 * grey + 10) / 255
    tones = Tones(*tones_of(dark * 255, grey), 1.0, 1.0)
    np.testing.assert_allclose(tones(grey), dark * 255, atol=1.5)
    truth = CODES.encode(colours)
    expected = np.zeros_like(truth)
    with_tones = SameSpot(_over(colours), 2, tones, CODES)(dark[None], expected, (0, 0, SIDE, SIDE))
    without = SameSpot(_over(colours), 2, SAME, CODES)(dark[None], expected, (0, 0, SIDE, SIDE))
    assert np.abs(with_tones - truth).mean() < 0.5 * np.abs(without - truth).mean()


def test_likeness_is_one_for_the_same_and_below_for_others():
    colours = _place()
    grey, other = CODES.grey(colours)[None], CODES.grey(_place(seed=5))[None]
    np.testing.assert_allclose(likeness(grey, grey), 1, atol=1e-3)
    flat = np.full_like(grey, 90)
    np.testing.assert_allclose(likeness(flat, flat + 60), 1, atol=1e-3)
    assert likeness(grey, -grey).min() < -0.9
    edges = np.zeros((SIDE, SIDE), bool)
    edges[21::24] = edges[:, 21::24] = True
    assert likeness(grey, other)[edges].mean() < 0.5


def test_cells_are_powers_of_two_as_wide_as_pixels_of_the_reference():
    assert [cell_of(ratio) for ratio in (0.1, 1, 2, 2.9, 3, 8, 11, 12, 60, 200)] == [2, 2, 2, 4, 4, 8, 8, 16, 64, 64]


def test_codes_of_other_models_are_corrected_too():
    codes = Codes(definition(color_space="residual"))
    colours = helpers.scene(64, 64).astype(np.float32)
    spot = SameSpot(_over(colours), 2, SAME, codes)
    grey = CODES.grey(colours)[None] / 255
    found = spot(grey, np.full((3, 64, 64), 100, np.float32), (0, 0, 64, 64))
    assert np.abs(found - codes.encode(colours)).mean() < 2
