"""Adding chips to a folder that holds some already: never of another grid or kind."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Optional, Tuple

from ..errors import InputError
from ..feedback import Feedback
from ..rasters.crs import same_crs
from ..rasters.grid import Grid
from .document import FILE_NAME, ChipsDocument
from .export_tiles import IMAGES_A, IMAGES_B
from .pair import Domain, RasterPair
from .settings import ExportSettings
from .statistics import RunningStatistics

States = Tuple[RunningStatistics, RunningStatistics]


def read_older(settings: ExportSettings, pair: RasterPair) -> Optional[ChipsDocument]:
    """The chips to which those of ``pair`` shall be added, on its grid; None when there are none.

    Raises:
        InputError: they are of another grid, size, format or kind of pixels, or of another tool.
    """
    folder = settings.output
    if settings.overwrite != "append" or not folder.is_dir() or not any(folder.iterdir()):
        return None
    if not (folder / FILE_NAME).is_file():
        raise InputError(f"OUTPUT {folder} holds chips of another tool, without {FILE_NAME}; choose another folder.")
    older = ChipsDocument.read(folder)
    for what, there, here in (
        ("tile size", older.tile_size, settings.tile_size),
        ("image format", older.image_format, settings.image_format),
        ("input bands", older.a.band_names, pair.a.band_names),
        ("target bands", older.b.band_names, pair.b.band_names),
        ("input type", older.a.dtype, pair.a.dtype),
        ("target type", older.b.dtype, pair.b.dtype),
        ("input NoData value", repr(older.a.nodata), repr(pair.a.nodata)),
        ("target NoData value", repr(older.b.nodata), repr(pair.b.nodata)),
    ):
        if there != here:
            raise InputError(
                f"The chips in OUTPUT {folder} have another {what} ({_words(there)}, here {_words(here)}); "
                "choose another folder."
            )
    offset = older.grid.offset_of(pair.grid)
    if offset is None or not same_crs(older.grid.crs, pair.grid.crs):
        raise InputError(
            f"The chips in OUTPUT {folder} lie on another grid (cell size, position or coordinate reference system); "
            "choose another folder."
        )
    if not pair.grid.georeferenced:
        raise InputError(
            f"The chips in OUTPUT {folder} have no georeference to tell them apart by; choose another folder."
        )
    return _moved(older, pair.grid, offset)


def check_unchanged(output: Path, older: Optional[ChipsDocument], folder: Path) -> None:
    """Raise unless ``folder`` still holds the chips of ``older``, to which others were to be added.

    Raises:
        InputError: another export has added some meanwhile, which would be lost.
    """
    if older is None:
        return
    there = ChipsDocument.read(folder)
    if (there.splits, there.a.statistics, there.b.statistics) != (older.splits, older.a.statistics, older.b.statistics):
        raise InputError(f"Another export has changed OUTPUT {output} meanwhile; run this one again to add its chips.")


def carry_over(older: Path, folder: Path, feedback: Feedback) -> None:
    """Take the images of a chip folder into another one, without a second copy where the disk can do that."""
    for name in (IMAGES_A, IMAGES_B):
        with os.scandir(older / name) as entries:
            for count, entry in enumerate(entries):
                if count % 256 == 0:
                    feedback.check()
                if entry.is_file():
                    _link(entry.path, folder / name / entry.name)


def joined(older: ChipsDocument, newer: ChipsDocument, states: States) -> Tuple[ChipsDocument, States]:
    """All chips in one document on a grid that holds both, and the statistics over all of them.

    Args:
        older: the chips that were there, with their statistics, on the grid of ``newer``.
        newer: the chips that came.
        states: statistics of A and B over the latter.
    """
    pixels = round(sum(1.0 - share for share in older.nodata_shares) * older.tile_size**2)
    together = []
    for domain, state in zip((older.a, older.b), states):
        whole = RunningStatistics.restored(domain.statistics or (), pixels)
        whole.merge(state)
        together.append(whole)
    left, top = (min(0, min(values)) for values in (older.columns, older.rows))
    right = max(newer.grid.width, max(older.columns) + older.tile_size)
    bottom = max(newer.grid.height, max(older.rows) + older.tile_size)
    grid = newer.grid.window(left, top, right - left, bottom - top)
    older, newer = (_moved(document, grid, (left, top)) for document in (older, newer))
    reasons = {**older.skipped, **newer.skipped}
    document = replace(
        newer,
        a=_both(older.a, newer.a),
        b=_both(older.b, newer.b),
        columns=older.columns + newer.columns,
        rows=older.rows + newer.rows,
        splits=older.splits + newer.splits,
        nodata_shares=older.nodata_shares + newer.nodata_shares,
        angles=_angles(older) + _angles(newer),
        first=0,
        skipped={reason: older.skipped.get(reason, 0) + newer.skipped.get(reason, 0) for reason in reasons},
    )
    return document, (together[0], together[1])


def _moved(document: ChipsDocument, grid: Grid, offset: Tuple[int, int]) -> ChipsDocument:
    """The same chips counted from the first pixel of ``grid``, which is the pixel ``offset`` of the document's."""
    return replace(
        document,
        grid=grid,
        columns=tuple(column - offset[0] for column in document.columns),
        rows=tuple(row - offset[1] for row in document.rows),
    )


def _both(older: Domain, newer: Domain) -> Domain:
    """The newer domain, which names the rasters of both."""
    sources = dict.fromkeys([*older.source.split(", "), newer.source])
    return replace(newer, source=", ".join(sources))


def _angles(document: ChipsDocument) -> Tuple[float, ...]:
    return document.angles or (0.0,) * len(document)


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _link(source: str, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
