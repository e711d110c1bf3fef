"""Chip folders that other tools have written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Dict, List, Optional, Sequence, Tuple

import numpy as np

from ..errors import InputError
from ..feedback import Feedback
from ..rasters.arrays import Array
from ..rasters.grid import Grid
from ..rasters.source import RasterSource
from .export_tiles import ACCUMULATED_FILE, DEFINITION_FILE, IMAGES_A, IMAGES_B, METADATA_MODE
from .folder import ChipFolder
from .images import SUFFIXES, read_world_file
from .pair import Domain
from .split import MARGIN, NAMES, split_chips

_VALIDATION = 0.1
_SEED = 0


def open_export_tiles(path: Path) -> ChipFolder:
    """A folder in the "Export Tiles" layout without ``chips.json``, as ArcGIS writes it.

    A tenth of the chips, in spatial blocks, is for validation; chips that overlap those take no part. The blocks are
    the same each time.

    Raises:
        InputError: it is no such folder.
    """
    for name in (IMAGES_A, IMAGES_B):
        if not (path / name).is_dir():
            raise InputError(
                f"{path} is not a folder of training chips: it has neither chips.json nor the folders "
                f"{IMAGES_A} and {IMAGES_B}; choose the output of Export Training Chips."
            )
    _check_mode(path)
    files_a, files_b = _images(path / IMAGES_A), _images(path / IMAGES_B)
    names = sorted(files_a)
    if not names or set(names) != set(files_b):
        odd = sorted(set(files_a) ^ set(files_b))
        what = f"{odd[0]} has no partner" if odd else "there are no images"
        raise InputError(
            f"{path} is not a complete folder of training chips: {what} in {IMAGES_A} and {IMAGES_B}; "
            "export the chips again."
        )
    a, grid = _describe(files_a[names[0]])
    b, grid_b = _describe(files_b[names[0]])
    if grid.width != grid.height or (grid_b.width, grid_b.height) != (grid.width, grid.height):
        raise InputError(
            f"{files_a[names[0]]} has {grid.width} x {grid.height} pixels and its partner "
            f"{grid_b.width} x {grid_b.height}; chips must be square and of one size."
        )
    columns, rows = _positions([files_a[name] for name in names], grid)
    labels = split_chips(columns, rows, grid.width, _VALIDATION, 0.0, np.random.default_rng(_SEED), Feedback()).labels
    kept = [name for name, label in zip(names, labels) if label != MARGIN]
    return ChipFolder(
        path=path,
        tile_size=grid.width,
        names=tuple(kept),
        splits=tuple(NAMES[label] for label in labels if label != MARGIN),
        a=a,
        b=b,
        cell_size=grid.cell_size,
        crs=grid.crs,
        extent=_extent(columns, rows, grid),
        files=tuple((files_a[name], files_b[name]) for name in kept),
        own=False,
    )


def _check_mode(path: Path) -> None:
    """Refuse folders of classified tiles and the like, which the JSON files tell from image pairs."""
    for name in (ACCUMULATED_FILE, DEFINITION_FILE):
        file = path / name
        if not file.is_file():
            continue
        try:
            values = json.loads(file.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError) as error:
            raise InputError(f"{file} cannot be read ({error}); export the chips again.") from error
        mode = values.get("MetaDataMode") if isinstance(values, dict) else None
        if mode != METADATA_MODE:
            raise InputError(
                f"{file} says that the chips are of the kind {mode!r}; export them with the metadata format "
                "Export Tiles and an additional input raster."
            )


def _images(folder: Path) -> Dict[str, Path]:
    """Image files by name without suffix."""
    found: Dict[str, Path] = {}
    for file in sorted(folder.iterdir()):
        if file.suffix.lower() not in SUFFIXES:
            continue
        if file.stem in found:
            raise InputError(f"{folder} holds both {found[file.stem].name} and {file.name}; remove one of them.")
        found[file.stem] = file
    return found


def _describe(file: Path) -> Tuple[Domain, Grid]:
    with RasterSource(str(file)) as source:
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
        with RasterSource(str(file)) as source:
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
