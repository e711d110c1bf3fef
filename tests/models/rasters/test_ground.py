"""Steps in map units, measured on the ground."""

from __future__ import annotations

import math

import numpy as np
import pytest

from image_translation.models.errors import InputError
from image_translation.models.rasters.crs import authority_code, same_crs, transform_points
from image_translation.models.rasters.ground import ground_length
from image_translation.tests.helpers import wkt


def test_metres_are_metres():
    assert ground_length(wkt(32617), (500000.0, 4000000.0), (0.5, 0.0)) == pytest.approx(0.5 / 0.9996, rel=1e-4)
    assert ground_length(wkt(32617), None, (0.0, -2.0)) == 2.0


def test_degrees_shrink_towards_the_poles():
    """A minute of latitude is a nautical mile (1852 m); one of longitude is that times the cosine."""
    minute = 1 / 60
    assert ground_length(wkt(4326), (10.0, 45.0), (0.0, minute)) == pytest.approx(1852.2, abs=1)
    assert ground_length(wkt(4326), (10.0, 60.0), (minute, 0.0)) == pytest.approx(1855.3 * 0.5, rel=3e-3)
    assert ground_length(wkt(4326), None, (minute, 0.0)) is None


def test_web_map_metres_are_stretched():
    y = 6378137.0 * math.log(math.tan(math.radians(45 + 60 / 2)))
    assert ground_length(wkt(3857), (0.0, y), (1.0, 0.0)) == pytest.approx(0.5, rel=0.01)


def test_feet_and_unknown():
    assert ground_length(wkt(2263), None, (10.0, 0.0)) == pytest.approx(3.048, rel=1e-4)
    assert ground_length("", (0.0, 0.0), (1.0, 0.0)) is None
    assert ground_length('LOCAL_CS["scan",UNIT["metre",1]]', (0.0, 0.0), (1.0, 0.0)) is None


def test_what_is_no_wkt_is_unknown():
    for text in ("no WKT", "GEOGCS[", "\0", "\ud800", 'GEOGCS["x",DATUM["y",SPHEROID["z",0,0]]]'):
        assert ground_length(text, (0.0, 0.0), (1.0, 0.0)) is None, text
        assert not same_crs(text, wkt(4326)) and same_crs(text, text) and authority_code(text) == 0
        with pytest.raises(InputError, match="cannot be converted into each other"):
            transform_points(text, wkt(4326), np.zeros(1), np.zeros(1))


def test_a_place_that_is_not_on_earth_has_no_length():
    assert ground_length(wkt(32617), (1e300, 1e300), (1.0, 1.0)) is None
