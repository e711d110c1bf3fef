"""Coordinate reference systems as WKT strings."""

from __future__ import annotations

from typing import Tuple

import numpy as np

from ..errors import InputError
from .arrays import Array


def same_crs(first: str, second: str) -> bool:
    """Whether two WKT strings name the same coordinate reference system; two unknown ones do."""
    if first == second:
        return True
    if not first or not second:
        return False
    from osgeo import osr

    from .calls import quiet

    with quiet():
        one, two = osr.SpatialReference(first), osr.SpatialReference(second)
        return bool(one.IsSame(two, ["IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES", "CRITERION=EQUIVALENT"]))


def authority_code(crs: str) -> int:
    """The EPSG (or Esri) number of a CRS, 0 when it has none."""
    if not crs:
        return 0
    from osgeo import osr

    from .calls import quiet

    with quiet():
        code = osr.SpatialReference(crs).GetAuthorityCode(None)
    return int(code) if code and str(code).isdigit() else 0


def transform_points(source: str, target: str, x: Array, y: Array) -> Tuple[Array, Array]:
    """Map coordinates from one CRS to another, x (east, longitude) first; infinite where there is no answer.

    Raises:
        InputError: there is no way between the two.
    """
    from osgeo import osr

    from .calls import quiet

    try:
        with quiet():
            ends = osr.SpatialReference(source), osr.SpatialReference(target)
            for reference in ends:
                reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
            points = osr.CoordinateTransformation(*ends).TransformPoints(np.column_stack([x, y]).tolist())
    except (RuntimeError, AttributeError, TypeError) as error:
        raise InputError(
            f"The coordinate reference systems of the two rasters cannot be converted into each other ({error}); "
            "reproject one of the rasters first."
        ) from error
    moved = np.array(points, dtype=float)
    return moved[:, 0], moved[:, 1]
