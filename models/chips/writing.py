"""Writing the image files of an export: reading, encoding and measuring side by side."""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Iterator, List, Optional, Sequence, Tuple

import numpy as np

from ..feedback import Feedback, TimeLeft, duration
from ..rasters.arrays import Array
from ..rasters.grid import Grid
from .document import ChipsDocument
from .images import FORMATS, Chip, ImageWriter
from .layouts import IMAGES_A, IMAGES_B
from .pair import RasterPair
from .plan import blocks, read_chips
from .statistics import RunningStatistics

_BATCH, _BATCH_BYTES = 8, 8 << 20
_Piece = Tuple[int, Array, Array, Array]  # index, a, b, valid
_Parts = Tuple[RunningStatistics, RunningStatistics, int]


def write_images(
    folder: Path, pair: RasterPair, document: ChipsDocument, feedback: Feedback
) -> Tuple[RunningStatistics, RunningStatistics]:
    """Read block by block, while other threads write the chips of the block before.

    The statistics are merged in the order of the chips, whatever the order in which the threads finish.
    """
    columns, rows = np.array(document.columns), np.array(document.rows)
    angles = np.array(document.angles) if document.angles else None
    bytes_per_pixel = document.a.bytes_per_pixel + document.b.bytes_per_pixel
    states = RunningStatistics(len(document.a.band_names)), RunningStatistics(len(document.b.band_names))
    progress = _Progress(len(document), feedback)
    writer = _ChipWriter(folder, document)
    waiting: List[Future[_Parts]] = []
    pool = ThreadPoolExecutor(max_workers=min(os.cpu_count() or 1, 16))

    def collect() -> None:
        for future in waiting:
            part_a, part_b, count = future.result()
            states[0].merge(part_a)
            states[1].merge(part_b)
            for _ in range(count):
                progress.step()
        waiting.clear()

    try:
        for group in blocks(columns, rows, document.tile_size, bytes_per_pixel, pair.area[2], angles):
            feedback.check()
            pieces = read_chips(pair, columns, rows, document.tile_size, group, angles)
            submitted = [pool.submit(writer.write, batch) for batch in _batches(pieces, writer.batch)]
            collect()
            waiting.extend(submitted)
        collect()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return states


def _batches(pieces: Iterator[_Piece], size: int) -> Iterator[List[_Piece]]:
    while batch := list(islice(pieces, size)):
        yield batch


class _ChipWriter:
    """Writes both images of some chips and measures them.

    Attributes:
        batch: how many chips to write at a time.
    """

    def __init__(self, folder: Path, document: ChipsDocument) -> None:
        self._document = document
        self._format = FORMATS[document.image_format]
        self._outputs = [
            (folder / name, ImageWriter(self._format, domain.dtype, domain.band_names, domain.nodata))
            for name, domain in ((IMAGES_A, document.a), (IMAGES_B, document.b))
        ]
        chip_bytes = document.tile_size**2 * (document.a.bytes_per_pixel + document.b.bytes_per_pixel)
        self.batch = max(1, min(_BATCH, _BATCH_BYTES // chip_bytes))

    def write(self, pieces: Sequence[_Piece]) -> _Parts:
        """Write some chips; the statistics are those of the pixels that come back from the files."""
        masks = [None if valid.all() else valid for _, _, _, valid in pieces]
        parts = []
        images = [(index, a) for index, a, _, _ in pieces], [(index, b) for index, _, b, _ in pieces]
        for (folder, writer), domain in zip(self._outputs, images):
            chips = [self._chip(folder, index, values, mask) for (index, values), mask in zip(domain, masks)]
            part = RunningStatistics(chips[0].values.shape[0])
            for held, mask in zip(writer.write(chips), masks):
                part.merge(RunningStatistics.of(held, mask))
            parts.append(part)
        return parts[0], parts[1], len(pieces)

    def _chip(self, folder: Path, index: int, values: Array, mask: Optional[Array]) -> Chip:
        document, tile = self._document, self._document.tile_size
        grid = document.chip_grid(index) if document.grid.georeferenced else Grid(tile, tile)
        return Chip(folder / f"{document.name(index)}{self._format.suffix}", values, mask, grid)


class _Progress:
    """Tells the chips written, their rate and the time left."""

    def __init__(self, total: int, feedback: Feedback) -> None:
        self._total, self._feedback = total, feedback
        self._done = 0
        self._left = TimeLeft()

    def step(self) -> None:
        """One more chip is written."""
        self._feedback.check()
        self._done += 1
        if self._done % 16 and self._done != self._total:
            return
        fraction = self._done / self._total
        seconds = self._left.seconds(fraction)
        left = "" if seconds is None else f", {duration(seconds)} left"
        self._feedback.progress(fraction, f"Writing chips: {self._done:,} of {self._total:,}{left}")
