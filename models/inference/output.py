"""From the model's values to pixels of the output raster."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np
from numpy.typing import NDArray

from ..package.definition import ModelDefinition
from .area import Area


def output_nodata(source: Area, definition: ModelDefinition) -> Optional[float]:
    """NoData value of the output: the input's where the output's data type can hold it.

    None when the input has no invalid pixels by declaration.
    """
    if not source.has_mask:
        return None
    dtype = np.dtype(definition.output_dtype)
    if source.nodata is not None and float(np.array(source.nodata).astype(dtype)) == source.nodata:
        return source.nodata
    if dtype.kind == "f":
        return float("nan")
    return float(np.iinfo(dtype).min)


def to_raster_values(
    values: NDArray[np.float32], valid: NDArray[np.bool_], dtype: np.dtype[Any], nodata: Optional[float]
) -> NDArray[np.generic]:
    """Round and clip to ``dtype`` and put NoData where ``valid`` is False.

    A valid pixel that equals NoData by chance is moved by one step, so that it stays valid.

    Args:
        values: (C, h, w).
        valid: (h, w).
    """
    if dtype.kind == "f":
        result = values.astype(dtype)
    else:
        limits = np.iinfo(dtype)
        result = np.clip(np.rint(values.astype(np.float64)), limits.min, limits.max).astype(dtype)
    if nodata is not None:
        if not np.isnan(nodata):
            result[result == nodata] = _step_from(nodata, dtype)
        result[:, ~valid] = nodata
    return result


def _step_from(value: float, dtype: np.dtype[Any]) -> float:
    if dtype.kind == "f":
        return float(np.nextafter(dtype.type(value), dtype.type(np.inf)))
    return value + 1 if value < np.iinfo(dtype).max else value - 1
