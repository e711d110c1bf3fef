"""Many chips encoded as JPEG by one GDAL dataset.

GDAL's JPEG driver computes Huffman tables for each file, which takes twice as long as the rest; its TIFF driver can be
told to use the standard ones (annex K.3 of ITU-T T.81), at 15 % larger files. The chips become the strips of one TIFF
in memory, and each strip, with the tables that they share, is a JPEG file.
"""

from __future__ import annotations

from typing import List, NamedTuple, Sequence, Tuple

import numpy as np
from osgeo import gdal

from ..rasters.arrays import Array
from ..rasters.calls import checked, close
from .memory_files import content, memory_file

JPEG_QUALITY = 95
_START, _END = b"\xff\xd8", b"\xff\xd9"
_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
_STEP = 16
_ALL_TABLES_SHARED = 3


class _Strips(NamedTuple):
    """Offset and size of each strip, the tables that they share, and the pixels that come back."""

    places: List[Tuple[int, int]]
    tables: bytes
    pixels: bytes


def jpegs(images: Sequence[Array]) -> List[Tuple[bytes, Array]]:
    """JPEG files without georeference, and the pixels that come back from them.

    Args:
        images: (1 or 3, H, W) uint8 each, all of one shape.

    Raises:
        GdalFailure: GDAL's TIFF driver has no JPEG, for one.
    """
    count, height, width = images[0].shape
    if len(images) > 1 and height % _STEP:  # only the last strip of a TIFF may end within a block of chroma
        return [file for image in images for file in jpegs([image])]
    with memory_file(".tif") as name:
        strips: _Strips = checked(_write, name, images, strict=True)
        data = content(name)
    pixels = np.frombuffer(strips.pixels, np.uint8).reshape(count, len(images), height, width)
    head = _START + _JFIF + strips.tables
    return [
        (head + data[offset + len(_START) : offset + size], pixels[:, index])
        for index, (offset, size) in enumerate(strips.places)
    ]


def _write(path: str, images: Sequence[Array]) -> _Strips:
    count, height, width = images[0].shape
    options = [
        "COMPRESS=JPEG",
        f"JPEG_QUALITY={JPEG_QUALITY}",
        f"PHOTOMETRIC={'YCBCR' if count == 3 else 'MINISBLACK'}",
        "INTERLEAVE=PIXEL",
        f"BLOCKYSIZE={height}",
        f"JPEGTABLESMODE={_ALL_TABLES_SHARED}",
    ]
    driver = gdal.GetDriverByName("GTiff")
    dataset = driver.Create(path, width, height * len(images), count, gdal.GDT_Byte, options)
    if dataset is None:
        raise RuntimeError(gdal.GetLastErrorMsg())
    for index, image in enumerate(images):
        dataset.WriteRaster(0, index * height, width, height, np.ascontiguousarray(image).data)
    close(dataset)
    del dataset
    dataset = gdal.OpenEx(path, gdal.OF_RASTER, allowed_drivers=["GTiff"])
    band = dataset.GetRasterBand(1)
    places = []
    for index in range(len(images)):
        offset, size = (band.GetMetadataItem(f"BLOCK_{what}_0_{index}", "TIFF") for what in ("OFFSET", "SIZE"))
        if not offset or not size:
            raise RuntimeError("the place of a TIFF strip is unknown")
        places.append((int(offset), int(size)))
    tables = bytes.fromhex(band.GetMetadataItem("JPEGTABLES", "TIFF") or "")
    if tables[:2] != _START or tables[-2:] != _END:
        raise RuntimeError("the JPEG tables of a TIFF are unknown")
    return _Strips(places, tables[2:-2], dataset.ReadRaster())
