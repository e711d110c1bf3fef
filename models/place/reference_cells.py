"""A raster on larger or smaller cells of the same orientation, read tile by tile through the file's overviews."""

from __future__ import annotations

import math
from contextlib import ExitStack
from typing import Iterator, List, Tuple

import numpy as np

from ..rasters.arrays import Array
from ..rasters.rescaling import Steps, block_means, footprint, rescale
from ..rasters.source import RasterSource
from .placement import Pair

_PIECE = 4 << 20  # pixels that are read at once


class Cells:
    """Tiles of a raster on other cells.

    Args:
        source: the raster.
        steps: width and height of a cell in pixels of the raster.
        stack: closes an overview.

    Attributes:
        width, height: in cells, the last ones of which may reach beyond the raster.
        steps: as given.
        read_for: pixels that are read for each cell.
    """

    def __init__(self, source: RasterSource, steps: Pair, stack: ExitStack) -> None:
        self.steps, self._source, self._own = steps, source, steps
        whole = source.grid.width, source.grid.height
        self.width, self.height = (max(1, math.ceil(n / f - 1e-6)) for n, f in zip(whole, steps))
        fitting = [n for n, width in enumerate(source.overviews) if whole[0] / width <= min(steps) * 1.01]
        if fitting and source.view is None:
            number = min(fitting, key=lambda n: source.overviews[n])
            self._source = stack.enter_context(RasterSource(source.path, source.bands, overview=number))
            own = self._source.grid.width / whole[0], self._source.grid.height / whole[1]
            self._own = steps[0] * own[0], steps[1] * own[1]
        self.read_for = max(1.0, self._own[0]) * max(1.0, self._own[1])

    def read(self, xoff: int, yoff: int, side: int) -> Tuple[Array, Array]:
        """Values (C, side, side) and valid (side, side) bool; not valid outside of the raster.

        Raises:
            InputError: the file is damaged.
        """
        if self._own == (1.0, 1.0):
            return self._source.read(xoff, yoff, side, side)
        width, height = min(side, self.width - xoff), min(side, self.height - yoff)
        rows = max(1, int(_PIECE / (width * self.read_for)))
        parts = [
            self._piece(xoff, top, width, min(rows, yoff + height - top)) for top in range(yoff, yoff + height, rows)
        ]
        values, valid = np.concatenate([v for v, _ in parts], axis=1), np.concatenate([k for _, k in parts])
        missing = (0, side - height), (0, side - width)
        return np.pad(values, ((0, 0), *missing)), np.pad(valid, missing)

    def _piece(self, xoff: int, yoff: int, width: int, height: int) -> Tuple[Array, Array]:
        x, across, columns = footprint(xoff, width, self._own[0], self._source.grid.width)
        y, down, rows = footprint(yoff, height, self._own[1], self._source.grid.height)
        values, valid = self._source.read(x, y, across, down)
        side = max(1, int(min(self._own)))
        if side > 1:  # which is faster than the exact share of each pixel, and cells of many pixels do not show it
            values, valid = block_means(values, valid, side)
            rows, columns = (Steps(each.start / side, each.size / side, each.count) for each in (rows, columns))
        return rescale(values, valid, rows, columns)


def spread(columns: int, rows: int, wanted: int, generator: np.random.Generator) -> Iterator[Tuple[int, int]]:
    """All cells of a lattice, each once: first about ``wanted`` ones spread evenly over it, then the others.

    Args:
        columns, rows: of the lattice.
        wanted: how many strata there are, roughly.
    """
    across = min(columns, max(1, round(math.sqrt(wanted * columns / rows))))
    down = min(rows, max(1, round(wanted / across)))
    seen = set()
    strata = [(i, j) for j in range(down) for i in range(across)]
    for number in generator.permutation(len(strata)):
        i, j = strata[number]
        x = int(generator.integers(i * columns // across, (i + 1) * columns // across))
        y = int(generator.integers(j * rows // down, (j + 1) * rows // down))
        seen.add(y * columns + x)
        yield x, y
    for number in generator.permutation(columns * rows):
        if int(number) not in seen:
            yield int(number) % columns, int(number) // columns


def lattice(first: int, length: int, side: int) -> List[int]:
    """First cells of tiles side by side, in the middle of ``length`` cells; one where that is shorter than a tile."""
    count = max(1, length // side)
    return [first + max(0, length - count * side) // 2 + side * number for number in range(count)]
