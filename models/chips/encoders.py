"""Chips as the bytes of a TIFF, PNG or JPEG file.

They are made in memory and written to the disk in one piece: a GDAL dataset that works on the disk itself costs more
time than a chip takes to compress.
"""

from __future__ import annotations

import struct
import zlib
from html import escape
from typing import List, Optional, Sequence

import numpy as np
from osgeo import gdal

from ..rasters import bands as _bands
from ..rasters.arrays import Array, DType
from ..rasters.calls import Dataset, checked, close
from ..rasters.grid import Grid
from .memory_files import content, memory_file
from .strips import DEFLATE_LEVEL, interleaved

_STRIP_BYTES = 4 << 20
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_COLORS = {1: 0, 3: 2}
_PNG_SUB = 1
_RGB = (gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand)


def fits_in_memory(values: Array) -> bool:
    """Whether a chip is small enough to be encoded in memory, and its TIFF to be a single strip."""
    return values.nbytes <= _STRIP_BYTES


def tiff(
    values: Array, valid: Optional[Array], grid: Grid, nodata: Optional[float], names: Sequence[str], path: str = ""
) -> bytes:
    """A GeoTIFF, DEFLATE with the predictor that suits the type; the pixels come back bit for bit.

    Args:
        values: (C, H, W).
        valid: (H, W) bool, which becomes the internal mask band; None when all are.
        grid: where it lies.
        nodata: NoData tag.
        names: a description for each band.
        path: write a large chip to this file instead, and return nothing.

    Raises:
        GdalFailure: the disk is full.
    """
    with memory_file(".tif") as name:
        checked(_write_tiff, path or name, values, valid, grid, nodata, names, strict=True)
        return b"" if path else content(name)


def png(values: Array, stream: bytes) -> bytes:
    """A PNG without georeference (https://www.w3.org/TR/png-3/).

    Args:
        values: (1 or 3, H, W) uint8 or uint16.
        stream: what :func:`png_rows` gives for them, deflated.
    """
    count, height, width = values.shape
    header = struct.pack(">IIBBBBB", width, height, 8 * values.dtype.itemsize, _PNG_COLORS[count], 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", stream), (b"IEND", b""))
    return _PNG_SIGNATURE + b"".join(_png_chunk(kind, data) for kind, data in chunks)


def png_rows(values: Array) -> Array:
    """(H, bytes): the rows of a PNG, each a byte that says Sub and the differences to the pixel on the left."""
    pixels = interleaved(values, ">")
    height, width, count = pixels.shape
    step = count * pixels.dtype.itemsize
    samples = pixels.view(np.uint8).reshape(height, width * step)
    rows = np.empty((height, width * step + 1), np.uint8)
    rows[:, 0] = _PNG_SUB
    rows[:, 1 : 1 + step] = samples[:, :step]
    np.subtract(samples[:, step:], samples[:, :-step], out=rows[:, 1 + step :])
    return rows


def in_memory(values: Array, valid: Optional[Array], grid: Grid) -> Dataset:
    """A dataset of GDAL's MEM driver, for what only ``CreateCopy`` can write.

    Args:
        values: (C, H, W).
        valid: (H, W) bool, which becomes the mask band; None when all are.
        grid: where it lies.
    """
    count, height, width = values.shape
    memory = checked(
        gdal.GetDriverByName("MEM").Create, "", width, height, count, _bands.gdal_type(values.dtype), strict=True
    )
    _describe(memory, grid, None, ())
    _bands.write(memory, 0, 0, values)
    if valid is not None:
        _write_mask(memory, valid)
    return memory


def sidecar(grid: Grid) -> str:
    """The text of the ``.aux.xml`` that places a PNG or JPEG (https://gdal.org/user/pam.html)."""
    numbers = ", ".join(repr(number) for number in grid.geotransform)
    reference = f"  <SRS>{escape(grid.crs, quote=False)}</SRS>\n" if grid.crs else ""
    return f"<PAMDataset>\n{reference}  <GeoTransform>{numbers}</GeoTransform>\n</PAMDataset>\n"


def predictor(dtype: DType) -> int:
    """TIFF predictor for a type: differences of integers, of the bytes of floats, or none."""
    if dtype.itemsize > 4:
        return 1
    return 3 if dtype.kind == "f" else 2


def _write_tiff(
    path: str, values: Array, valid: Optional[Array], grid: Grid, nodata: Optional[float], names: Sequence[str]
) -> None:
    count, height, width = values.shape
    rows = height if fits_in_memory(values) else max(1, _STRIP_BYTES // (values.nbytes // height))
    options = [
        "COMPRESS=DEFLATE",
        f"ZLEVEL={DEFLATE_LEVEL}",
        f"PREDICTOR={predictor(values.dtype)}",
        "INTERLEAVE=PIXEL",
        f"BLOCKYSIZE={rows}",
        f"PHOTOMETRIC={'RGB' if count == 3 else 'MINISBLACK'}",
        "ALPHA=NO",
    ]
    dataset = _create(path, width, height, count, _bands.gdal_type(values.dtype), options)
    _describe(dataset, grid, nodata, names)
    code = _bands.gdal_type(values.dtype)
    dataset.WriteRaster(0, 0, width, height, np.ascontiguousarray(values).data, buf_type=code)
    if valid is not None:
        _write_mask(dataset, valid)
    close(dataset)


def _create(path: str, width: int, height: int, count: int, code: int, options: List[str]) -> Dataset:
    dataset = gdal.GetDriverByName("GTiff").Create(path, width, height, count, code, options)
    if dataset is None:
        raise RuntimeError(gdal.GetLastErrorMsg())
    return dataset


def _describe(dataset: Dataset, grid: Grid, nodata: Optional[float], names: Sequence[str]) -> None:
    if grid.georeferenced:
        dataset.SetGeoTransform(grid.geotransform)
    if grid.crs:
        dataset.SetProjection(grid.crs)
    if dataset.RasterCount == 3:
        for number, color in enumerate(_RGB, start=1):
            dataset.GetRasterBand(number).SetColorInterpretation(color)
    for number, name in enumerate(names, start=1):
        dataset.GetRasterBand(number).SetDescription(name)
    if nodata is not None:
        for number in range(1, dataset.RasterCount + 1):
            _bands.set_nodata(dataset.GetRasterBand(number), nodata)


def _write_mask(dataset: Dataset, valid: Array) -> None:
    """As a mask band inside the file; GDAL's own default for a TIFF before 3.9 is a file beside it."""
    gdal.SetThreadLocalConfigOption("GDAL_TIFF_INTERNAL_MASK", "YES")
    height, width = valid.shape
    checked(dataset.CreateMaskBand, gdal.GMF_PER_DATASET)
    mask = dataset.GetRasterBand(1).GetMaskBand()
    checked(mask.WriteRaster, 0, 0, width, height, (valid.astype(np.uint8) * 255).tobytes())


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(kind)))
