"""A reference seen from afar: a few hundred cells each way, by which clouds and collars are told from ground."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Tuple

import numpy as np

from ..feedback import Feedback
from ..rasters.arrays import Array
from ..rasters.rescaling import Steps, block_means, rescale
from ..rasters.source import RasterSource

CELLS = 768
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
        size: (width, height) of the raster in pixels, all of which the cells share evenly.
    """

    values: Array
    valid: Array
    size: Tuple[int, int]

    def look_up(self, cells: Array, columns: Array, rows: Array) -> Array:
        """What ``cells`` (h, w) bool say at pixel coordinates of the raster; False outside and where they are NaN."""
        height, width = cells.shape
        with np.errstate(invalid="ignore"):
            inside = (columns >= 0) & (columns < self.size[0]) & (rows >= 0) & (rows < self.size[1])
        x = np.where(inside, columns * (width / self.size[0]), 0.0).astype(int)
        y = np.where(inside, rows * (height / self.size[1]), 0.0).astype(int)
        return np.asarray(cells[np.minimum(y, height - 1), np.minimum(x, width - 1)] & inside)


def survey(source: RasterSource, feedback: Feedback) -> Scene:
    """Look over a raster: by an overview of the file, by all of its pixels, or by samples of a very large one.

    Args:
        source: open at its own pixels.

    Raises:
        InputError: the file is damaged.
    """
    grid = source.grid
    size = grid.width, grid.height
    scale = max(size) / CELLS
    fitting = [n for n, width in enumerate(source.overviews) if width * max(size) >= CELLS * grid.width]
    if scale > 2 and fitting and source.view is None:
        number = min(fitting, key=lambda n: source.overviews[n])
        with RasterSource(source.path, source.bands, overview=number) as overview:
            if overview.grid.width * overview.grid.height <= _READ_WHOLE:
                return Scene(*_means(overview, feedback), size)
    if grid.width * grid.height <= _READ_WHOLE:
        return Scene(*_means(source, feedback), size)
    return Scene(*_samples(source, feedback), size)


def _means(source: RasterSource, feedback: Feedback) -> Tuple[Array, Array]:
    """All pixels, in strips; of a cell of many, :data:`_ENOUGH` ones each way."""
    width, height = source.grid.width, source.grid.height
    scale = max(1.0, max(width, height) / CELLS)
    across, down = max(1, round(width / scale)), max(1, round(height / scale))
    every = max(1, int(scale / _ENOUGH))
    side = max(1, int(scale / every))
    rest = every * side
    columns = Steps(0.0, width / rest / across, across)
    parts: List[Tuple[Array, Array]] = []
    rows = max(1, int(_STRIP / width / (height / down)))
    for first in range(0, down, rows):
        feedback.check()
        count = min(rows, down - first)
        top = int(first * height / down)
        bottom = min(height, int(np.ceil((first + count) * height / down)))
        values, valid = source.read(0, top, width, bottom - top)
        values, valid = block_means(values[:, ::every, ::every], valid[::every, ::every], side)
        step = Steps((first * height / down - top) / rest, height / down / rest, count)
        parts.append((values, valid) if scale == 1 else rescale(values, valid, step, columns))
    return np.concatenate([part[0] for part in parts], axis=1), np.concatenate([part[1] for part in parts])


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
