"""A reference seen from afar: a few hundred cells each way, by which clouds and collars are told from ground."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Tuple

import numpy as np

from ..feedback import Feedback
from ..rasters.arrays import Array
from ..rasters.rescaling import block_means
from ..rasters.source import RasterSource

CELLS = 800
"""Most cells along the longer side."""
_READ_WHOLE = 128 << 20  # pixels, a few seconds
_SAMPLES = 40  # each way, of a larger raster without overviews, each of which costs a block of the file
_SAMPLE = 16  # pixels
_STRIP = 4 << 20  # pixels
_ENOUGH = 4


@dataclass(frozen=True)
class Scene:
    """Means of the pixels of each cell.

    Attributes:
        values: (C, h, w) float32 in units of the raster.
        valid: (h, w) bool.
        size: (width, height) of the raster in pixels.
        cell: (width, height) of a cell in pixels; the last ones may reach beyond the raster.
    """

    values: Array
    valid: Array
    size: Tuple[int, int]
    cell: Tuple[float, float]

    def look_up(self, cells: Array, columns: Array, rows: Array) -> Array:
        """What ``cells`` (h, w) bool say at pixel coordinates of the raster; False outside and where they are NaN."""
        height, width = cells.shape
        with np.errstate(invalid="ignore"):
            inside = (columns >= 0) & (columns < self.size[0]) & (rows >= 0) & (rows < self.size[1])
        x = np.where(inside, columns / self.cell[0], 0.0).astype(int)
        y = np.where(inside, rows / self.cell[1], 0.0).astype(int)
        return np.asarray(cells[np.minimum(y, height - 1), np.minimum(x, width - 1)] & inside)


def survey(source: RasterSource, feedback: Feedback) -> Scene:
    """Look over a raster: by an overview of the file, by all of its pixels, or by samples of a very large one.

    Args:
        source: open at its own pixels.

    Raises:
        InputError: the file is damaged.
    """
    size = source.grid.width, source.grid.height
    fitting = [n for n, width in enumerate(source.overviews) if width * max(size) >= CELLS * size[0]]
    if fitting and source.view is None:
        number = min(fitting, key=lambda n: source.overviews[n])
        with RasterSource(source.path, source.bands, overview=number) as overview:
            if overview.grid.width * overview.grid.height <= _READ_WHOLE:
                values, valid, side = _means(overview, feedback)
                cell = side * size[0] / overview.grid.width, side * size[1] / overview.grid.height
                return Scene(values, valid, size, cell)
    if size[0] * size[1] <= _READ_WHOLE:
        values, valid, side = _means(source, feedback)
        return Scene(values, valid, size, (side, side))
    values, valid = _samples(source, feedback)
    return Scene(values, valid, size, (size[0] / valid.shape[1], size[1] / valid.shape[0]))


def _means(source: RasterSource, feedback: Feedback) -> Tuple[Array, Array, float]:
    """Of all pixels, in strips; of a cell of many, :data:`_ENOUGH` ones each way. And the side of a cell in pixels."""
    width, height = source.grid.width, source.grid.height
    least = -(-max(width, height) // CELLS)
    every = max(1, least // _ENOUGH)
    side = -(-least // every)
    parts: List[Tuple[Array, Array]] = []
    rows = max(1, _STRIP // width // (every * side)) * every * side
    for top in range(0, height, rows):
        feedback.check()
        values, valid = source.read(0, top, width, min(rows, height - top))
        parts.append(block_means(values[:, ::every, ::every], valid[::every, ::every], side))
    cells, known = np.concatenate([part[0] for part in parts], axis=1), np.concatenate([part[1] for part in parts])
    return cells, known, float(every * side)


def _samples(source: RasterSource, feedback: Feedback) -> Tuple[Array, Array]:
    """The mean of a small window in the middle of each cell."""
    width, height = source.grid.width, source.grid.height
    across = max(1, round(_SAMPLES * min(1.0, width / height)))
    down = max(1, round(_SAMPLES * min(1.0, height / width)))
    values, valid = np.zeros((len(source.bands), down, across), np.float32), np.zeros((down, across), bool)
    for row in range(down):
        feedback.check()
        for column in range(across):
            x = int((column + 0.5) * width / across) - _SAMPLE // 2
            y = int((row + 0.5) * height / down) - _SAMPLE // 2
            pixels, known = source.read(x, y, _SAMPLE, _SAMPLE)
            valid[row, column] = known.mean() > 0.5
            values[:, row, column] = pixels[:, known].mean(axis=1) if known.any() else 0.0
    return values, valid
