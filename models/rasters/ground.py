"""How long a step in map units is on the ground, so that cell sizes in degrees and in metres can be compared."""

from __future__ import annotations

import math
from typing import Optional, Tuple

import numpy as np

from .calls import quiet
from .crs import reference, transform_points

Pair = Tuple[float, float]
_BASELINE = 1000.0  # cells, so that the digits of a coordinate in degrees suffice


def ground_length(crs: str, at: Optional[Pair], step: Pair) -> Optional[float]:
    """Length in metres of a short step on the ellipsoid.

    Args:
        crs: WKT.
        at: where the step begins, x (east, longitude) first; None when unknown, then a step in metres (or feet) is
            taken by its name.
        step: in units of the CRS.

    Returns:
        None when the CRS is unknown, is tied to no place on earth, or is geographic and ``at`` is unknown.
    """
    found = reference(crs)
    if found is None:
        return None
    with quiet():
        geographic, projected = bool(found.IsGeographic()), bool(found.IsProjected())
        if not (geographic or projected):
            return None
        unit = float(found.GetLinearUnits())
        axes = found.GetSemiMajor(), found.GetSemiMinor()
        degrees = found.CloneGeogCS()
    if at is None:
        return math.hypot(*step) * unit if projected else None
    ends = np.array([at, (at[0] + _BASELINE * step[0], at[1] + _BASELINE * step[1])])
    x, y = ends[:, 0], ends[:, 1]
    try:
        if projected:
            x, y = transform_points(crs, degrees.ExportToWkt(), x, y)
        if not (np.isfinite(x).all() and np.isfinite(y).all()):
            return None
        radians = degrees.GetAngularUnits()
        return _ellipsoidal(y[0] * radians, (x[1] - x[0]) * radians, (y[1] - y[0]) * radians, *axes) / _BASELINE
    except (ArithmeticError, ValueError):  # no ellipsoid of this world
        return None


def _ellipsoidal(latitude: float, east: float, north: float, semi_major: float, semi_minor: float) -> float:
    """Metres of a short step in radians, by the radii of curvature of the meridian and of the prime vertical."""
    squared = 1.0 - (semi_minor / semi_major) ** 2
    shrunk = 1.0 - squared * math.sin(latitude) ** 2
    vertical = semi_major / math.sqrt(shrunk)
    meridian = semi_major * (1.0 - squared) / shrunk**1.5
    return math.hypot(east * vertical * math.cos(latitude), north * meridian)
