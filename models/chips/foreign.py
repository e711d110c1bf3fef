"""Chip folders that other tools have written."""

from __future__ import annotations

from pathlib import Path
from typing import List, Optional, Sequence, Tuple

import numpy as np

from ..errors import InputError
from ..feedback import Feedback
from ..json_files import read_json
from ..rasters.arrays import Array
from ..rasters.grid import Grid
from ..rasters.source import RasterSource
from .export_tiles import ACCUMULATED_FILE, DEFINITION_FILE, METADATA_MODE
from .folder import ChipFolder
from .images import read_world_file
from .layouts import IMAGES_A, IMAGES_B
from .pair import Domain
from .plain_pairs import ImagePairs, find_pairs, partners
from .split import MARGIN, NAMES, TRAIN, split_chips

_VALIDATION = 0.1
_SEED = 0


def open_foreign(path: Path) -> ChipFolder:
    """A folder without ``chips.json``: the "Export Tiles" layout as ArcGIS writes it, or plain image pairs.

    Where the folders name no validation chips, a tenth of the training chips, in spatial blocks, is for validation,
    and chips that overlap those take no part. The blocks are the same each time.

    Raises:
        InputError: it is no such folder.
    """
    if (path / IMAGES_A).is_dir() and (path / IMAGES_B).is_dir():
        _check_mode(path)
        found = partners(path / IMAGES_A, path / IMAGES_B)
        if not found:
            raise InputError(
                f"{path} is not a complete folder of training chips: there are no images in {IMAGES_A} and {IMAGES_B}; "
                "export the chips again."
            )
        pairs: Optional[ImagePairs] = ImagePairs(tuple(found), ("",) * len(found), tuple(found.values()), False)
    else:
        pairs = find_pairs(path)
    if pairs is None:
        raise InputError(
            f"{path} is not a folder of training chips: it has neither chips.json, nor the folders {IMAGES_A} and "
            f"{IMAGES_B} or A and B, nor images; choose the output of Export Training Chips."
        )
    return _assembled(path, pairs)


def _assembled(path: Path, pairs: ImagePairs) -> ChipFolder:
    a, b, grid = _domains(path, pairs)
    columns, rows = _positions([file for file, _ in pairs.files], grid)
    labels = np.array([NAMES.index(split or "train") for split in pairs.splits])
    if "validation" not in pairs.splits:
        own = np.flatnonzero(labels == TRAIN)
        generator = np.random.default_rng(_SEED)
        labels[own] = split_chips(columns[own], rows[own], grid.width, _VALIDATION, 0.0, generator, Feedback()).labels
    kept = np.flatnonzero(labels != MARGIN).tolist()
    return ChipFolder(
        path=path,
        tile_size=grid.width,
        names=tuple(pairs.names[index] for index in kept),
        splits=tuple(NAMES[labels[index]] for index in kept),
        a=a,
        b=b,
        cell_size=grid.cell_size,
        crs=grid.crs,
        extent=_extent(columns, rows, grid),
        files=tuple(pairs.files[index] for index in kept),
        own=False,
        side_by_side=pairs.side_by_side,
    )


def _domains(path: Path, pairs: ImagePairs) -> Tuple[Domain, Domain, Grid]:
    """What the first pair holds, and where it lies."""
    (file_a, file_b) = pairs.files[0]
    a, grid = _describe(file_a)
    if pairs.side_by_side:
        if grid.width != 2 * grid.height:
            raise InputError(
                f"{path} is not a folder of training chips: {file_a.name} has {grid.width} x {grid.height} pixels, and "
                "an image that shows input and target side by side is twice as wide as high."
            )
        return a, a, grid.window(0, 0, grid.height, grid.height)
    b, grid_b = _describe(file_b)
    if grid.width != grid.height or (grid_b.width, grid_b.height) != (grid.width, grid.height):
        raise InputError(
            f"{file_a} has {grid.width} x {grid.height} pixels and its partner "
            f"{grid_b.width} x {grid_b.height}; chips must be square and of one size."
        )
    return a, b, grid


def _check_mode(path: Path) -> None:
    """Refuse folders of classified tiles and the like, which the JSON files tell from image pairs."""
    for name in (ACCUMULATED_FILE, DEFINITION_FILE):
        file = path / name
        if not file.is_file():
            continue
        try:
            values = read_json(file, encoding="utf-8-sig")
        except (OSError, ValueError) as error:
            raise InputError(f"{file} cannot be read ({error}); export the chips again.") from error
        mode = values.get("MetaDataMode") if isinstance(values, dict) else None
        if mode != METADATA_MODE:
            raise InputError(
                f"{file} says that the chips are of the kind {mode!r}; export them with the metadata format "
                "Export Tiles and an additional input raster."
            )


def _describe(file: Path) -> Tuple[Domain, Grid]:
    with RasterSource(str(file), image=True) as source:
        domain = Domain(file.parent.name, source.band_names, source.dtype, source.nodata)
        return domain, source.grid


def _positions(files: Sequence[Path], first: Grid) -> Tuple[Array, Array]:
    """Column and row of each chip relative to the first one.

    Chips without a georeference are taken for one row in which each overlaps the next by half.
    """
    origins: List[Tuple[float, float]] = []
    for file in files:
        origin = _origin(file) if first.georeferenced else None
        if origin is None:
            count = len(files)
            return np.arange(count) * (first.width // 2), np.zeros(count, dtype=np.int64)
        origins.append(origin)
    x, y = np.array(origins).T
    columns, rows = first.to_pixel(x, y)
    return np.rint(columns).astype(np.int64), np.rint(rows).astype(np.int64)


def _origin(file: Path) -> Optional[Tuple[float, float]]:
    geotransform = read_world_file(file)
    if geotransform is None:
        with RasterSource(str(file), image=True) as source:
            if not source.grid.georeferenced:
                return None
            geotransform = source.grid.geotransform
    return geotransform[0], geotransform[3]


def _extent(columns: Array, rows: Array, first: Grid) -> Optional[Tuple[float, float, float, float]]:
    if not first.georeferenced:
        return None
    left, top = int(columns.min()), int(rows.min())
    width, height = int(columns.max()) - left + first.width, int(rows.max()) - top + first.height
    return first.window(left, top, width, height).extent()
