"""What of a reference shows ground: collars, clouds and their shadows do not."""

from __future__ import annotations

import numpy as np
import pytest

from image_translation.models.feedback import Feedback
from image_translation.models.place.cells import border, connected, count, grown, opened
from image_translation.models.place.clouds import ground
from image_translation.models.place.reference import References
from image_translation.models.rasters.grid import Grid
from image_translation.tests import helpers
from image_translation.tests.packages import definition


def _country(height=200, width=240, seed=0):
    """Fields in muted colours, with a few bright and small roofs."""
    chance = np.random.default_rng(seed)
    fields = chance.integers(60, 110, (3, height // 8 + 1, width // 8 + 1)).astype(np.float32)
    fields[2] *= 0.8
    values = np.kron(fields, np.ones((8, 8), np.float32))[:, :height, :width]
    values += chance.normal(0, 4, values.shape).astype(np.float32)
    for y, x in zip(chance.integers(0, height, 20), chance.integers(0, width, 20)):
        values[:, y, x] = 245
    return values


def _disc(shape, y, x, radius):
    rows, columns = np.indices(shape)
    return (rows - y) ** 2 + (columns - x) ** 2 <= radius**2


def _found(values, valid=None, white=255.0, cell=60.0):
    return ground(values, np.ones(values.shape[1:], bool) if valid is None else valid, white, cell, 4.0)


def test_land_without_clouds_is_all_ground():
    assert _found(_country()).all()
    bright = _country()
    bright[:, 40:80, 40:90] = np.array([235, 205, 150])[:, None, None]  # sand
    assert _found(bright).all()
    snow = np.clip(_country() + 130, 0, 255)
    assert _found(snow).mean() > 0.95


@pytest.mark.parametrize("white", [255.0, None])
def test_clouds_and_their_shadows_are_found_and_roofs_are_not(white):
    values, clouds, dark = _country(), np.zeros((200, 240), bool), np.zeros((200, 240), bool)
    for y, x in [(50, 60), (90, 150), (150, 80), (160, 200), (40, 190), (110, 30)]:
        clouds |= _disc(clouds.shape, y, x, 8)
        dark |= _disc(clouds.shape, y - 10, x - 14, 8)
    values[:, dark] *= 0.4
    values[:, clouds] = 246 + np.random.default_rng(1).normal(0, 3, (3, int(clouds.sum())))
    scale = 1.0 if white else 12.0
    shown = ground(values * scale, np.ones(clouds.shape, bool), white, 60.0, 4.0)
    assert not shown[clouds].any() and shown[dark & ~clouds].mean() < 0.1
    assert shown[~grown(clouds | dark, 6)].mean() > 0.97
    near = ground(values * scale, np.ones(clouds.shape, bool), white, 0.5, 4.0)
    assert near.all(), "a picture of a hundred metres is taken from below the clouds"


@pytest.mark.parametrize("shade", [0, 255])
def test_collars_that_nothing_declares_are_found_and_dark_lakes_are_not(shade):
    values, collar = _country(), np.zeros((200, 240), bool)
    rows, columns = np.indices(collar.shape)
    collar |= (rows + columns < 90) | (rows - columns > 130)
    collar[90:120, 100:140] = True  # a tile that is missing
    values[:, collar] = shade + np.random.default_rng(2).integers(0, 5, (3, int(collar.sum()))) * (
        1 if shade == 0 else -1
    )
    values[:, 20:60, 160:200] = np.array([4, 18, 25])[:, None, None]
    shown = _found(values)
    assert not shown[collar].any() and shown[20:60, 160:200].all()
    assert shown[~grown(collar, 3)].all()


def test_nodata_stays_what_it_is():
    values, valid = _country(), np.ones((200, 240), bool)
    valid[:, :60] = False
    values[:, ~valid] = 0
    shown = _found(values, valid)
    assert not shown[:, :60].any() and shown[:, 60:].all()
    assert not _found(values, np.zeros_like(valid)).any()


def test_cells_hang_together_through_a_maze():
    chance = np.random.default_rng(3)
    cells = chance.random((60, 70)) < 0.6
    seeds = np.zeros_like(cells)
    seeds[30, 35] = cells[30, 35] = True
    wanted = seeds.copy()
    while True:
        more = wanted.copy()
        for axis, by in ((0, 1), (0, -1), (1, 1), (1, -1)):
            more |= np.roll(np.pad(wanted, 1), by, axis)[1:-1, 1:-1]
        more &= cells
        if (more == wanted).all():
            break
        wanted = more
    np.testing.assert_array_equal(connected(seeds, cells), wanted)
    assert 1 < wanted.sum() < cells.sum()


def test_counts_around_cells():
    cells = np.random.default_rng(4).random((20, 25)) < 0.5
    padded = np.pad(cells, 2)
    wanted = sum(padded[y : y + 20, x : x + 25].astype(int) for y in range(5) for x in range(5))
    np.testing.assert_array_equal(count(cells, 2), wanted)
    block = np.zeros((20, 25), bool)
    block[5:10, 5:12], block[15, :] = True, True
    assert opened(block, 1).sum() == 35 and border(np.ones((4, 5), bool)).sum() == 14


def test_a_cloud_is_in_no_tile_and_over_no_photo(tmp_path):
    values, clouds = _country(256, 256), np.zeros((256, 256), bool)
    for y, x in [(60, 60), (60, 180), (180, 120)]:
        clouds |= _disc(clouds.shape, y, x, 20)
    values[:, clouds] = 252
    place = (400000.0, 10.0, 0.0, 3000000.0, 0.0, -10.0)
    path = helpers.make_raster(tmp_path / "r.tif", values.astype(np.uint8), geotransform=place)
    with References([path], Grid(256, 256, place, helpers.wkt(32617)), definition(), Feedback()) as references:
        assert references.covers == pytest.approx(1 - clouds.mean(), abs=0.1)
        (tile,) = references.tiles(256, 10**5)
        _, valid = references.over((0, 0, 256, 256), 1)
    for shown in (tile.valid, valid):
        assert not shown[clouds].any() and shown.mean() > 0.85
