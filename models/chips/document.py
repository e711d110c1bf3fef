"""``chips.json``: everything that is known of a folder of training chips."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, Mapping, Optional, Tuple

import numpy as np

from ..errors import InputError
from ..json_files import MALFORMED, read_json
from ..rasters.arrays import Array, dtype_name
from ..rasters.grid import Grid
from ..rasters.turning import reach
from .pair import Domain
from .statistics import BandStatistics

FILE_NAME = "chips.json"
FORMAT = "image-translation-chips"
FORMAT_VERSION = 1
_MAX_TILE, _MAX_PIXELS = 1 << 16, 1 << 31
_LETTERS = {"train": "t", "validation": "v", "test": "e"}
_SPLITS = {letter: split for split, letter in _LETTERS.items()}


@dataclass(frozen=True)
class ChipsDocument:
    """The content of ``chips.json``.

    Attributes:
        tile_size, stride: in pixels.
        image_format: "TIFF", "PNG" or "JPEG".
        grid: the grid that the chips were cut from.
        a, b: what the chips of both domains hold, statistics included.
        columns, rows: first pixel of each chip on ``grid``.
        splits: "train", "validation" or "test" for each chip.
        nodata_shares: share (0 to 1) of invalid pixels of each chip.
        angles: by how many degrees each chip's picture is turned counter-clockwise about its centre; empty for none.
        first: number in the name of the first chip; the others follow.
        skipped: number of chips left out, by reason ("nodata", "margin").
        settings: the parameters of the export, for people.
        software: versions, for people.
    """

    tile_size: int
    stride: int
    image_format: str
    grid: Grid
    a: Domain
    b: Domain
    columns: Tuple[int, ...]
    rows: Tuple[int, ...]
    splits: Tuple[str, ...]
    nodata_shares: Tuple[float, ...]
    angles: Tuple[float, ...] = ()
    first: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    software: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.columns)

    def name(self, index: int) -> str:
        """Name of a chip without suffix: nine digits."""
        return f"{self.first + index:09d}"

    def angle(self, index: int) -> float:
        """By how many degrees a chip is turned."""
        return self.angles[index] if self.angles else 0.0

    def chip_grid(self, index: int) -> Grid:
        """Where a chip lies."""
        return self._window(self.grid, index)

    def corners(self, index: int) -> Tuple[Array, Array]:
        """Coordinates of a chip's corners as QGIS shows it, see :meth:`Grid.on_map`."""
        return self._window(self.grid.on_map(), index).corners()

    def _window(self, grid: Grid, index: int) -> Grid:
        window = grid.window(self.columns[index], self.rows[index], self.tile_size, self.tile_size)
        angle = self.angle(index)
        return window.turned(angle) if angle else window

    def counts(self) -> Dict[str, int]:
        """Number of chips of each split."""
        return {split: self.splits.count(split) for split in _LETTERS}

    def extent(self) -> Optional[Tuple[float, float, float, float]]:
        """(xmin, ymin, xmax, ymax) of all chips in the CRS; None when the grid lies nowhere."""
        if not self.grid.georeferenced:
            return None
        beyond = max(reach(self.tile_size, angle) for angle in {0.0, *self.angles}) - self.tile_size / 2
        left, right = min(self.columns) - beyond, max(self.columns) + self.tile_size + beyond
        top, bottom = min(self.rows) - beyond, max(self.rows) + self.tile_size + beyond
        x, y = self.grid.to_map(np.array([left, right, right, left]), np.array([top, top, bottom, bottom]))
        return float(x.min()), float(y.min()), float(x.max()), float(y.max())

    def write(self, folder: Path) -> None:
        """Write ``chips.json`` into ``folder``; a line for each top-level key."""
        grid = self.grid
        values: Dict[str, Any] = {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "tile_size": self.tile_size,
            "stride": self.stride,
            "image_format": self.image_format,
            "grid": {
                "width": grid.width,
                "height": grid.height,
                "geotransform": list(grid.geotransform),
                "crs": grid.crs,
            },
            "cell_size": list(grid.cell_size),
            "a": _domain_to_json(self.a),
            "b": _domain_to_json(self.b),
            "count": len(self),
            "counts": self.counts(),
            "skipped": dict(self.skipped),
            "settings": dict(self.settings),
            "software": dict(self.software),
            "splits": "".join(_LETTERS[split] for split in self.splits),
            "columns": list(self.columns),
            "rows": list(self.rows),
            "nodata_shares": [round(share, 9) for share in self.nodata_shares],
        }
        if any(self.angles):
            values["angles"] = list(self.angles)
        lines = (f"{json.dumps(key)}: {json.dumps(value)}" for key, value in values.items())
        (folder / FILE_NAME).write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")

    @staticmethod
    def read(folder: Path) -> ChipsDocument:
        """Read ``folder/chips.json``.

        Raises:
            InputError: it cannot be read, or a newer version of the plugin has written it.
        """
        path = folder / FILE_NAME
        try:
            values = read_json(path)
            if values["format"] != FORMAT:
                raise ValueError(f"format is {values['format']!r}")
            version = values["format_version"]
            document = _from_json(values) if version == FORMAT_VERSION else None
        except (*MALFORMED, InputError) as error:
            raise InputError(f"{path} is damaged ({type(error).__name__}: {error}); export the chips again.") from error
        if document is None:
            raise InputError(
                f"{path} has format version {version}, which this version of the plugin does not read; update the "
                "plugin or export the chips again."
            )
        return document


def _from_json(values: Mapping[str, Any]) -> ChipsDocument:
    grid = values["grid"]
    document = ChipsDocument(
        tile_size=int(values["tile_size"]),
        stride=int(values["stride"]),
        image_format=str(values["image_format"]),
        grid=Grid(int(grid["width"]), int(grid["height"]), tuple(grid["geotransform"]), str(grid["crs"])),
        a=_domain_from_json(values["a"]),
        b=_domain_from_json(values["b"]),
        columns=tuple(map(int, values["columns"])),
        rows=tuple(map(int, values["rows"])),
        splits=tuple(_SPLITS[letter] for letter in values["splits"]),
        nodata_shares=tuple(map(float, values["nodata_shares"])),
        angles=tuple(map(float, values.get("angles", ()))),
        skipped={str(reason): int(count) for reason, count in values["skipped"].items()},
        settings=dict(values["settings"]),
        software=dict(values["software"]),
    )
    lengths = {len(getattr(document, key)) for key in ("columns", "rows", "splits", "nodata_shares")}
    if document.angles:
        lengths.add(len(document.angles))
    if lengths != {int(values["count"])} or lengths == {0}:
        raise ValueError("the lists of chips differ in length or are empty")
    places = (document.grid.width, document.grid.height, *document.columns, *document.rows)
    if not 0 < document.tile_size <= _MAX_TILE or max(map(abs, places)) > _MAX_PIXELS:
        raise ValueError("chips of such a size, or at such a place, cannot be")
    if not all(0.0 <= share <= 1.0 for share in document.nodata_shares) or not np.isfinite(document.angles).all():
        raise ValueError("shares of invalid pixels or angles are no such numbers")
    return document


def _domain_to_json(domain: Domain) -> Dict[str, Any]:
    return {
        "source": domain.source,
        "band_names": list(domain.band_names),
        "dtype": domain.dtype.name,
        "nodata": None if domain.nodata is None else repr(domain.nodata),
        "statistics": [band.to_json() for band in domain.statistics or ()],
    }


def _domain_from_json(values: Mapping[str, Any]) -> Domain:
    statistics = tuple(BandStatistics.from_json(band) for band in values["statistics"])
    names = tuple(str(name) for name in values["band_names"])
    if not names or len(statistics) != len(names):
        raise ValueError("band names and statistics do not fit together")
    nodata = None if values["nodata"] is None else float(values["nodata"])
    return Domain(str(values["source"]), names, np.dtype(dtype_name(values["dtype"])), nodata, statistics)
