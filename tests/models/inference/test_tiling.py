"""Tiles cover every pixel once in sum, lie inside the raster, and are never more than needed."""

import numpy as np
import pytest

from image_translation.models.errors import InputError
from image_translation.models.inference.tiling import panels, spans


@pytest.mark.parametrize("overlap", [0, 1, 32, 128])
@pytest.mark.parametrize("length", [256, 257, 300, 448, 479, 480, 481, 1000, 4096])
def test_weights_sum_to_one_everywhere(length, overlap):
    total = np.zeros(length)
    for span in spans(length, 256, overlap):
        assert 0 <= span.position <= span.start and span.end == span.position + 256 <= length
        total[span.start : span.end] += span.weights()
    np.testing.assert_allclose(total, 1.0, atol=1e-6)


def test_each_pixel_is_finished_once():
    covered = [pixel for span in spans(1000, 256, 32) for pixel in range(span.start, span.done)]
    assert covered == list(range(1000))


def test_number_of_tiles_is_the_least():
    assert len(spans(2048, 256, 0)) == 8
    assert len(spans(2048, 256, 32)) == 9
    assert [span.position for span in spans(500, 256, 32)] == [0, 224, 244]


def test_small_raster_is_one_tile():
    (only,) = spans(100, 256, 32)
    assert (only.position, only.start, only.end) == (0, 0, 100)
    np.testing.assert_array_equal(only.weights(), 1.0)


def test_overlap_over_half_a_tile_is_refused():
    with pytest.raises(InputError, match="OVERLAP 129"):
        spans(1000, 256, 129)


def test_panels_keep_order():
    columns = spans(4096, 256, 32)
    assert [span for panel in panels(columns, 5) for span in panel] == columns
    assert max(len(panel) for panel in panels(columns, 5)) == 5
