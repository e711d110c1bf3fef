"""The stream of tiles from the raster through the model to the output."""

from __future__ import annotations

import shutil
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Deque, Dict, Generator, Iterator, List, Mapping, Optional, Protocol, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from ..available_memory import Peak
from ..errors import InputError
from ..feedback import Feedback
from ..package.definition import ModelDefinition
from ..rasters.calls import small_block_cache
from ..rasters.writer import RasterWriter
from ..version import plugin_version
from . import memory_need
from .answers import answered, awaited, finite, shaped
from .area import Area
from .augmentation import translate_all_ways
from .blending import PanelBlender
from .filling import filled
from .journal import Journal, fingerprint, fingerprints, journal_folder
from .layout import Layout
from .session import Session
from .settings import ClassifySettings
from .tiling import Span, best_part
from .tone import tone_match

if TYPE_CHECKING:
    from ..place.spots import Spots

BATCH_PIXELS = 4 * 256**2
PANEL_TILES = 32
RESUME_PIXELS = 50_000_000
Tile = Tuple[Span, NDArray[np.float32], NDArray[np.bool_]]
Outputs = List[Optional[NDArray[np.float32]]]


class FinishedRows(Protocol):
    """Takes the blended rows of a panel, one after the other."""

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
        """Take row ``index`` of the tiles, whose finished pixels begin at (``x``, ``row.start``); see :class:`Journal`
        for ``right`` and ``below``."""


class Streaming(Layout):
    """One pass over one raster: read, translate, blend and write, tile by tile.

    Tiles are read and written by a thread each while the model works on as many batches as suit it. After
    :meth:`write`, ``tiles`` and ``empty`` say how many tiles had data and how many had not.

    Args:
        settings: what is asked.
        definition: of the model.
        source: the part of the raster to translate.
        session: the model.
        feedback: progress, and the question whether to stop.
        spots: what is known of single spots beside what the session says; None for nothing.
    """

    def __init__(
        self,
        settings: ClassifySettings,
        definition: ModelDefinition,
        source: Area,
        session: Session,
        feedback: Feedback,
        spots: Optional[Spots] = None,
    ) -> None:
        super().__init__(settings, definition, source)
        if session.channels != (len(definition.input_bands), len(definition.output_bands)):
            raise InputError(f"The ONNX model in {settings.model} does not have the bands that its EMD names.")
        self._session, self._feedback = session, feedback
        self._batch = settings.batch_size or max(1, BATCH_PIXELS // (self.tile_height * self.tile_width))
        self._total = len(self.rows) * len(self.columns)
        self._tone = tone_match(settings, definition, source)
        self.tiles = self.empty = 0
        self._engine, self._spots = session.name, spots

    @property
    def keeps_its_engine(self) -> bool:
        """Whether the session computes with what it began with."""
        return self._session.name == self._engine

    def write(self) -> None:
        """Run every tile and write the raster.

        Raises:
            Cancelled: the user stopped; what is finished of a large raster is kept for the next run.
        """
        self._check_memory()
        source, journal = self._source, self._journal()
        pool = ThreadPoolExecutor(1), ThreadPoolExecutor(1)
        with small_block_cache(), self.open_writer(self._feedback) as writer, pool[0] as reading, pool[1] as writing:
            left: Optional[NDArray[np.float32]] = None
            for panel, columns in enumerate(self.panels(PANEL_TILES)):
                blender = PanelBlender(columns, len(self.names), source.grid.height, left)
                output = _Output(self, writer, journal, panel)
                empty = partial(self.row_is_empty, columns=columns)
                first = journal.replay(panel, self.rows, blender, writer, empty) if journal else 0
                without_data = sum(map(empty, range(first)))
                self._count((first - without_data) * len(columns), without_data * len(columns))
                self.translate(columns, range(first, len(self.rows)), blender, output, reading, writing)
                left = blender.right
        # Also that of another job, when this one is too small for one of its own: the output is this one's now.
        shutil.rmtree(journal_folder(self._settings.output), ignore_errors=True)

    def translate(
        self,
        columns: Sequence[Span],
        rows: range,
        blender: PanelBlender,
        output: FinishedRows,
        reading: ThreadPoolExecutor,
        writing: ThreadPoolExecutor,
    ) -> None:
        """Run the tiles of ``columns`` in the ``rows`` of that number; each blended row goes to ``output``."""
        written: Optional[Future[None]] = None
        last = -1
        with closing(self._run_ahead(columns, rows, reading)) as batches:
            for index, tiles, outputs in batches:
                row = self.rows[index]
                if not tiles:
                    blender.skip(row)
                    self._count(0, len(columns))
                    self._feedback.check()
                    continue
                if index != last:
                    blender.begin(row)
                    last = index
                self._blend(tiles, outputs, blender)
                self._feedback.check()
                if tiles[-1][0] is columns[-1]:
                    finished = blender.finish()
                    if written is not None:
                        written.result()
                    right = blender.right[:, row.start : row.done]
                    written = writing.submit(output.write, index, row, blender.x0, *finished, right, blender.below)
        if written is not None:
            written.result()

    def _blend(self, tiles: List[Tile], outputs: Outputs, blender: PanelBlender) -> None:
        for (column, _, valid), values in zip(tiles, outputs):
            if values is not None:
                blender.add(column, values, valid)
        empty = sum(values is None for values in outputs)
        self._count(len(tiles) - empty, empty)

    def _run_ahead(
        self, columns: Sequence[Span], rows: range, reading: ThreadPoolExecutor
    ) -> Generator[Tuple[int, List[Tile], Outputs], None, None]:
        """Batches of tiles and what the model makes of them, in order; it has the next ones while these are blended."""
        ahead: Deque[Tuple[int, List[Tile], Future[Outputs]]] = deque()
        with ThreadPoolExecutor(self._session.parallel) as running:
            try:
                for index, tiles in self._read_ahead(columns, rows, reading):
                    ahead.append((index, tiles, running.submit(self._translate, tiles, self.rows[index])))
                    if len(ahead) > self._session.parallel:
                        index, tiles, outputs = ahead.popleft()
                        yield index, tiles, self._awaited(tiles, outputs)
                while ahead:
                    index, tiles, outputs = ahead.popleft()
                    yield index, tiles, self._awaited(tiles, outputs)
            finally:
                for _, _, outputs in ahead:
                    outputs.cancel()

    def _check_memory(self) -> None:
        """Run the model on one tile of its own size, where memory is not plenty, and conclude from that.

        Raises:
            InputError: the tiles will not fit.
        """
        session, own = self._session, self._definition.tile_size
        tiles = min(self._batch, len(self.columns)) * session.parallel
        free = memory_need.worth_measuring(tiles * self.tile_height * self.tile_width)
        if free is None or not session.on_cpu:
            return
        batch = np.zeros((1, len(self._definition.input_bands), own, own), np.float32)
        with Peak() as peak, ThreadPoolExecutor(1) as running:
            answer = running.submit(session.run, batch)
            awaited(answer, session, own * own, self._settings.model, self._feedback.check)
        if peak.taken is not None:
            multiple = self._definition.size_multiple
            memory_need.check(free, peak.taken / own**2, self.tile_width, self.tile_height, tiles, multiple)

    def _awaited(self, tiles: List[Tile], outputs: Future[Outputs]) -> Outputs:
        pixels = len(tiles) * self.tile_height * self.tile_width
        return awaited(outputs, self._session, pixels, self._settings.model, self._feedback.check)

    def _read_ahead(
        self, columns: Sequence[Span], rows: range, reading: ThreadPoolExecutor
    ) -> Iterator[Tuple[int, List[Tile]]]:
        """Batches of tiles, row by row; the next batch is read while the model works on this one.

        One batch without tiles stands for a row that has no data at all.
        """
        jobs = [(index, batch) for index in rows for batch in self._batches(index, columns)]
        following = reading.submit(self._read, *jobs[0]) if jobs else None
        for number, (index, _) in enumerate(jobs):
            if following is None:
                return
            tiles = following.result()
            following = reading.submit(self._read, *jobs[number + 1]) if number + 1 < len(jobs) else None
            yield index, tiles

    def _batches(self, index: int, columns: Sequence[Span]) -> List[Sequence[Span]]:
        if self.row_is_empty(index, columns):
            return [()]
        return [columns[first : first + self._batch] for first in range(0, len(columns), self._batch)]

    def _read(self, index: int, columns: Sequence[Span]) -> List[Tile]:
        return [(column, *self._read_tile(self.rows[index], column)) for column in columns]

    def _read_tile(self, row: Span, column: Span) -> Tuple[NDArray[np.float32], NDArray[np.bool_]]:
        grid = self._source.grid
        height, width = min(self.tile_height, grid.height), min(self.tile_width, grid.width)
        values, valid = self._source.read(column.position, row.position, width, height)
        result = values.astype(np.float32)
        if self._tone is not None:
            result = self._tone(result)
        result = filled(result, valid)
        if (height, width) != (self.tile_height, self.tile_width):
            missing = ((0, self.tile_height - height), (0, self.tile_width - width))
            result = np.pad(result, ((0, 0), *missing), mode="symmetric")
            valid = np.pad(valid, missing)
        return result, valid

    def _translate(self, tiles: List[Tile], row: Span) -> Outputs:
        """What the model makes of each tile (bands, tile, tile); None for one without data."""
        result: Outputs = [None] * len(tiles)
        parts = {number: self._part(valid) for number, (_, _, valid) in enumerate(tiles) if valid.any()}
        by_shape: Dict[Tuple[int, ...], List[int]] = {}
        for number, (y, x) in parts.items():
            by_shape.setdefault(tiles[number][1][:, y, x].shape, []).append(number)
        for numbers in by_shape.values():
            batch = np.stack([tiles[number][1][:, parts[number][0], parts[number][1]] for number in numbers])
            first = [_first(tiles[number][0], row, *parts[number]) for number in numbers]
            for number, output in zip(numbers, self._outputs(batch, first)):
                y, x = parts[number]
                known = finite(self._settings.model, output, tiles[number][2][y, x])
                result[number] = self._whole(known, y, x)
        return result

    def _part(self, valid: NDArray[np.bool_]) -> Tuple[slice, slice]:
        """Rows and columns of the part of a tile that is worth computing."""
        own, step = self._definition.tile_size, self._definition.size_multiple
        return best_part(valid.any(axis=1), own, step), best_part(valid.any(axis=0), own, step)

    def _whole(self, output: NDArray[np.float32], y: slice, x: slice) -> NDArray[np.float32]:
        """The output for a part of a tile, brought back to the size of the tile."""
        if output.shape[1:] == (self.tile_height, self.tile_width):
            return output
        whole = np.zeros((output.shape[0], self.tile_height, self.tile_width), np.float32)
        whole[:, y, x] = output
        return whole

    def _count(self, tiles: int, empty: int) -> None:
        self.tiles += tiles
        self.empty += empty
        done = self.tiles + self.empty
        self._feedback.progress(done / self._total, f"tile {done} of {self._total}")

    def _outputs(self, batch: NDArray[np.float32], first: Sequence[Tuple[int, int]]) -> NDArray[np.float32]:
        """What is made of a batch whose tiles begin at the columns and rows ``first`` of the raster."""
        model, bands = self._settings.model, len(self._definition.output_bands)
        run = partial(answered, self._session, model, bands)
        maps: Mapping[str, NDArray[np.float32]] = {}
        if self._settings.test_time_augmentation or self._settings.uncertainty:
            output, spread = translate_all_ways(run, batch)
            if self._spots is not None and self._spots.spreading:
                maps = self._session.run_with_maps(batch)[1]
            output = self._at_spots(batch, output, maps, first)
            return np.concatenate([output, spread], axis=1) if self._settings.uncertainty else output
        if self._spots is None or not self._spots.spreading:
            return self._at_spots(batch, run(batch), maps, first)
        output, maps = self._session.run_with_maps(batch)
        return self._at_spots(batch, shaped(output, model, bands, batch), maps, first)

    def _at_spots(
        self,
        batch: NDArray[np.float32],
        output: NDArray[np.float32],
        maps: Mapping[str, NDArray[np.float32]],
        first: Sequence[Tuple[int, int]],
    ) -> NDArray[np.float32]:
        if self._spots is None:
            return output
        of_each = [{name: each[number] for name, each in maps.items()} for number in range(len(batch))]
        corrected = map(self._spots, batch, output, of_each, first)
        return np.stack(list(corrected))

    def _journal(self) -> Optional[Journal]:
        """The journal of a raster that is worth one; small ones are quicker done again."""
        grid, settings = self._source.grid, self._settings
        if grid.width * grid.height < RESUME_PIXELS:
            return None
        job = {
            "plugin": plugin_version(),
            "input": fingerprints(settings.input, self._source.files),
            "model": self._definition.files,
            "mask": fingerprint(settings.mask) if settings.mask else "",
            "settings": [self._source.bands, settings.extent, settings.mask_layer, settings.blending],
            "options": [settings.test_time_augmentation, settings.uncertainty, settings.match_tone, settings.data_type],
            "place": [*_of_the_place(settings), self._definition.place],
            "layout": [self.rows, self.columns, PANEL_TILES, grid.width, grid.height],
            "engine": self._engine,
        }
        journal = Journal(settings.output, job, settings.resume)
        if journal.found:
            self._feedback.info("Going on where an earlier run of this job stopped.")
        return journal


def _of_the_place(settings: ClassifySettings) -> Iterator[str]:
    """What tells the colours of the place from others: the files, and those that virtual rasters are made of."""
    for path in settings.reference:
        yield from fingerprints(path, [])
    if settings.known_colours:
        yield fingerprint(settings.known_colours)
        yield settings.known_colours_layer


def _first(column: Span, row: Span, y: slice, x: slice) -> Tuple[int, int]:
    """Column and row of the raster where a part of a tile begins."""
    return column.position + int(x.start or 0), row.position + int(y.start or 0)


class _Output:
    """Writes the finished rows of one panel to the raster and, for large rasters, to the journal.

    A journal is of one engine: rows that another one computes, after the first has failed, are not for it.
    """

    def __init__(self, streaming: Streaming, writer: RasterWriter, journal: Optional[Journal], panel: int) -> None:
        self._streaming, self._writer, self._journal, self._panel = streaming, writer, journal, panel

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
        """Write row ``index`` of the tiles; see :class:`Journal` for ``right`` and ``below``."""
        pixels = self._streaming.to_raster(values, valid)
        self._writer.write(x, row.start, pixels)
        if self._journal and self._streaming.keeps_its_engine:
            self._journal.add(self._panel, index, pixels, right, below)
