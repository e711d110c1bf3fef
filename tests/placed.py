"""Makes rasters that ground control points or RPC place, with a pattern in them whose place is known."""

from __future__ import annotations

import numpy as np
from osgeo import gdal

from image_translation.tests import helpers

WIDTH, HEIGHT, PERIOD = 300, 200, 20.0
POINTS = [(0, 0), (300, 0), (300, 200), (0, 200), (150, 100), (100, 50), (60, 130), (240, 40)]
LAT, LON = 27.0, -81.0


def place(columns, rows, bend):
    """Map coordinates of pixel coordinates: turned, and bent by polynomials of second order."""
    x = 4e5 + 0.45 * columns + 0.15 * rows + bend * columns * rows
    return x, 3e6 + 0.15 * columns - 0.45 * rows + 2 * bend * columns**2


def picture(points, bend=0.0):
    """(1, H, W) uint8: a pattern of known position where :func:`place` says; and the GCPs that tell it."""
    rows, columns = np.mgrid[:HEIGHT, :WIDTH] + 0.5
    values = np.rint(1 + 250 * helpers.pattern(*place(columns, rows, bend), PERIOD)).astype(np.uint8)
    gcps = [gdal.GCP(*map(float, place(c, r, bend)), 0.0, c, r) for c, r in POINTS[:points]]
    return values[None], gcps


def make_scan(path, points, bend=0.0):
    values, gcps = picture(points, bend)
    helpers.make_raster(path, values, epsg=0, geotransform=None)
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.SetGCPs(gcps, helpers.wkt(32617))
    del dataset
    return str(path), values


def make_rpc(path):
    """A pixel is 1e-5 degrees wide and high; the first one's centre is that of line and sample 0."""
    helpers.make_raster(path, picture(0)[0], epsg=0, geotransform=None)
    line, sample, one = ([0] * 20 for _ in range(3))
    line[2], sample[1], one[0] = -1, 1, 1
    rpc = {"LAT_OFF": LAT, "LONG_OFF": LON, "LAT_SCALE": 1e-3, "LONG_SCALE": 1.5e-3, "LINE_OFF": 100, "SAMP_OFF": 150}
    rpc.update({"LINE_SCALE": 100, "SAMP_SCALE": 150, "HEIGHT_OFF": 30, "HEIGHT_SCALE": 500})
    rpc.update({"LINE_NUM_COEFF": line, "LINE_DEN_COEFF": one, "SAMP_NUM_COEFF": sample, "SAMP_DEN_COEFF": one})
    dataset = gdal.Open(str(path), gdal.GA_Update)
    texts = {k: " ".join(map(str, v)) if isinstance(v, list) else str(v) for k, v in rpc.items()}
    dataset.SetMetadata(texts, "RPC")
    del dataset
    return str(path)
