"""Coordinate reference systems as WKT strings."""

from __future__ import annotations

from typing import Any, Tuple

import numpy as np

from ..errors import InputError
from .arrays import Array


def reference(crs: str) -> Any:
    """The ``osr.SpatialReference`` of a WKT string; None when it is none."""
    from osgeo import osr

    from .calls import quiet

    try:
        with quiet() as messages:
            found = osr.SpatialReference(crs) if crs else None
    except (RuntimeError, TypeError, ValueError):
        return None
    return None if messages else found


def same_crs(first: str, second: str) -> bool:
    """Whether two WKT strings name the same coordinate reference system; two unknown ones do."""
    if first == second:
        return True
    one, two = reference(first), reference(second)
    if one is None or two is None:
        return False
    from .calls import quiet

    with quiet(raising=False):
        return bool(one.IsSame(two, ["IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES", "CRITERION=EQUIVALENT"]))


def authority_code(crs: str) -> int:
    """The EPSG (or Esri) number of a CRS, 0 when it has none."""
    found = reference(crs)
    code = found.GetAuthorityCode(None) if found is not None else None
    return int(code) if code and str(code).isdecimal() else 0


def transform_points(source: str, target: str, x: Array, y: Array) -> Tuple[Array, Array]:
    """Map coordinates from one CRS to another, x (east, longitude) first; infinite where there is no answer.

    Raises:
        InputError: there is no way between the two.
    """
    from osgeo import osr

    from .calls import quiet

    try:
        with quiet():
            ends = reference(source), reference(target)
            for end in ends:
                end.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
            way = osr.CoordinateTransformation(*ends)
        with quiet(raising=False):  # a point that is nowhere shall not take the others with it
            points = way.TransformPoints(np.column_stack([x, y]).tolist())
    except (RuntimeError, AttributeError, TypeError) as error:
        raise InputError(
            f"The coordinate reference systems of the two rasters cannot be converted into each other ({error}); "
            "reproject one of the rasters first."
        ) from error
    moved = np.array(points, dtype=float)
    return moved[:, 0], moved[:, 1]
