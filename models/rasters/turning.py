"""Square windows that lie askew on a raster."""

from __future__ import annotations

import math
from typing import Tuple

import numpy as np
from osgeo import gdal

from . import bands as _bands
from .arrays import Array
from .calls import Dataset, checked
from .grid import Grid, turn
from .resampling import RESAMPLING

KERNEL = 3
"""Pixels by which the widest resampling kernel reaches beyond a footprint."""


def reach(size: int, degrees: float) -> float:
    """Half the width of the upright square around a square of ``size`` pixels turned about its centre."""
    cos, sin = turn(degrees)
    return size / 2 * (abs(cos) + abs(sin))


def surrounding(xoff: int, yoff: int, size: int, degrees: float) -> Tuple[int, int, int]:
    """Column, row and size of the window from which a turned one can be resampled."""
    beyond = math.ceil(reach(size, degrees) - size / 2) + KERNEL
    return xoff - beyond, yoff - beyond, size + 2 * beyond


def resample(values: Array, valid: Array, size: int, degrees: float, method: str, fill: float) -> Tuple[Array, Array]:
    """The turned square in the middle of a larger one.

    Args:
        values: (C, N, N).
        valid: (N, N) bool; other pixels take no part.
        size: width of the result in pixels, which are as large as those of ``values``.
        degrees: by how much the picture is turned counter-clockwise.
        method: a key of :data:`RESAMPLING`.
        fill: value of the pixels that are not valid.

    Returns:
        values (C, size, size) and valid (size, size).

    Raises:
        GdalFailure: GDAL cannot.
    """
    count, width, _ = values.shape
    code = _bands.gdal_type(values.dtype)
    create = gdal.GetDriverByName("MEM").Create
    # GDAL takes a geotransform of (0, 1, 0, 0, 0, 1) for none at all, hence the origin elsewhere.
    upright = Grid(width, width, (width, 1.0, 0.0, width, 0.0, 1.0))
    source: Dataset = checked(create, "", width, width, count, code)
    source.SetGeoTransform(upright.geotransform)
    _bands.write(source, 0, 0, np.where(valid, values, np.zeros((), values.dtype)))
    checked(source.CreateMaskBand, gdal.GMF_PER_DATASET)
    mask = (valid * np.uint8(255)).tobytes()
    checked(source.GetRasterBand(1).GetMaskBand().WriteRaster, 0, 0, width, width, mask)
    margin = (width - size) // 2
    target: Dataset = checked(create, "", size, size, count + 1, code)
    target.SetGeoTransform(upright.window(margin, margin, size, size).turned(degrees).geotransform)
    target.GetRasterBand(count + 1).SetColorInterpretation(gdal.GCI_AlphaBand)
    options = gdal.WarpOptions(dstAlpha=True, resampleAlg=RESAMPLING[method], errorThreshold=0.0)

    def warp() -> int:
        return int(gdal.CE_None if gdal.Warp(target, source, options=options) else gdal.CE_Failure)

    checked(warp)
    turned = _bands.read(target, (0, 0, size, size), range(1, count + 1), values.dtype)
    known = _bands.read(target, (0, 0, size, size), [count + 1], np.dtype(np.float32))[0] > 0
    return np.where(known, turned, np.asarray(fill, values.dtype)), known
