"""Many chips deflated by one GDAL dataset, and the TIFF files around the results.

GDAL's libdeflate is twice as fast as Python's zlib, but only its TIFF driver lends it, and opening a dataset takes as
long as compressing a grey chip. So the chips become the strips of one TIFF in memory, and each strip is cut out of it:
it is a zlib stream (RFC 1950), which is what both a TIFF strip and the data of a PNG are.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Dict, List, Literal, Optional, Sequence, Tuple

import numpy as np
from osgeo import gdal

from ..rasters.arrays import Array
from ..rasters.calls import GdalFailure, checked, close
from ..rasters.grid import Grid
from .memory_files import content, memory_file

DEFLATE_LEVEL = 1
_STRIP_OFFSETS, _STRIP_SIZES, _TIE_POINTS, _TRANSFORMATION = 273, 279, 33922, 34264
_SHORT, _LONG, _DOUBLE = 3, 4, 12
_CODES = {_SHORT: "<H", _LONG: "<I"}


def interleaved(values: Array, byte_order: Literal["<", ">"] = "<") -> Array:
    """(C, H, W) to (H, W, C) in a byte order of NumPy's."""
    count, height, width = values.shape
    pixels = np.empty((height, width, count), values.dtype.newbyteorder(byte_order))
    for band in range(count):
        pixels[:, :, band] = values[band]
    return pixels


def differences(pixels: Array) -> Array:
    """(H, W, C) integers as (H, bytes) differences to the left neighbour: TIFF's predictor 2.

    See section 14 of the TIFF 6.0 specification.
    """
    height, width, count = pixels.shape
    samples = pixels.view(f"<u{pixels.dtype.itemsize}").reshape(height, width * count)
    rows = np.empty_like(samples)
    rows[:, :count] = samples[:, :count]
    np.subtract(samples[:, count:], samples[:, :-count], out=rows[:, count:])
    return rows.view(np.uint8)


def deflated(blocks: Sequence[Array]) -> List[bytes]:
    """A zlib stream for each of some (height, width) blocks of bytes, all of one shape.

    Raises:
        GdalFailure: GDAL does not tell where the strips lie.
    """
    with memory_file(".tif") as name:
        places = checked(_write_strips, name, blocks, strict=True)
        data = content(name)
    return [data[offset : offset + size] for offset, size in places]


def _write_strips(path: str, blocks: Sequence[Array]) -> List[Tuple[int, int]]:
    """Offset and size of each strip."""
    height, width = blocks[0].shape
    options = ["COMPRESS=DEFLATE", f"ZLEVEL={DEFLATE_LEVEL}", f"BLOCKYSIZE={height}"]
    dataset = gdal.GetDriverByName("GTiff").Create(path, width, height * len(blocks), 1, gdal.GDT_Byte, options)
    if dataset is None:
        raise RuntimeError(gdal.GetLastErrorMsg())
    for index, block in enumerate(blocks):
        dataset.WriteRaster(0, index * height, width, height, np.ascontiguousarray(block).data)
    dataset.FlushCache()
    band = dataset.GetRasterBand(1)
    places = []
    for index in range(len(blocks)):
        offset, size = (band.GetMetadataItem(f"BLOCK_{what}_0_{index}", "TIFF") for what in ("OFFSET", "SIZE"))
        if not offset or not size:
            raise RuntimeError("the place of a TIFF strip is unknown")
        places.append((int(offset), int(size)))
    close(dataset)
    return places


@dataclass(frozen=True)
class TiffTemplate:
    """The head of a little-endian TIFF with one strip at its end, to be put before other strips of the same kind.

    Attributes:
        head: everything before the strip.
        size_at, size_code: where the size of the strip is written, and how (``struct``'s code).
        origin_at: where the two map coordinates of the first pixel are written; empty without a georeference.
    """

    head: bytes
    size_at: int
    size_code: str
    origin_at: Tuple[int, ...]

    @staticmethod
    def of(data: bytes) -> Optional[TiffTemplate]:
        """The template that a file of GDAL's gives; None when the file is laid out in another way."""
        if data[:4] != b"II*\0":
            return None
        entries = _directory(data)
        offsets, sizes = entries.get(_STRIP_OFFSETS), entries.get(_STRIP_SIZES)
        if not offsets or not sizes or offsets[1] != 1 or sizes[1] != 1:
            return None
        start, size = (struct.unpack_from(_CODES[kind], data, at)[0] for kind, _, at in (offsets, sizes))
        if start + size != len(data):
            return None
        origin: Tuple[int, ...] = ()
        if _TIE_POINTS in entries:
            at = struct.unpack_from("<I", data, entries[_TIE_POINTS][2])[0]
            origin = (at + 3 * 8, at + 4 * 8)
        elif _TRANSFORMATION in entries:
            at = struct.unpack_from("<I", data, entries[_TRANSFORMATION][2])[0]
            origin = (at + 3 * 8, at + 7 * 8)
        return TiffTemplate(data[:start], sizes[2], _CODES[sizes[0]], origin)

    def file(self, strip: bytes, grid: Grid) -> bytes:
        """The file with another strip, that lies elsewhere.

        Raises:
            GdalFailure: the strip is too large for the field that states its size.
        """
        head = bytearray(self.head)
        try:
            struct.pack_into(self.size_code, head, self.size_at, len(strip))
        except struct.error as error:
            raise GdalFailure(f"A strip of {len(strip)} bytes does not fit") from error
        for at, coordinate in zip(self.origin_at, (grid.geotransform[0], grid.geotransform[3])):
            struct.pack_into("<d", head, at, coordinate)
        return bytes(head) + strip


def _directory(data: bytes) -> Dict[int, Tuple[int, int, int]]:
    """Type, count and position of the value of each field of a TIFF's first directory."""
    start = struct.unpack_from("<I", data, 4)[0]
    count = struct.unpack_from("<H", data, start)[0]
    entries = {}
    for at in range(start + 2, start + 2 + 12 * count, 12):
        tag, kind, number = struct.unpack_from("<HHI", data, at)
        entries[tag] = (kind, number, at + 8)
    return entries
