"""GDAL's creation options: what people write, what the driver knows, and what is set without being asked."""

from __future__ import annotations

import re
from typing import Dict, List, Optional, Sequence

from osgeo import gdal

from ..errors import InputError
from .arrays import DType

_COMMON = {"COMPRESS": "DEFLATE", "BIGTIFF": "IF_SAFER", "NUM_THREADS": "ALL_CPUS"}
_QUICK_ZLEVEL = "1"  # of a colour picture: half the time of level 6 for 2 % more bytes
_PREDICTED = ("LZW", "DEFLATE", "ZSTD")
_YES = ("YES", "TRUE", "ON", "1")
_OTHER_PARAMETERS = {
    "COPY_SRC_OVERVIEWS": "OVERVIEWS",
    "OVERVIEWS": "OVERVIEWS",
    "TARGET_SRS": "INPUT",
    "TILING_SCHEME": "INPUT",
    "RES": "INPUT",
    "EXTENT": "EXTENT",
    "PIXELTYPE": "DATA_TYPE",
}


def parse(texts: Sequence[str]) -> List[str]:
    """Single ``KEY=VALUE`` options out of texts that may hold several, separated by ``|`` or spaces.

    Raises:
        InputError: one of them has no equals sign.
    """
    options = [part for text in texts for part in re.split(r"[|\s]+", text) if part]
    for option in options:
        key, sign, _ = option.partition("=")
        if not key or not sign:
            raise InputError(f"CREATION_OPTIONS {option!r} is not of the form KEY=VALUE; write COMPRESS=ZSTD, say.")
    return options


def gtiff_options(dtype: DType, given: Sequence[str] = (), sparse: bool = False) -> List[str]:
    """The options of a tiled GeoTIFF: DEFLATE with the predictor that suits the type, BigTIFF when it is needed.

    Args:
        dtype: of the pixels.
        given: options that take the place of those.
        sparse: leave out blocks without data, which not all programs can read that do without GDAL.

    Raises:
        InputError: the driver does not know one of them.
    """
    defaults = {"TILED": "YES", **_COMMON, "SPARSE_OK": str(sparse).upper()}
    merged = _merged("GTiff", defaults, given)
    if merged["COMPRESS"].upper() in _PREDICTED:
        merged.setdefault("PREDICTOR", str(_predictor(dtype)))
    if merged["COMPRESS"].upper() == "DEFLATE":
        merged.setdefault("ZLEVEL", _QUICK_ZLEVEL)
    return _as_list(merged)


def cog_options(given: Sequence[str] = (), sparse: bool = False) -> List[str]:
    """The options of a cloud optimized GeoTIFF, see :func:`gtiff_options`."""
    merged = _merged("COG", {**_COMMON, "SPARSE_OK": str(sparse).upper()}, given)
    if merged["COMPRESS"].upper() in _PREDICTED:
        merged.setdefault("PREDICTOR", "YES")
    return _as_list(merged)


def working_options(dtype: DType) -> List[str]:
    """The options of a GeoTIFF that lives for hours at most: quick rather than small."""
    codecs = _known("GTiff").get("COMPRESS") or []
    quick = ["COMPRESS=ZSTD", "ZSTD_LEVEL=1"] if "ZSTD" in codecs else ["COMPRESS=DEFLATE"]
    return gtiff_options(dtype, quick, sparse=True)


def lossy(options: Sequence[str]) -> bool:
    """Whether values do not come back from a file of these options as they were written, NoData among them."""
    given = dict(option.upper().split("=", 1) for option in options)
    codecs = {given.get("COMPRESS", ""), given.get("OVERVIEW_COMPRESS", "")}
    return bool(
        "JPEG" in codecs
        or ("WEBP" in codecs and given.get("WEBP_LOSSLESS") not in _YES)
        or ("JXL" in codecs and given.get("JXL_LOSSLESS", "YES") not in _YES)
        or (any(codec.startswith("LERC") for codec in codecs) and given.get("MAX_Z_ERROR", "").strip("0.") != "")
        or given.get("DISCARD_LSB", "0") != "0"
    )


def _predictor(dtype: DType) -> int:
    return 3 if dtype.kind == "f" else 2 if dtype.itemsize <= 4 else 1


def _merged(driver: str, defaults: Dict[str, str], given: Sequence[str]) -> Dict[str, str]:
    known, merged = _known(driver), dict(defaults)
    for option in parse(given):
        key, _, value = option.partition("=")
        key = key.upper()
        if key in _OTHER_PARAMETERS and key in known:
            raise InputError(f"CREATION_OPTIONS must not set {key}, which follows from {_OTHER_PARAMETERS[key]}.")
        if key not in known:
            raise InputError(
                f"CREATION_OPTIONS {option}: GDAL's {driver} driver has no option {key}; its options are listed on "
                f"https://gdal.org/drivers/raster/{driver.lower()}.html."
            )
        choices = known[key]
        if choices and value.upper() not in choices:
            raise InputError(f"CREATION_OPTIONS {option}: {key} must be one of {', '.join(choices)}.")
        merged[key] = value
    return merged


def _known(driver: str) -> Dict[str, Optional[List[str]]]:
    """The names of a driver's options, with the values in capitals where there is a list of them."""
    text = gdal.GetDriverByName(driver).GetMetadataItem("DMD_CREATIONOPTIONLIST")
    known: Dict[str, Optional[List[str]]] = {}
    for option in re.split(r"<Option\s", text)[1:]:
        name = re.search(r"name=['\"](\w+)", option)
        values = re.findall(r"<Value[^>]*>([^<]*)<", option) + re.findall(r"alias=['\"]([^'\"]*)", option)
        if name:
            known[name.group(1).upper()] = [value.upper() for value in values] or None
    return known


def _as_list(options: Dict[str, str]) -> List[str]:
    return [f"{key}={value}" for key, value in options.items()]
