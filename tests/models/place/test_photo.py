"""The photo in windows, and what references show there, each cell once."""

from __future__ import annotations

from contextlib import ExitStack

import numpy as np
import pytest

from image_translation.models.feedback import Feedback
from image_translation.models.inference.area import Area
from image_translation.models.place.codes import Codes
from image_translation.models.place.photo import Photo, tones_between
from image_translation.models.place.reference import References
from image_translation.tests import placing
from image_translation.tests.packages import definition


@pytest.fixture
def opened(tmp_path):
    """Opens a photo of a truth, and its reference."""
    with ExitStack() as stack:

        def opened(truth, side, reference=None, **options):
            raster = placing.raster(tmp_path / "photo.tif", placing.luma(truth), **options)
            area = stack.enter_context(Area(raster, (1,)))
            shown = placing.raster(tmp_path / "over.tif", truth if reference is None else reference)
            references = References((shown,), area.grid, definition(), Feedback())
            return Photo(area, None, side), stack.enter_context(references)

        yield opened


@pytest.mark.parametrize(("shape", "side"), [((300, 400), 256), ((300, 400), 100), ((70, 90), 256), ((257, 301), 64)])
@pytest.mark.parametrize("step", [2, 8])
def test_pairs_show_every_cell_of_the_photo_at_most_once(opened, shape, side, step):
    truth = placing.ground(*shape)
    photo, references = opened(truth, side)
    codes, grey = Codes(definition()), placing.luma(truth)[0].astype(float)
    seen = np.zeros((shape[0] // step + 1, shape[1] // step + 1), int)
    for pair in photo.pairs(references, codes, step, 1000):
        x, y = next(each for each in photo.windows(1000) if (photo.read(*each)[0] == pair.inputs).all())
        rows, columns = np.nonzero(pair.valid)
        for row, column in list(zip(rows, columns))[::97]:
            top, left = y + row * step, x + column * step
            part = (slice(top, top + step), slice(left, left + step))
            assert pair.photo[0, row, column] == pytest.approx(grey[part].mean(), abs=0.01)
            assert pair.shown[:, row, column] == pytest.approx(truth[(..., *part)].mean(axis=(1, 2)), abs=0.51)
            assert pair.reference[0, row, column] == pytest.approx(pair.photo[0, row, column], abs=1)
        seen[y // step + rows, x // step + columns] += 1
    assert seen.max() == 1
    assert seen.sum() > 0.6 * (shape[0] // step) * (shape[1] // step)


def test_windows_are_all_over_the_photo(opened):
    photo, _ = opened(placing.ground(700, 900), 128)
    every = photo.windows(1000)
    assert len(set(every)) == len(every) and all(x % 64 == y % 64 == 0 for x, y in every)
    assert max(x for x, _ in every) + 128 > 900 - 64 and max(y for _, y in every) + 128 > 700 - 64
    some = photo.windows(6)
    assert len(some) == 6 and set(some) <= set(every) and len({y for _, y in some}) > 3


def test_pixels_without_data_are_known_and_filled(opened):
    truth = placing.ground(100, 120)
    truth[:, 10:20, 30:50] = 0
    photo, _ = opened(truth, 128, nodata=0)
    inputs, valid = photo.read(0, 0)
    assert inputs.shape == (1, 128, 128) and valid[:100, :120].sum() == 100 * 120 - 200
    assert not valid[100:].any() and not valid[:, 120:].any()
    np.testing.assert_array_equal(inputs[0, 10:13, 35:45], inputs[0, 7:10, 35:45][::-1])
    np.testing.assert_array_equal(inputs[0, 100:110], inputs[0, 90:100][::-1])


def test_tones_of_the_same_ground_are_alike_and_of_few_cells_unknown(opened):
    truth = placing.ground(200, 200)
    codes = Codes(definition())
    photo, references = opened(truth, 128)
    tones = tones_between(list(photo.pairs(references, codes, 2, 16)))
    assert tones is not None and tones.likeness > 0.99 and tones.doubt < 1
    photo, references = opened(truth, 128, placing.ground(200, 200, seed=4))
    other = tones_between(list(photo.pairs(references, codes, 2, 16)))
    assert other is not None and other.likeness < 0.8 and other.doubt > 3
    photo, references = opened(truth[:, :12, :14], 128)
    assert tones_between(list(photo.pairs(references, codes, 2, 16))) is None
    assert tones_between([]) is None
