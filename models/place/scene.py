"""A reference seen from afar: a few hundred cells each way, by which clouds and collars are told from ground."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Tuple

import numpy as np

from ..feedback import Feedback
from ..rasters.arrays import Array
from ..rasters.rescaling import block_means
from ..rasters.source import RasterSource, Window

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
        window: column, row, width and height, in pixels of the raster, of what was looked over.
        origin: column and row of the first cell's outer corner.
        cell: (width, height) of a cell in pixels; the last ones may reach beyond the window.
    """

    values: Array
    valid: Array
    window: Window
    origin: Tuple[float, float]
    cell: Tuple[float, float]

    def look_up(self, cells: Array, columns: Array, rows: Array) -> Array:
        """What ``cells`` (h, w) bool say at pixel coordinates of the raster; False outside and where they are NaN."""
        inside, at = np.ones(columns.shape, bool), []
        for number, places in enumerate((columns, rows)):
            first, length = self.window[number], self.window[2 + number]
            with np.errstate(invalid="ignore"):
                inside = inside & (places >= first) & (places < first + length)
            cell = np.where(inside, (places - self.origin[number]) / self.cell[number], 0.0).astype(int)
            at.append(np.clip(cell, 0, cells.shape[1 - number] - 1))
        return np.asarray(cells[at[1], at[0]] & inside)


def survey(source: RasterSource, window: Window, feedback: Feedback) -> Scene:
    """Look over a part of a raster: by an overview of the file, by all of its pixels, or by samples of very many.

    Args:
        source: open at its own pixels.
        window: the part.

    Raises:
        InputError: the file is damaged.
    """
    xoff, yoff, width, height = window
    size = source.grid.width, source.grid.height
    fitting = [n for n, wide in enumerate(source.overviews) if wide * max(width, height) >= CELLS * size[0]]
    if fitting and source.view is None:
        number = min(fitting, key=lambda n: source.overviews[n])
        with RasterSource(source.path, source.bands, overview=number) as overview:
            own = overview.grid.width, overview.grid.height
            scale = size[0] / own[0], size[1] / own[1]
            x, y = int(xoff / scale[0]), int(yoff / scale[1])
            right, bottom = (min(n, int(np.ceil(end))) for n, end in zip(own, _ends(window, scale)))
            if (right - x) * (bottom - y) <= _READ_WHOLE:
                values, valid, side = _means(overview, (x, y, right - x, bottom - y), feedback)
                cell = side * scale[0], side * scale[1]
                return Scene(values, valid, window, (x * scale[0], y * scale[1]), cell)
    if width * height <= _READ_WHOLE:
        values, valid, side = _means(source, window, feedback)
        return Scene(values, valid, window, (xoff, yoff), (side, side))
    values, valid = _samples(source, window, feedback)
    return Scene(values, valid, window, (xoff, yoff), (width / valid.shape[1], height / valid.shape[0]))


def _ends(window: Window, scale: Tuple[float, float]) -> Tuple[float, float]:
    return (window[0] + window[2]) / scale[0], (window[1] + window[3]) / scale[1]


def _means(source: RasterSource, window: Window, feedback: Feedback) -> Tuple[Array, Array, float]:
    """Of all pixels, in strips; of a cell of many, :data:`_ENOUGH` ones each way. And the side of a cell in pixels."""
    xoff, yoff, width, height = window
    least = -(-max(width, height) // CELLS)
    every = max(1, least // _ENOUGH)
    side = -(-least // every)
    parts: List[Tuple[Array, Array]] = []
    rows = max(1, _STRIP // width // (every * side)) * every * side
    for top in range(0, height, rows):
        feedback.check()
        values, valid = source.read(xoff, yoff + top, width, min(rows, height - top))
        parts.append(block_means(values[:, ::every, ::every], valid[::every, ::every], side))
    cells, known = np.concatenate([part[0] for part in parts], axis=1), np.concatenate([part[1] for part in parts])
    return cells, known, float(every * side)


def _samples(source: RasterSource, window: Window, feedback: Feedback) -> Tuple[Array, Array]:
    """The mean of a small window in the middle of each cell."""
    xoff, yoff, width, height = window
    across = max(1, round(_SAMPLES * min(1.0, width / height)))
    down = max(1, round(_SAMPLES * min(1.0, height / width)))
    values, valid = np.zeros((len(source.bands), down, across), np.float32), np.zeros((down, across), bool)
    for row in range(down):
        feedback.check()
        for column in range(across):
            x = xoff + int((column + 0.5) * width / across) - _SAMPLE // 2
            y = yoff + int((row + 0.5) * height / down) - _SAMPLE // 2
            pixels, known = source.read(x, y, _SAMPLE, _SAMPLE)
            valid[row, column] = known.mean() > 0.5
            values[:, row, column] = pixels[:, known].mean(axis=1) if known.any() else 0.0
    return values, valid
