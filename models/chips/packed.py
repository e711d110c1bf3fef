"""The packed chips that training reads: three memory-mapped arrays and a JSON file.

``FOLDER/packed/a.npy`` (N, Ca, H, W), ``b.npy`` (N, Cb, H, W), ``valid.npy`` (N, H, W) and ``packed.json``. Reading
them takes NumPy only, so that the folder ``packed`` is all that a training server without GDAL needs.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tokenize import TokenError
from typing import TYPE_CHECKING, Any, BinaryIO, Dict, Iterator, List, Optional, Tuple, Union

import numpy as np

from ..errors import InputError
from ..feedback import Feedback
from ..files import atomic_folder
from ..json_files import MALFORMED, read_json
from ..rasters.arrays import Array, DType
from .layouts import SUFFIXES, image_folders, is_file, listed
from .statistics import BandStatistics, RunningStatistics

if TYPE_CHECKING:
    from .folder import ChipFolder

FORMAT_VERSION = 1
FOLDER_NAME = "packed"
SPLITS = ("train", "validation", "test")
_ARRAYS = ("a", "b", "valid")
_CHUNK = 32
_MAX_TILE = 1 << 16
_npy: Any = np.lib.format  # has no annotations of its own


@dataclass(frozen=True)
class PackedInfo:
    """What training needs to know of the chips besides their pixels.

    Attributes:
        tile_size: height and width of every chip in pixels.
        bands_a, bands_b: statistics of each band of A (input) and B (target) over the valid pixels of all chips.
        nodata_a, nodata_b: NoData values of the sources, None where there is none.
        cell_size: (x, y) in units of the CRS.
        crs: WKT, "" when unknown.
        extent: (xmin, ymin, xmax, ymax) of the chips in the CRS, None when unknown.
        source_a, source_b: file names of the sources.
        splits: "train", "validation" or "test" for each chip.
        names: a name for each chip.
    """

    tile_size: int
    bands_a: Tuple[BandStatistics, ...]
    bands_b: Tuple[BandStatistics, ...]
    nodata_a: Optional[float]
    nodata_b: Optional[float]
    cell_size: Tuple[float, float]
    crs: str
    extent: Optional[Tuple[float, float, float, float]]
    source_a: str
    source_b: str
    splits: Tuple[str, ...]
    names: Tuple[str, ...]

    def to_json(self) -> Dict[str, Any]:
        """The fields as JSON values."""
        values = dict(vars(self))
        for key in ("bands_a", "bands_b"):
            values[key] = [band.to_json() for band in values[key]]
        return values

    @staticmethod
    def from_json(values: Dict[str, Any]) -> PackedInfo:
        """The inverse of :meth:`to_json`.

        Raises:
            one of MALFORMED: a field is missing or not of its type.
        """
        extent = values["extent"]
        info = PackedInfo(
            tile_size=int(values["tile_size"]),
            bands_a=tuple(BandStatistics.from_json(band) for band in values["bands_a"]),
            bands_b=tuple(BandStatistics.from_json(band) for band in values["bands_b"]),
            nodata_a=None if values["nodata_a"] is None else float(values["nodata_a"]),
            nodata_b=None if values["nodata_b"] is None else float(values["nodata_b"]),
            cell_size=(float(values["cell_size"][0]), float(values["cell_size"][1])),
            crs=str(values["crs"]),
            extent=None if extent is None else _extent(extent),
            source_a=str(values["source_a"]),
            source_b=str(values["source_b"]),
            splits=tuple(values["splits"]),
            names=tuple(map(str, values["names"])),
        )
        if not 0 < info.tile_size <= _MAX_TILE or not all(0 < size < np.inf for size in info.cell_size):
            raise ValueError("tile or cell size are no such numbers")
        if len(info.splits) != len(info.names) or not set(info.splits) <= set(SPLITS):
            raise ValueError("splits do not fit the names")
        return info


@dataclass(frozen=True)
class PackedChips:
    """The arrays, memory-mapped read-only, and what is known of them.

    Attributes:
        folder: the chip folder.
        a: (N, Ca, H, W) in the dtype of the source.
        b: (N, Cb, H, W) in the dtype of the source.
        valid: (N, H, W) bool; False where A or B has no data.
        info: see :class:`PackedInfo`.
    """

    folder: Path
    a: Array
    b: Array
    valid: Array
    info: PackedInfo

    def __len__(self) -> int:
        return len(self.info.names)

    def indices(self, split: str) -> Array:
        """Indices of the chips of a split ("train", "validation" or "test")."""
        return np.flatnonzero(np.array(self.info.splits) == split)

    @staticmethod
    def open(folder: Union[str, Path]) -> PackedChips:
        """Read ``folder/packed``.

        Raises:
            InputError: the packed file is missing, damaged or of a newer version.
        """
        folder = Path(folder)
        packed = folder / FOLDER_NAME
        if not (packed / "packed.json").is_file():
            raise InputError(f"The folder {folder} has no packed chips; pack it first.")
        try:
            document = _read_json(packed)
            if document["format_version"] != FORMAT_VERSION:
                raise InputError(
                    f"{packed} has format version {document['format_version']}, which this version of the plugin "
                    "does not read; delete that folder to have it made again."
                )
            info = PackedInfo.from_json(document["info"])
            a, b, valid = (_mapped(packed / f"{name}.npy") for name in _ARRAYS)
            _check_arrays(info, a, b, valid)
        except MALFORMED as error:
            raise InputError(
                f"The packed chips in {packed} are damaged ({error}); delete that folder to have it made again."
            ) from error
        return PackedChips(folder, a, b, valid, info)


def pack(folder: Union[str, Path], feedback: Feedback) -> PackedChips:
    """Open the packed chips of a chip folder; make them first when they are missing or stale.

    They are stale when a file of the folder was added, removed or changed (size or time). A folder that holds
    nothing but ``packed`` is opened as it is.

    Raises:
        InputError: the folder holds no chips, holds unequal ones, or cannot be written to.
    """
    folder = Path(folder)
    packed = folder / FOLDER_NAME
    state = fingerprint(folder)
    if (packed / "packed.json").is_file() and (not state or _stored_fingerprint(packed) == state):
        try:
            return PackedChips.open(folder)
        except InputError as error:
            if not state:
                raise
            feedback.info(f"{error} Packing again.")

    from .folder import ChipFolder

    chips = ChipFolder.open(folder)
    _check_space(chips)
    try:
        with atomic_folder(packed) as partial:
            info = _write_arrays(chips, partial, feedback)
            document = {"format_version": FORMAT_VERSION, "fingerprint": state, "info": info.to_json()}
            (partial / "packed.json").write_text(json.dumps(document), encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"The chips cannot be packed into {packed} ({error.strerror or error}); make that folder writable "
            "or copy the chips to a disk with enough space."
        ) from error
    return PackedChips.open(folder)


def fingerprint(folder: Path) -> str:
    """A digest of the names, sizes and times of the files that the packed chips depend on; "" without any.

    World files, statistics and footprints are left out: looking at a chip in QGIS may write them.
    """
    digest = hashlib.sha256()
    seen = False
    for directory in dict.fromkeys((folder, *image_folders(folder))):
        for entry in listed(directory):
            is_image = Path(entry.name).suffix.lower() in SUFFIXES
            if entry.name not in ("chips.json", "map.txt") and not is_image:
                continue
            if not is_file(entry):
                continue
            state = entry.stat()
            place = Path(entry.path).relative_to(folder).as_posix()
            digest.update(f"{place} {state.st_size} {state.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
            seen = True
    return digest.hexdigest() if seen else ""


def _extent(values: List[Any]) -> Tuple[float, float, float, float]:
    left, bottom, right, top = map(float, values)
    return left, bottom, right, top


def _read_json(packed: Path) -> Dict[str, Any]:
    document = read_json(packed / "packed.json")
    if not isinstance(document, dict):
        raise ValueError("packed.json is not a JSON object")
    return document


def _stored_fingerprint(packed: Path) -> str:
    try:
        return str(_read_json(packed).get("fingerprint"))
    except (OSError, ValueError):
        return ""


def _mapped(path: Path) -> Array:
    if path.exists() and not path.is_file():
        raise ValueError(f"{path.name} is not a regular file")
    try:
        array: Array = _npy.open_memmap(path, mode="r")
    except (SyntaxError, TokenError) as error:
        raise ValueError(f"the header of {path.name} is none") from error
    return array


def _check_arrays(info: PackedInfo, a: Array, b: Array, valid: Array) -> None:
    """Raise ValueError unless the arrays are what ``packed.json`` says."""
    count, tile = len(info.names), info.tile_size
    expected = (
        ("a", a, (count, len(info.bands_a), tile, tile), info.bands_a[0].dtype),
        ("b", b, (count, len(info.bands_b), tile, tile), info.bands_b[0].dtype),
        ("valid", valid, (count, tile, tile), "bool"),
    )
    for name, array, shape, dtype in expected:
        if array.shape != shape or array.dtype != np.dtype(dtype):
            raise ValueError(f"{name}.npy is {array.dtype} {array.shape}, not {dtype} {shape}")


def _check_space(chips: ChipFolder) -> None:
    pixels = len(chips) * chips.tile_size**2
    needed = pixels * (chips.a.bytes_per_pixel + chips.b.bytes_per_pixel + 1)
    free = shutil.disk_usage(chips.path).free
    if needed > free:
        raise InputError(
            f"Packing the chips of {chips.path} takes {needed / 1e9:.1f} GB and its disk has {free / 1e9:.1f} GB "
            "free; free some space or copy the chips to another disk."
        )


@contextmanager
def _array_file(path: Path, dtype: DType, shape: Tuple[int, ...]) -> Iterator[BinaryIO]:
    """A ``.npy`` file to which the array is written piece by piece.

    A memory map would do, but takes as much memory as the machine has, and ends the process when the disk is full.
    """
    with open(path, "wb") as stream:
        header = {"descr": _npy.dtype_to_descr(dtype), "fortran_order": False, "shape": shape}
        _npy.write_array_header_2_0(stream, header)
        yield stream


def _write_arrays(chips: ChipFolder, folder: Path, feedback: Feedback) -> PackedInfo:
    """Copy every chip into the arrays, a few at a time, several threads decoding."""
    count, tile = len(chips), chips.tile_size
    shapes = {
        "a": (chips.a.dtype, (count, len(chips.a.band_names), tile, tile)),
        "b": (chips.b.dtype, (count, len(chips.b.band_names), tile, tile)),
        "valid": (np.dtype(bool), (count, tile, tile)),
    }
    seen_a = RunningStatistics(len(chips.a.band_names))
    seen_b = RunningStatistics(len(chips.b.band_names))
    measure = chips.a.statistics is None or chips.b.statistics is None
    with ExitStack() as stack:
        streams = [stack.enter_context(_array_file(folder / f"{name}.npy", *shapes[name])) for name in _ARRAYS]
        pool = stack.enter_context(ThreadPoolExecutor(max_workers=min(os.cpu_count() or 1, 8)))
        for start in range(0, count, _CHUNK):
            feedback.check()
            feedback.progress(start / count, f"Packing chips: {start:,} of {count:,}")
            chunk = range(start, min(start + _CHUNK, count))
            for a, b, valid in pool.map(chips.read, chunk):
                for stream, array in zip(streams, (a, b, valid)):
                    stream.write(np.ascontiguousarray(array).data)
                if measure:
                    seen_a.merge(RunningStatistics.of(a, valid))
                    seen_b.merge(RunningStatistics.of(b, valid))
    feedback.progress(1.0, f"Packed {count:,} chips")
    return PackedInfo(
        tile_size=tile,
        bands_a=chips.a.statistics or seen_a.bands(chips.a.band_names, chips.a.dtype.name),
        bands_b=chips.b.statistics or seen_b.bands(chips.b.band_names, chips.b.dtype.name),
        nodata_a=chips.a.nodata,
        nodata_b=chips.b.nodata,
        cell_size=chips.cell_size,
        crs=chips.crs,
        extent=chips.extent,
        source_a=chips.a.source,
        source_b=chips.b.source,
        splits=chips.splits,
        names=chips.names,
    )
