"""The windows that several processes translate, and how they are put together again.

A window is a block of rows of tiles of one panel. No tile is run twice: the ramps that a window shares with its
neighbours travel as sums of 32-bit floats and are added here, in an order that does not depend on which came first.
The raster is therefore the same, bit for bit, as from one process that runs the same model in the same precision.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import reduce
from typing import Dict, List, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from ..rasters.writer import RasterWriter
from .area import Area
from .blending import PanelBlender
from .layout import Layout
from .streaming import Streaming
from .tiling import Span

WINDOW_PIXELS = 8 << 20
WINDOWS_PER_WORKER = 4
Piece = Tuple[int, int, int, NDArray[np.generic]]
"""Row and column of the first pixel, the number of windows that share these pixels, and the values (bands, h, w): of
the output raster where there is one window, parts of the sum (float32) where there are more."""


@dataclass(frozen=True)
class Window:
    """A block of tiles, by their numbers along each axis; the ends are one past the last."""

    first_column: int
    end_column: int
    first_row: int
    end_row: int


def plan(layout: Layout, workers: int, panel_tiles: int) -> List[Window]:
    """Cut a job into windows, panel by panel.

    A window has about :data:`WINDOW_PIXELS` pixels, and fewer where each worker would otherwise get less than
    :data:`WINDOWS_PER_WORKER` of them, down to one row of tiles.
    """
    result: List[Window] = []
    count = len(layout.panels(panel_tiles))
    even = len(layout.rows) * count // (workers * WINDOWS_PER_WORKER)
    first = 0
    for columns in layout.panels(panel_tiles):
        most = WINDOW_PIXELS // ((columns[-1].end - columns[0].start) * layout.tile_height)
        size = max(1, min(most, even))
        for row in range(0, len(layout.rows), size):
            result.append(Window(first, first + len(columns), row, min(row + size, len(layout.rows))))
        first += len(columns)
    return result


def translate_window(streaming: Streaming, window: Window) -> List[Piece]:
    """Run the tiles of a window and blend them with each other; what has no data and no neighbour is left out."""
    columns = streaming.columns[window.first_column : window.end_column]
    rows = streaming.rows[window.first_row : window.end_row]
    blender = PanelBlender(columns, len(streaming.names), streaming.rows[-1].end)
    canvas = _Canvas(rows, columns, len(streaming.names))
    with ThreadPoolExecutor(1) as reading, ThreadPoolExecutor(1) as writing:
        streaming.translate(columns, range(window.first_row, window.end_row), blender, canvas, reading, writing)
    canvas.values[:, rows[-1].done - canvas.y0 :] = blender.below
    pieces: List[Piece] = []
    for top, bottom, above in _segments(rows):
        for left, right, beside in _segments(columns):
            y, x = slice(top - canvas.y0, bottom - canvas.y0), slice(left - canvas.x0, right - canvas.x0)
            values, valid = canvas.values[:, y, x], canvas.valid[y, x]
            if above * beside > 1:
                pieces.append((top, left, above * beside, np.ascontiguousarray(values)))
            elif valid.any():
                pieces.append((top, left, 1, streaming.to_raster(values, valid)))
    return pieces


class Mosaic:
    """Writes the pieces of windows that come in any order.

    What waits for its neighbours is kept: the ramps between finished and unfinished windows.
    """

    def __init__(self, layout: Layout, source: Area, writer: RasterWriter) -> None:
        self._layout, self._source, self._writer = layout, source, writer
        self._waiting: Dict[Tuple[int, int], Dict[Tuple[int, int], NDArray[np.float32]]] = {}

    def add(self, window: Window, pieces: Sequence[Piece]) -> None:
        """Take what :func:`translate_window` made of ``window``; every window comes once."""
        for y, x, shares, values in pieces:
            if shares == 1:
                self._writer.write(x, y, values)
                continue
            parts = self._waiting.setdefault((y, x), {})
            parts[window.first_column, window.first_row] = values.astype(np.float32, copy=False)
            if len(parts) == shares:
                total = _sum(self._waiting.pop((y, x)))
                valid = self._source.read(x, y, total.shape[2], total.shape[1])[1]
                self._writer.write(x, y, self._layout.to_raster(total, valid))


class _Canvas:
    """The sums of one window, filled row by row."""

    def __init__(self, rows: Sequence[Span], columns: Sequence[Span], bands: int) -> None:
        self.y0, self.x0 = rows[0].start, columns[0].start
        self.values = np.zeros((bands, rows[-1].end - self.y0, columns[-1].end - self.x0), np.float32)
        self.valid = np.zeros(self.values.shape[1:], bool)

    def write(
        self,
        index: int,
        row: Span,
        x: int,
        values: NDArray[np.float32],
        valid: NDArray[np.bool_],
        right: NDArray[np.float32],
        below: NDArray[np.float32],
    ) -> None:
        """See :class:`FinishedRows`."""
        y, width = slice(row.start - self.y0, row.done - self.y0), values.shape[2]
        self.values[:, y, :width] = values
        self.values[:, y, width:] = right
        self.valid[y, :width] = valid


def _segments(spans: Sequence[Span]) -> List[Tuple[int, int, int]]:
    """The parts of a block along one axis: first pixel, end, and how many blocks share it."""
    start, end = spans[0].start + spans[0].ramp_before, spans[-1].done
    parts = [(spans[0].start, start, 2), (start, end, 1), (end, spans[-1].end, 2)]
    return [part for part in parts if part[0] < part[1]]


def _sum(parts: Dict[Tuple[int, int], NDArray[np.float32]]) -> NDArray[np.float32]:
    """Add down each panel first and then across, which is the order of :class:`PanelBlender`."""
    by_panel: Dict[int, NDArray[np.float32]] = {}
    for (column, _), values in sorted(parts.items(), key=lambda item: item[0]):
        by_panel[column] = by_panel[column] + values if column in by_panel else values
    return reduce(np.add, by_panel.values())
