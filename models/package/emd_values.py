"""Values of a model definition, read strictly: what is missing or wrong raises KeyError, TypeError or ValueError."""

from __future__ import annotations

import importlib.util
import math
from typing import Any, Mapping, Optional, Tuple

from ..chips.statistics import BandStatistics

MAX_BANDS = 4096
MAX_SIDE = 65536
"""Pixels of a tile."""
DATA_TYPES = ("uint8", "uint16", "int16", "uint32", "int32", "float32", "float64")


def text_of(ours: Mapping[str, Any], key: str) -> str:
    value = ours[key]
    if not isinstance(value, str) or not value:
        raise TypeError(f"{key} is not a text")
    return value


def crs_of(ours: Mapping[str, Any]) -> str:
    """A WKT, looked through where GDAL is there; those who use it have GDAL."""
    text = text_of(ours, "Crs") if ours.get("Crs") else ""
    if text and importlib.util.find_spec("osgeo"):
        from osgeo import osr

        from ..rasters.calls import quiet

        with quiet():
            try:
                osr.SpatialReference(text)
            except RuntimeError as error:
                raise ValueError("Crs is no coordinate reference system as WKT") from error
    return text


def mapping_of(ours: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = ours.get(key, {})
    if not isinstance(value, dict):
        raise TypeError(f"{key} is not an object")
    return value


def figures_of(row: object, name: str) -> Mapping[str, float]:
    if not isinstance(row, dict):
        raise TypeError(f"Metrics of {name} are not an object")
    return {key: float(value) for key, value in row.items()}


def whole_of(ours: Mapping[str, Any], key: str) -> int:
    value = ours[key]
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MAX_SIDE:
        raise ValueError(f"{key} is {str(value)[:60]}, not a whole number from 1 to {MAX_SIDE}")
    return value


def boolean_of(ours: Mapping[str, Any], key: str) -> bool:
    value = ours.get(key, False)
    if not isinstance(value, bool):
        raise TypeError(f"{key} is not true or false")
    return value


def optional_number_of(value: Any) -> Optional[float]:
    return None if value is None else float(value)


def pair_of(ours: Mapping[str, Any], key: str) -> Tuple[float, float]:
    first, second = ours[key]
    return float(first), float(second)


def four_of(value: Any) -> Tuple[float, float, float, float]:
    xmin, ymin, xmax, ymax = value
    return float(xmin), float(ymin), float(xmax), float(ymax)


def quantiles_of(ours: Mapping[str, Any]) -> Tuple[Tuple[float, ...], ...]:
    rows = tuple(tuple(float(value) for value in row) for row in ours.get("InputQuantiles", ()))
    if any(len(row) < 2 or list(row) != sorted(row) or not all(map(math.isfinite, row)) for row in rows):
        raise ValueError("InputQuantiles are not ascending")
    if len(rows) not in (0, len(ours["InputBands"])) or len(set(map(len, rows))) > 1:
        raise ValueError("InputQuantiles are not those of the bands")
    return rows


def bands_of(ours: Mapping[str, Any], key: str) -> Tuple[BandStatistics, ...]:
    value = ours[key]
    if not isinstance(value, list) or not 1 <= len(value) <= MAX_BANDS:
        raise TypeError(f"{key} is not a list of 1 to {MAX_BANDS} bands")
    bands = []
    for item in value:
        if item["dtype"] not in DATA_TYPES:
            raise ValueError(f"{key} has the data type {str(item['dtype'])[:60]}")
        bands.append(
            BandStatistics(
                name=str(item["name"]),
                dtype=item["dtype"],
                minimum=float(item["minimum"]),
                maximum=float(item["maximum"]),
                mean=float(item["mean"]),
                std=float(item["std"]),
            )
        )
    return tuple(bands)
