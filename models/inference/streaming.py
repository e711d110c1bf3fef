"""The stream of tiles from the raster through the model to the output."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Iterator, List, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from ..errors import Cancelled, InputError
from ..feedback import Feedback
from ..package.definition import ModelDefinition
from ..rasters.writer import RasterWriter
from .area import Area
from .augmentation import translate_all_ways
from .blending import PanelBlender
from .journal import Journal, fingerprint
from .output import output_nodata, to_raster_values
from .session import Session
from .settings import ClassifySettings, tile_size
from .tiling import Span, panels, spans
from .tone import ToneMatch, raster_quantiles

PANEL_TILES = 32
RESUME_PIXELS = 50_000_000
Tile = Tuple[Span, NDArray[np.float32], NDArray[np.bool_]]


class Streaming:
    """One pass over one raster: read, translate, blend and write, tile by tile.

    Tiles are read and written by a thread each while the model works. After :meth:`write`, ``tiles`` and ``empty`` say
    how many tiles had data and how many had not.

    Args:
        settings: what is asked.
        definition: of the model.
        source: the part of the raster to translate.
        session: the model.
        feedback: progress, and the question whether to stop.
    """

    def __init__(
        self,
        settings: ClassifySettings,
        definition: ModelDefinition,
        source: Area,
        session: Session,
        feedback: Feedback,
    ) -> None:
        self._settings, self._definition = settings, definition
        self._source, self._session, self._feedback = source, session, feedback
        self.tile = tile_size(settings, definition)
        self._rows = spans(source.grid.height, self.tile, min(settings.overlap, self.tile // 2))
        self._columns = spans(source.grid.width, self.tile, min(settings.overlap, self.tile // 2))
        self._batch = settings.batch_size or 4
        self._total = len(self._rows) * len(self._columns)
        self._tone = _tone_match(settings, definition, source) if settings.match_tone != "none" else None
        self._names = [band.name for band in definition.output_bands]
        if settings.uncertainty:
            self._names.append("Uncertainty")
        self.tiles = self.empty = 0

    def write(self) -> None:
        """Run every tile and write the raster.

        Raises:
            Cancelled: the user stopped; what is finished of a large raster is kept for the next run.
        """
        definition, source, journal = self._definition, self._source, self._journal()
        with RasterWriter(
            self._settings.output,
            source.grid,
            len(self._names),
            np.dtype(definition.output_dtype),
            nodata=output_nodata(source, definition),
            band_names=self._names,
            rgb=definition.is_colour,
            metadata={
                "IMAGE_TRANSLATION_MODEL": definition.name,
                "IMAGE_TRANSLATION_MODEL_TYPE": definition.model_type,
                "IMAGE_TRANSLATION_MODEL_SHA256": definition.files.get(f"{definition.name}.onnx", ""),
            },
            overviews=True,
        ) as writer, ThreadPoolExecutor(1) as reading, ThreadPoolExecutor(1) as writing:
            left: Optional[NDArray[np.float32]] = None
            for panel, columns in enumerate(panels(self._columns, PANEL_TILES)):
                blender = PanelBlender(columns, len(self._names), source.grid.height, left)
                output = _Output(self, writer, journal, panel)
                first = journal.replay(panel, self._rows, blender, writer) if journal else 0
                self.tiles += first * len(columns)
                self._panel(columns, blender, output, first, reading, writing)
                left = blender.right
        if journal:
            journal.discard()

    def to_raster(self, values: NDArray[np.float32], valid: NDArray[np.bool_]) -> NDArray[np.generic]:
        """Pixels of the output raster, NoData in place."""
        nodata = output_nodata(self._source, self._definition)
        return to_raster_values(values, valid, np.dtype(self._definition.output_dtype), nodata)

    def _panel(
        self,
        columns: Sequence[Span],
        blender: PanelBlender,
        output: _Output,
        first: int,
        reading: ThreadPoolExecutor,
        writing: ThreadPoolExecutor,
    ) -> None:
        written: Optional[Future[None]] = None
        last = -1
        for index, tiles in self._read_ahead(columns, first, reading):
            row = self._rows[index]
            if index != last:
                blender.begin(row)
                last = index
            self._translate(tiles, blender)
            self._check_cancel()
            if tiles[-1][0] is columns[-1]:
                values, valid = blender.finish()
                if written is not None:
                    written.result()
                right = blender.right[:, row.start : row.done]
                written = writing.submit(output.write, index, row, blender.x0, values, valid, right, blender.below)
        if written is not None:
            written.result()

    def _read_ahead(
        self, columns: Sequence[Span], first_row: int, reading: ThreadPoolExecutor
    ) -> Iterator[Tuple[int, List[Tile]]]:
        """Batches of tiles, row by row; the next batch is read while the model works on this one."""
        jobs = [
            (index, columns[first : first + self._batch])
            for index in range(first_row, len(self._rows))
            for first in range(0, len(columns), self._batch)
        ]
        following = reading.submit(self._read, *jobs[0]) if jobs else None
        for number, (index, _) in enumerate(jobs):
            if following is None:
                return
            tiles = following.result()
            following = reading.submit(self._read, *jobs[number + 1]) if number + 1 < len(jobs) else None
            yield index, tiles

    def _read(self, index: int, columns: Sequence[Span]) -> List[Tile]:
        return [(column, *self._read_tile(self._rows[index], column)) for column in columns]

    def _read_tile(self, row: Span, column: Span) -> Tuple[NDArray[np.float32], NDArray[np.bool_]]:
        grid = self._source.grid
        height, width = min(self.tile, grid.height), min(self.tile, grid.width)
        values, valid = self._source.read(column.position, row.position, width, height)
        result = values.astype(np.float32)
        if self._tone is not None:
            result = self._tone(result)
        if valid.any() and not valid.all():
            result[:, ~valid] = result[:, valid].mean(axis=1)[:, None]
        if (height, width) != (self.tile, self.tile):
            missing = ((0, self.tile - height), (0, self.tile - width))
            result = np.pad(result, ((0, 0), *missing), mode="symmetric")
            valid = np.pad(valid, missing)
        return result, valid

    def _translate(self, tiles: List[Tile], blender: PanelBlender) -> None:
        filled = [tile for tile in tiles if tile[2].any()]
        if filled:
            outputs = self._outputs(np.stack([values for _, values, _ in filled]))
            for (column, _, valid), output in zip(filled, outputs):
                blender.add(column, output, valid)
        self.tiles += len(filled)
        self.empty += len(tiles) - len(filled)
        done = self.tiles + self.empty
        self._feedback.progress(done / self._total, f"tile {done} of {self._total}")

    def _outputs(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        if not (self._settings.test_time_augmentation or self._settings.uncertainty):
            return self._session.run(batch)
        mean, spread = translate_all_ways(self._session.run, batch)
        return np.concatenate([mean, spread], axis=1) if self._settings.uncertainty else mean

    def _journal(self) -> Optional[Journal]:
        """The journal of a raster that is worth one; small ones are quicker done again."""
        grid, settings = self._source.grid, self._settings
        if grid.width * grid.height < RESUME_PIXELS:
            return None
        job = {
            "input": fingerprint(settings.input),
            "model": self._definition.files,
            "mask": fingerprint(settings.mask) if settings.mask else "",
            "settings": [settings.input_bands, settings.extent, settings.mask_layer, settings.overlap],
            "options": [settings.test_time_augmentation, settings.uncertainty, settings.match_tone],
            "layout": [self.tile, PANEL_TILES, grid.width, grid.height],
        }
        journal = Journal(settings.output, job, settings.resume)
        if journal.found:
            self._feedback.info("Going on where an earlier run of this job stopped.")
        return journal

    def _check_cancel(self) -> None:
        try:
            self._feedback.check()
        except Cancelled as error:
            folder = self._settings.output.with_name(f".{self._settings.output.name}.resume")
            if not folder.is_dir():
                raise
            raise Cancelled(
                f"Cancelled; the same job goes on from here when it is run again. Delete {folder} to free the space."
            ) from error


class _Output:
    """Writes the finished rows of one panel to the raster and, for large rasters, to the journal."""

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
        if self._journal:
            self._journal.add(self._panel, index, pixels, right, below)


def _tone_match(settings: ClassifySettings, definition: ModelDefinition, source: Area) -> ToneMatch:
    if not definition.input_quantiles:
        raise InputError(
            f"The model {definition.name} does not say which tones it was trained on; set MATCH_TONE to none or train "
            "the model again."
        )
    levels = len(definition.input_quantiles[0])
    return ToneMatch(raster_quantiles(source, levels), definition.input_quantiles)
