"""Means and enlargements of planes against their definitions, pixel by pixel."""

from __future__ import annotations

import numpy as np
import pytest

from image_translation.models.place.planes import Lattice, box_mean, cell_means, enlarged, halved, through_cells


def _planes(*shape):
    return np.random.default_rng(sum(shape)).normal(100, 30, shape).astype(np.float32)


@pytest.mark.parametrize("shape", [(2, 6, 8), (1, 5, 8), (3, 6, 7), (1, 1, 1), (2, 1, 9)])
def test_halves_are_means_of_four_and_the_last_row_stands_for_itself(shape):
    planes = _planes(*shape)
    found = halved(planes)
    assert found.dtype == np.float32 and found.shape == (shape[0], -(-shape[1] // 2), -(-shape[2] // 2))
    for row in range(found.shape[1]):
        for column in range(found.shape[2]):
            mean = planes[:, 2 * row : 2 * row + 2, 2 * column : 2 * column + 2].mean(axis=(1, 2))
            assert found[:, row, column] == pytest.approx(mean, abs=1e-4)


@pytest.mark.parametrize("reach", [0, 1, 3, 20])
def test_the_mean_of_a_box_is_that_of_its_cells_in_the_plane(reach):
    planes = _planes(2, 7, 9)
    found = box_mean(planes, reach)
    assert found.dtype == np.float32 and found.shape == planes.shape
    for row in range(7):
        for column in range(9):
            box = planes[:, max(0, row - reach) : row + reach + 1, max(0, column - reach) : column + reach + 1]
            assert found[:, row, column] == pytest.approx(box.mean(axis=(1, 2)), abs=1e-3)


def test_the_mean_of_a_box_is_exact_far_from_zero():
    planes = np.full((1, 400, 400), 65535.25, np.float32)
    assert np.abs(box_mean(planes, 8) - planes).max() == 0


@pytest.mark.parametrize(("factor", "first"), [(1, (0, 0)), (2, (0, 0)), (4, (3, -1)), (3, (-5, 2)), (1, (1, 2))])
def test_enlarged_planes_are_between_the_middles_of_cells(factor, first):
    planes = _planes(2, 4, 5)
    found = enlarged(planes, factor, (9, 11) if factor > 1 else (4, 5), first)
    for row in range(found.shape[1]):
        for column in range(found.shape[2]):
            at = [np.clip((n + 0.5 - start) / factor - 0.5, 0, size - 1)
                  for n, start, size in zip((row, column), first, (4, 5))]  # fmt: skip
            low = [int(n) for n in at]
            high = [min(n + 1, size - 1) for n, size in zip(low, (4, 5))]
            down, across = at[0] - low[0], at[1] - low[1]
            above = planes[:, low[0], low[1]] * (1 - across) + planes[:, low[0], high[1]] * across
            below = planes[:, high[0], low[1]] * (1 - across) + planes[:, high[0], high[1]] * across
            assert found[:, row, column] == pytest.approx(above * (1 - down) + below * down, abs=1e-3)


def test_windows_of_an_enlarged_plane_are_cut_from_the_whole():
    planes = _planes(3, 6, 6)
    whole = enlarged(planes, 4, (24, 24))
    np.testing.assert_allclose(enlarged(planes, 4, (7, 9), (-5, -11)), whole[:, 5:12, 11:20], rtol=1e-5)


def test_cells_are_means_of_their_pixels():
    planes = _planes(2, 6, 9)
    wanted = [[planes[:, r : r + 3, c : c + 3].mean(axis=(1, 2)) for c in (0, 3, 6)] for r in (0, 3)]
    np.testing.assert_allclose(cell_means(planes, 3), np.moveaxis(wanted, 2, 0), rtol=1e-5)


def _along(line, first, size, step):
    """Means of a line over larger cells, by quarters of a pixel, interpolated between the middles of the cells."""
    fine = np.repeat(line.astype(np.float64), 4)
    edges = [first]
    while edges[-1] < len(line):
        edges.append(edges[-1] + size)
    cells = [(max(a, 0), min(b, len(line))) for a, b in zip(edges, edges[1:])]
    means = [fine[round(4 * a) : round(4 * b)].mean() for a, b in cells]
    middles = [first + size * (number + 0.5) for number in range(len(cells))]
    return np.interp((np.arange(len(line) // step) + 0.5) * step, middles, means)


@pytest.mark.parametrize(("first", "size"), [((0, 0), (8, 8)), ((-3.5, -0.25), (5.5, 9.75)), ((-2, -1), (3, 40))])
def test_planes_as_larger_cells_show_them(first, size):
    plane = np.random.default_rng(3).normal(size=(24, 32)).astype(np.float32)
    found = through_cells(plane[None], Lattice(first, size), 4)
    rows = np.apply_along_axis(_along, 0, plane, first[0], size[0], 4)
    np.testing.assert_allclose(found[0], np.apply_along_axis(_along, 1, rows, first[1], size[1], 4), atol=1e-4)
