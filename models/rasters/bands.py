"""What a GDAL dataset says of its bands, and their pixels as arrays."""

from __future__ import annotations

import os
from typing import List, Optional, Sequence, Tuple

import numpy as np
from osgeo import gdal

from ..errors import InputError
from .arrays import Array, DType
from .calls import Dataset, GdalFailure, checked

_GDAL_TYPES = {
    "uint8": gdal.GDT_Byte,
    "int8": getattr(gdal, "GDT_Int8", None),
    "uint16": gdal.GDT_UInt16,
    "int16": gdal.GDT_Int16,
    "uint32": gdal.GDT_UInt32,
    "int32": gdal.GDT_Int32,
    "uint64": getattr(gdal, "GDT_UInt64", None),
    "int64": getattr(gdal, "GDT_Int64", None),
    "float32": gdal.GDT_Float32,
    "float64": gdal.GDT_Float64,
}
_NUMPY_NAMES = {code: name for name, code in _GDAL_TYPES.items() if code is not None}
_COLORS = {gdal.GCI_RedBand: "Red", gdal.GCI_GreenBand: "Green", gdal.GCI_BlueBand: "Blue"}
if hasattr(gdal, "GCI_NIRBand"):
    _COLORS[gdal.GCI_NIRBand] = "NIR"
_MAX_BLOCK_BYTES = 1 << 31
_EMPTY = getattr(gdal, "GDAL_DATA_COVERAGE_STATUS_EMPTY", 2)
_DATA = getattr(gdal, "GDAL_DATA_COVERAGE_STATUS_DATA", 4)


def open_dataset(path: str, overview: int = -1) -> Dataset:
    """Open a raster for reading, or one of its overviews, from 0.

    Raises:
        InputError: GDAL cannot, it is a container without bands of its own, or a pipe, which nobody may write into.
    """
    if os.path.exists(path) and not (os.path.isfile(path) or os.path.isdir(path)):
        raise InputError(f"{path} is no regular file; choose another file.")
    options = [] if overview < 0 else [f"OVERVIEW_LEVEL={overview}"]
    try:
        dataset = checked(gdal.OpenEx, path, gdal.OF_RASTER | gdal.OF_VERBOSE_ERROR, open_options=options)
    except GdalFailure as error:
        raise InputError(f"{path} cannot be opened as a raster ({error}); choose another file.") from error
    if dataset.RasterCount == 0:
        raise InputError(f"{path} has no bands of its own; choose one of its subdatasets.")
    return dataset


def check_blocks(path: str, dataset: Dataset) -> None:
    """Refuse blocks (tiles, strips) that take gigabytes to read any pixel of them.

    Raises:
        InputError: the file has such.
    """
    band = dataset.GetRasterBand(1)
    width, height = band.GetBlockSize()
    if width * height * gdal.GetDataTypeSize(band.DataType) // 8 > _MAX_BLOCK_BYTES:
        raise InputError(
            f"{path} has blocks of {width} x {height} pixels, which are too large to be read; save it as a GeoTIFF "
            "with tiles."
        )


def overview_widths(dataset: Dataset) -> Tuple[int, ...]:
    """Columns of each overview that the first band has."""
    band = dataset.GetRasterBand(1)
    return tuple(int(band.GetOverview(number).XSize) for number in range(band.GetOverviewCount()))


def gdal_type(dtype: DType) -> int:
    """GDAL's number for a NumPy dtype.

    Raises:
        InputError: GDAL has no such type.
    """
    code = _GDAL_TYPES.get(dtype.name)
    if code is None:
        raise InputError(f"GDAL has no rasters of type {dtype.name}; use uint8, uint16, int16 or float32.")
    return int(code)


def data_bands(dataset: Dataset, wanted: Optional[Sequence[int]] = None) -> Tuple[Tuple[int, ...], int]:
    """Numbers of the bands that hold data, and that of the alpha band (0 without one).

    Writers of four bands often call the last one alpha that is near infrared; whoever asks for it by number gets it.
    """
    numbers = range(1, dataset.RasterCount + 1)
    alphas = [n for n in numbers if dataset.GetRasterBand(n).GetColorInterpretation() == gdal.GCI_AlphaBand]
    alphas = [n for n in alphas if n not in (wanted or ())]
    return tuple(n for n in numbers if n not in alphas), alphas[0] if alphas else 0


def chosen(path: str, available: Sequence[int], wanted: Optional[Sequence[int]]) -> Tuple[int, ...]:
    """The wanted band numbers, all available ones when none are named.

    Raises:
        InputError: one of them does not exist.
    """
    numbers = tuple(int(number) for number in wanted or available)
    if not numbers:
        raise InputError(f"{path} has nothing but an alpha band; choose another raster.")
    for number in numbers:
        if number not in available:
            listed = ", ".join(str(n) for n in available)
            raise InputError(f"{path} has no data band {number}; choose from {listed}.")
    return numbers


def labels(dataset: Dataset, number: int) -> Tuple[str, ...]:
    """What a band is called by the file: its description and its colour, where there are such."""
    band = dataset.GetRasterBand(number)
    found = (band.GetDescription(), _COLORS.get(band.GetColorInterpretation()))
    return tuple(str(label) for label in found if label)


def name(dataset: Dataset, number: int) -> str:
    """A band's description, else its colour, else its number."""
    return next(iter(labels(dataset, number)), f"Band {number}")


Scaling = Tuple[float, float, str]
"""What a stored value is multiplied by, what is then added, and the unit of the result."""


def scaling(dataset: Dataset, numbers: Sequence[int]) -> Optional[Scaling]:
    """What turns the stored values of bands into measurements; None where that is nothing, or differs among them."""
    found = set()
    for number in numbers:
        band = dataset.GetRasterBand(number)
        scale, offset = band.GetScale(), band.GetOffset()
        found.add((1.0 if scale is None else float(scale), float(offset or 0.0), str(band.GetUnitType() or "")))
    return found.pop() if len(found) == 1 and found != {(1.0, 0.0, "")} else None


def _signed_bytes(band: Dataset) -> bool:
    """Whether GDAL before 3.7, which has no type for signed bytes, gives them as unsigned ones."""
    if int(gdal.VersionInfo()) >= 3070000:  # which warns whoever asks
        return False
    return bool(band.GetMetadataItem("PIXELTYPE", "IMAGE_STRUCTURE") == "SIGNEDBYTE")


def common_dtype(path: str, dataset: Dataset, numbers: Sequence[int]) -> DType:
    """The NumPy dtype that holds the values of all these bands.

    Raises:
        InputError: a band is complex, or of signed bytes, which GDAL before 3.7 takes for others.
    """
    names = [_NUMPY_NAMES.get(dataset.GetRasterBand(n).DataType) for n in numbers]
    if None in names:
        kind = gdal.GetDataTypeName(dataset.GetRasterBand(numbers[names.index(None)]).DataType)
        raise InputError(f"{path} holds {kind} values, which are not supported; convert it to Float32.")
    if any(_signed_bytes(dataset.GetRasterBand(n)) for n in numbers):
        raise InputError(f"{path} holds signed bytes, of which this GDAL reads -1 as 255; convert it to Int16.")
    return np.result_type(*(np.dtype(name) for name in names if name))


def nodata_value(dataset: Dataset, number: int, dtype: DType) -> Optional[float]:
    """A band's NoData value; None without one, or when ``dtype`` cannot hold it.

    One that is finite and too large for a floating-point type is its largest number, which is what a file holds then.

    Raises:
        InputError: it is a 64-bit number that a float cannot hold, so that it would be taken for another.
    """
    value = dataset.GetRasterBand(number).GetNoDataValue()
    if value is None:
        return None
    if dtype.kind == "f":
        largest = float(np.finfo(dtype).max)
        return float(np.clip(value, -largest, largest)) if np.isfinite(value) else float(value)
    limits = np.iinfo(dtype)
    fits = value == value and limits.min <= value <= limits.max and value == int(value)
    if fits and int(float(value)) != value:
        raise InputError(
            f"{dataset.GetDescription()} has the NoData value {value} in band {number}, which is too large; convert "
            "the raster to another data type."
        )
    return float(value) if fits else None


def set_nodata(band: Dataset, value: float) -> None:
    """Give a band its NoData value; those of 64-bit integers must be integers.

    Raises:
        GdalFailure: the file cannot hold it.
    """
    whole = gdal.GetDataTypeName(band.DataType) in ("Int64", "UInt64")
    checked(band.SetNoDataValue, int(value) if whole else float(value))


def masked(dataset: Dataset, numbers: Sequence[int]) -> List[int]:
    """Bands whose mask bands must be read: one for a mask of the whole dataset, each that has one of its own."""
    own: List[int] = []
    for number in numbers:
        flags = dataset.GetRasterBand(number).GetMaskFlags()
        if flags & gdal.GMF_ALPHA or flags & gdal.GMF_ALL_VALID:
            continue
        if flags & gdal.GMF_PER_DATASET:
            return [number]
        if not flags & gdal.GMF_NODATA:
            own.append(number)
    return own


def ends(dtype: DType) -> Tuple[float, ...]:
    """The values at which an unsigned type saturates; none for other types."""
    return (0.0, float(np.iinfo(dtype).max)) if dtype.kind == "u" else ()


def equals(values: Array, nodata: Optional[float]) -> Array:
    """Where ``values`` are ``nodata``, which for floats may have lost digits in a text header."""
    if nodata is None or nodata != nodata:
        return np.zeros(values.shape, dtype=bool)
    if values.dtype.kind != "f":
        return np.asarray(values == int(nodata))
    tolerance = 1e-6 * abs(nodata)
    low, high = max(nodata - tolerance, -np.inf), min(nodata + tolerance, np.inf)
    return np.asarray((values >= low) & (values <= high))


def never_written(band: Dataset, window: Tuple[int, int, int, int]) -> bool:
    """Whether the file holds no block of a window of a band: it reads as NoData, or as 0 without a NoData value."""
    status = band.GetDataCoverageStatus(*window)
    flags = status[0] if isinstance(status, (tuple, list)) else status
    return bool(flags & _EMPTY) and not flags & _DATA


def read(dataset: Dataset, window: Tuple[int, int, int, int], numbers: Sequence[int], dtype: DType) -> Array:
    """(bands, height, width) of a window that lies wholly in the dataset.

    Raises:
        GdalFailure: the file is damaged.
    """
    _, _, width, height = window
    data = checked(dataset.ReadRaster, *window, buf_type=gdal_type(dtype), band_list=list(numbers))
    return np.frombuffer(data, dtype=dtype).reshape(len(numbers), height, width)


def read_mask(dataset: Dataset, window: Tuple[int, int, int, int], number: int) -> Array:
    """(height, width) bool: where the mask band of a band is not 0.

    Raises:
        GdalFailure: the file is damaged.
    """
    return mask(dataset.GetRasterBand(number), window)


def mask(band: Dataset, window: Tuple[int, int, int, int]) -> Array:
    """The same of a band, which may be an overview."""
    _, _, width, height = window
    data = checked(band.GetMaskBand().ReadRaster, *window, buf_type=gdal.GDT_Byte)
    return np.frombuffer(data, dtype=np.uint8).reshape(height, width) > 0


def write(dataset: Dataset, xoff: int, yoff: int, values: Array) -> None:
    """Write (C, height, width) into the first C bands.

    Raises:
        GdalFailure: the disk is full, or the window lies outside.
    """
    count, height, width = values.shape
    data = np.ascontiguousarray(values)
    checked(
        dataset.WriteRaster,
        xoff,
        yoff,
        width,
        height,
        data.tobytes(),
        buf_type=gdal_type(values.dtype),
        band_list=list(range(1, count + 1)),
    )


def write_mask(band: Dataset, xoff: int, yoff: int, valid: Array) -> None:
    """Write (height, width) bool into the mask band of a band.

    Raises:
        GdalFailure: the disk is full, or the window lies outside.
    """
    height, width = valid.shape
    data = (valid * np.uint8(255)).tobytes()
    checked(band.GetMaskBand().WriteRaster, xoff, yoff, width, height, data, buf_type=gdal.GDT_Byte)


def filled(values: Array, valid: Array) -> Array:
    """Values of the last two axes with the mean of the valid ones where they are not, so that no edge is compressed."""
    if valid.all() or not valid.any():
        return values
    flat = values.reshape(-1, *valid.shape).copy()
    for band in flat:
        band[~valid] = band[valid].mean(dtype=np.float64)
    return flat.reshape(values.shape)
