"""Tiles cover every pixel once in sum, lie inside the raster, and are never more than needed."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from image_translation.models.errors import InputError
from image_translation.models.inference.settings import (
    AUTOMATIC_OVERLAP,
    CONTEXT_OVERLAP,
    LARGEST_TILE,
    ClassifySettings,
)
from image_translation.models.inference.settings import overlap as ramp
from image_translation.models.inference.tiling import BLENDINGS, best_part, best_tile, panels, spans
from image_translation.tests.packages import definition


@pytest.mark.parametrize("blending", BLENDINGS)
@pytest.mark.parametrize("overlap", [0, 1, 32, 128])
@pytest.mark.parametrize("length", [256, 257, 300, 448, 479, 480, 481, 1000, 4096])
def test_weights_sum_to_one_everywhere(length, overlap, blending):
    total = np.zeros(length)
    for span in spans(length, 256, overlap, blending):
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


def test_hann_ramp_begins_and_ends_gently():
    linear, hann = (spans(500, 256, 32, blending)[0].weights()[-32:] for blending in BLENDINGS)
    np.testing.assert_allclose(np.diff(linear), -1 / 32, atol=1e-6)
    np.testing.assert_allclose(hann, np.cos(np.pi / 2 * (np.arange(32) + 0.5) / 32) ** 2, atol=1e-6)
    assert -np.diff(hann)[0] < 0.01 < 0.04 < -np.diff(hann)[15]


@pytest.mark.parametrize(
    ("length", "sizes", "tile"),
    [
        (2048, range(256, 801, 8), 696),
        (4096, range(256, 801, 8), 696),
        (12288, range(256, 801, 8), 784),
        (2048, range(256, 801, 256), 768),
        (100, range(256, 801, 8), 256),
        (600, range(256, 801, 8), 600),
        (5000, range(256, 257, 256), 256),
    ],
)
def test_best_tile_runs_the_fewest_pixels(length, sizes, tile):
    assert best_tile(length, 16, sizes) == tile
    cost = {size: len(spans(length, size, 16)) * size for size in sizes}
    assert cost[tile] == min(cost.values())


@pytest.mark.parametrize(("architecture", "expected"), [({}, AUTOMATIC_OVERLAP), ({"context": 272}, CONTEXT_OVERLAP)])
def test_a_network_that_looks_far_around_gets_longer_ramps(architecture, expected):
    settings = ClassifySettings(input="in.tif", model=Path("m.dlpk"), output=Path("out.tif"))
    model = definition(architecture=architecture)
    assert ramp(settings, model, 256) == expected
    assert ramp(settings, model, 6) == 3
    assert [ramp(replace(settings, overlap=length), model, 256) for length in (0, 3, 200)] == [0, 3, 128]


def test_automatic_tiles_cost_little():
    """Pixels run over pixels of the raster."""
    for length in (2048, 4096, 12288, 100_000):
        tile = best_tile(length, AUTOMATIC_OVERLAP, range(256, LARGEST_TILE + 1, 8))
        assert (len(spans(length, tile, AUTOMATIC_OVERLAP)) * tile / length) ** 2 < 1.04


@pytest.mark.parametrize(
    ("used", "part"),
    [
        ((0, 800), (0, 800)),
        ((400, 401), (280, 536)),
        ((0, 1), (0, 256)),
        ((790, 800), (544, 800)),
        ((100, 357), (96, 360)),
        ((10, 795), (8, 800)),
    ],
)
def test_best_part_holds_what_is_used_in_a_length_that_the_network_takes(used, part):
    pixels = np.zeros(800, bool)
    pixels[used[0]] = pixels[used[1] - 1] = True
    found = best_part(pixels, 256, 8)
    assert found.start <= used[0] and used[1] <= found.stop and found.start % 8 == found.stop % 8 == 0
    assert (found.start, found.stop) == part


def test_part_of_a_tile_of_one_size_is_the_tile():
    assert best_part(np.array([False, True, False]), 256, 256) == slice(0, 3)
