"""Where a raster lies, for each way in which a file may tell it, and as QGIS shows it."""

from __future__ import annotations

from typing import List, Optional

import numpy as np
from osgeo import gdal

from .calls import Dataset, GdalFailure, checked
from .grid import NO_GEOTRANSFORM, Grid

_AFFINE = range(3, 6)
"""So many ground control points GDAL fits by a first order polynomial, more by one of second order."""


def pixel_grid(dataset: Dataset) -> Grid:
    """The grid of the file's own pixels: its geotransform, or that which fits three to five ground control points.

    A raster that cannot be placed without resampling has none and no CRS, see :func:`view`.
    """
    width, height = dataset.RasterXSize, dataset.RasterYSize
    points = dataset.GetGCPs() or ()
    if _has_geotransform(dataset) or len(points) not in _AFFINE:
        return Grid(width, height, dataset.GetGeoTransform(), dataset.GetProjection() or "")
    known = np.array([(1.0, point.GCPPixel, point.GCPLine) for point in points])
    if np.linalg.matrix_rank(known) < 3:
        return Grid(width, height)
    middle = np.array([(point.GCPX, point.GCPY) for point in points]).mean(axis=0)
    there = np.array([(point.GCPX, point.GCPY) for point in points]) - middle
    fit = np.linalg.lstsq(known, there, rcond=None)[0]
    fit[0] += middle
    return Grid(width, height, tuple(fit.T.ravel()), dataset.GetGCPProjection() or "")


def view(dataset: Dataset) -> Optional[Grid]:
    """The grid on which QGIS shows a raster that lies on none: by six or more ground control points, or by RPC.

    Returns:
        None for all others, and where GDAL cannot place it; QGIS then shows it without a place.
    """
    points = dataset.GetGCPCount()
    if _has_geotransform(dataset) or points in _AFFINE or not (points or dataset.GetMetadata("RPC")):
        return None
    try:
        warped = checked(
            gdal.Warp, "", dataset, format="VRT", errorThreshold=0.0, transformerOptions=transformer_options(dataset)
        )
    except GdalFailure:
        return None
    return Grid(warped.RasterXSize, warped.RasterYSize, warped.GetGeoTransform(), warped.GetProjection() or "")


def transformer_options(dataset: Dataset) -> List[str]:
    """What GDAL must be told to place the raster as QGIS does: the height of the ground, for RPC."""
    height = (dataset.GetMetadata("RPC") or {}).get("HEIGHT_OFF")
    return [f"RPC_HEIGHT={height}"] if height else []


def _has_geotransform(dataset: Dataset) -> bool:
    return (*map(abs, dataset.GetGeoTransform()),) != NO_GEOTRANSFORM
