"""Export Training Chips: a pair of rasters becomes a folder of chips."""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Dict, List, Mapping, Tuple

import numpy as np
from osgeo import gdal

from ..errors import InputError
from ..feedback import Feedback, FeedbackSlice, TimeLeft, duration
from ..files import atomic_folder
from ..rasters.arrays import Array
from ..rasters.calls import GdalFailure, small_block_cache
from ..rasters.grid import Grid
from .document import ChipsDocument
from .export_tiles import IMAGES_A, IMAGES_B, write_text_files
from .footprints import write_footprints
from .images import FORMATS, ImageWriter, read_image
from .output import check_output
from .pair import RasterPair
from .plan import blocks, nodata_shares, positions, read_chips, sample
from .settings import ExportSettings
from .split import MARGIN, NAMES, split_chips
from .statistics import RunningStatistics

__all__ = ["ExportResult", "ExportSettings", "export_chips"]


@dataclass(frozen=True)
class ExportResult:
    """What an export has made.

    Attributes:
        folder: the chip folder.
        chips: number of chips in it.
        skipped: number of places left out, for NoData or as margin between the splits.
        by_split: number of chips of each split.
        skipped_by_reason: the same as ``skipped``, by "nodata" and "margin".
    """

    folder: Path
    chips: int
    skipped: int
    by_split: Mapping[str, int]
    skipped_by_reason: Mapping[str, int]


def export_chips(settings: ExportSettings, feedback: Feedback) -> ExportResult:
    """Cut both rasters into chips and write them in the "Export Tiles" layout.

    The folder appears when it is complete; on any failure nothing is left and an older folder stays.

    Args:
        settings: what to do.
        feedback: progress, log and the question whether to stop.

    Raises:
        InputError: a raster, the output folder or a parameter cannot be used.
        Cancelled: the user stopped it.
    """
    check_output(settings.output, settings.overwrite, settings.target, settings.input)
    if settings.grey_from_target and settings.input:
        feedback.info(f"The input is the grey of the target; {settings.input} is not used.")
    with (
        small_block_cache(),
        RasterPair(
            settings.target,
            settings.target_bands,
            "" if settings.grey_from_target else settings.input,
            settings.input_bands,
            settings.resampling,
            feedback,
        ) as pair,
    ):
        image_format = FORMATS[settings.image_format]
        image_format.check("INPUT", len(pair.a.band_names), pair.a.dtype)
        image_format.check("TARGET", len(pair.b.band_names), pair.b.dtype)
        document = _plan(pair, settings, FeedbackSlice(feedback, 0.0, 0.2 if pair.has_mask else 0.0))
        try:
            with atomic_folder(settings.output) as folder:
                writing = FeedbackSlice(feedback, 0.2 if pair.has_mask else 0.0, 0.98)
                document = _write_folder(folder, pair, document, writing)
                feedback.check()
        except (GdalFailure, OSError) as error:
            raise InputError(
                f"The chips cannot be written to {settings.output} ({getattr(error, 'strerror', None) or error}); "
                "check the folder and the space on its disk."
            ) from error
    feedback.progress(1.0, f"Wrote {len(document):,} chips")
    return ExportResult(
        folder=settings.output,
        chips=len(document),
        skipped=sum(document.skipped.values()),
        by_split=document.counts(),
        skipped_by_reason=document.skipped,
    )


def _plan(pair: RasterPair, settings: ExportSettings, feedback: Feedback) -> ChipsDocument:
    """Decide which chips there will be and to which split each belongs."""
    generator = np.random.default_rng(settings.seed)
    tile = settings.tile_size
    columns, rows = positions(pair.area, tile, settings.stride)
    if settings.max_chips:
        chosen = sample(columns, rows, settings.max_chips, generator)
        columns, rows = columns[chosen], rows[chosen]
    shares = nodata_shares(pair, columns, rows, tile, feedback)
    enough = (shares * 100.0 <= settings.max_nodata + 1e-9) & (shares < 1.0)
    if not enough.any():
        raise InputError(
            f"Each of the {len(columns):,} chips has more than {settings.max_nodata:g} % NoData "
            f"(the best has {shares.min():.1%}); raise MAX_NODATA or choose other rasters."
        )
    skipped = {"nodata": int(np.count_nonzero(~enough))}
    columns, rows, shares = columns[enough], rows[enough], shares[enough]
    split = split_chips(columns, rows, tile, settings.validation / 100, settings.test / 100, generator, feedback)
    if split.short:
        feedback.warning(
            f"The area is too small for a {' and '.join(split.short)} split without common pixels; "
            "all chips are for training."
            if len(split.short) == np.count_nonzero([settings.validation, settings.test])
            else f"The area is too small for a {split.short[0]} split without common pixels; it stays empty."
        )
    kept = split.labels != MARGIN
    skipped["margin"] = int(np.count_nonzero(~kept))
    _report(skipped, feedback)
    return ChipsDocument(
        tile_size=tile,
        stride=settings.stride,
        image_format=settings.image_format,
        grid=pair.grid,
        a=pair.a,
        b=pair.b,
        columns=tuple(columns[kept].tolist()),
        rows=tuple(rows[kept].tolist()),
        splits=tuple(NAMES[label] for label in split.labels[kept].tolist()),
        nodata_shares=tuple(shares[kept].tolist()),
        skipped=skipped,
        settings=settings.to_json(),
        software={"gdal": gdal.__version__, "numpy": np.__version__},
    )


def _report(skipped: Dict[str, int], feedback: Feedback) -> None:
    if skipped["nodata"]:
        feedback.info(f"{skipped['nodata']:,} chips are skipped because of NoData.")
    if skipped["margin"]:
        feedback.info(f"{skipped['margin']:,} chips are skipped because they overlap chips of another split.")


def _write_folder(folder: Path, pair: RasterPair, document: ChipsDocument, feedback: Feedback) -> ChipsDocument:
    """Write everything, ``chips.json`` last; returns the document with the statistics in it."""
    for name in (IMAGES_A, IMAGES_B):
        (folder / name).mkdir()
    state_a, state_b = _write_images(folder, pair, document, feedback)
    document = replace(
        document,
        a=replace(document.a, statistics=state_a.bands(document.a.band_names, document.a.dtype.name)),
        b=replace(document.b, statistics=state_b.bands(document.b.band_names, document.b.dtype.name)),
    )
    write_footprints(folder, document, feedback)
    write_text_files(folder, document, FORMATS[document.image_format].suffix, state_a)
    document.write(folder)
    return document


def _write_images(
    folder: Path, pair: RasterPair, document: ChipsDocument, feedback: Feedback
) -> Tuple[RunningStatistics, RunningStatistics]:
    """Read block by block, while other threads write the chips of the block before.

    The statistics are merged in the order of the chips, whatever the order in which the threads finish.
    """
    columns, rows = np.array(document.columns), np.array(document.rows)
    bytes_per_pixel = document.a.bytes_per_pixel + document.b.bytes_per_pixel
    states = RunningStatistics(len(document.a.band_names)), RunningStatistics(len(document.b.band_names))
    progress = _Progress(len(document), feedback)
    chip = _ChipWriter(folder, document)
    waiting: List[Future[Tuple[RunningStatistics, RunningStatistics]]] = []
    pool = ThreadPoolExecutor(max_workers=min(os.cpu_count() or 1, 16))

    def collect() -> None:
        for future in waiting:
            for state, part in zip(states, future.result()):
                state.merge(part)
            progress.step()
        waiting.clear()

    try:
        for group in blocks(columns, rows, document.tile_size, bytes_per_pixel, pair.area[2]):
            feedback.check()
            pieces = read_chips(pair, columns, rows, document.tile_size, group)
            submitted = [pool.submit(chip.write, *piece) for piece in pieces]
            collect()
            waiting.extend(submitted)
        collect()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return states


class _ChipWriter:
    """Writes both images of a chip and measures them."""

    def __init__(self, folder: Path, document: ChipsDocument) -> None:
        self._document = document
        self._format = FORMATS[document.image_format]
        self._outputs = [
            (folder / name, ImageWriter(self._format, domain.dtype, domain.band_names, domain.nodata))
            for name, domain in ((IMAGES_A, document.a), (IMAGES_B, document.b))
        ]

    def write(self, index: int, a: Array, b: Array, valid: Array) -> Tuple[RunningStatistics, RunningStatistics]:
        """Write a chip; the statistics are those of the pixels that come back from the files."""
        name = f"{self._document.name(index)}{self._format.suffix}"
        grid = self._document.chip_grid(index) if self._document.grid.georeferenced else Grid(a.shape[2], a.shape[1])
        mask = None if valid.all() else valid
        parts = []
        for values, (folder, writer) in zip((a, b), self._outputs):
            writer.write(folder / name, values, mask, grid)
            if self._format.name == "JPEG":
                values = read_image(folder / name, nodata=False)[0]
            parts.append(RunningStatistics.of(values, mask))
        return parts[0], parts[1]


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
