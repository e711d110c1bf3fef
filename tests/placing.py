"""Makes a place whose colours follow from grey and texture in a known way, and asks how near a result comes to them."""

from __future__ import annotations

from pathlib import Path
from typing import Sequence, Tuple

import numpy as np
from osgeo import gdal, ogr, osr

from image_translation.tests import helpers

WEIGHTS = np.array([0.299, 0.587, 0.114])
ORIGIN = (helpers.UTM[0], helpers.UTM[3])


def ground(height: int, width: int, seed: int = 0) -> np.ndarray:
    """(3, height, width) uint8: two kinds of ground of any brightness; what is rough is green, the rest reddish."""
    chance = np.random.default_rng(seed)
    rows, columns = np.mgrid[:height, :width]
    kind = np.sin(columns / 23 + chance.uniform(0, 6)) + np.sin(rows / 19 + chance.uniform(0, 6))
    rough = np.clip(kind + 0.5, 0, 1)
    grey = 120 + 35 * np.sin(columns / 41 + chance.uniform(0, 6)) * np.sin(rows / 31 + chance.uniform(0, 6))
    grey = grey + chance.normal(0, 1, grey.shape) * (1 + 11 * rough)
    red, blue = 14 - 32 * rough, -20 * rough + (1 - rough) * 0.25 * (120 - grey)
    green = -(WEIGHTS[0] * 1.402 * red + WEIGHTS[2] * 1.772 * blue) / WEIGHTS[1]
    return np.clip(np.rint(grey + np.stack([1.402 * red, green, 1.772 * blue])), 1, 255).astype(np.uint8)


def luma(colours: np.ndarray) -> np.ndarray:
    """(1, H, W) of the colours' data type."""
    return np.rint(np.tensordot(WEIGHTS, colours, 1))[None].astype(colours.dtype)


def raster(path: Path, values: np.ndarray, east: float = 0.0, cell: float = 0.5, **options: object) -> str:
    """A raster whose left upper corner lies so many metres east of the place's."""
    geotransform = (ORIGIN[0] + east, cell, 0.0, ORIGIN[1], 0.0, -cell)
    return helpers.make_raster(path, values, geotransform=geotransform, **options)


def points(path: Path, pixels: Sequence[Tuple[float, float]], colours: Sequence[str], cell: float = 0.5) -> str:
    """A GeoPackage of points with the field colour, at columns and rows of a photo."""
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32617)
    dataset = gdal.GetDriverByName("GPKG").Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    layer = dataset.CreateLayer("known", reference, ogr.wkbPoint)
    layer.CreateField(ogr.FieldDefn("colour", ogr.OFTString))
    for (column, row), colour in zip(pixels, colours):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("colour", colour)
        point = ogr.CreateGeometryFromWkt(f"POINT ({ORIGIN[0] + column * cell} {ORIGIN[1] - row * cell})")
        feature.SetGeometry(point)
        layer.CreateFeature(feature)
    return str(path)


def known(path: Path, colours: np.ndarray, pixels: Sequence[Tuple[int, int]]) -> str:
    """Points with the colours (3, H, W) at columns and rows."""
    around = [colours[:, row : row + 2, column : column + 2].mean(axis=(1, 2)) for column, row in pixels]
    texts = ["#" + "".join(f"{round(value):02x}" for value in colour) for colour in around]
    return points(path, [(column + 0.5, row + 0.5) for column, row in pixels], texts)


def error(values: np.ndarray, truth: np.ndarray) -> float:
    """Root of the mean square of the difference in levels."""
    return float(np.sqrt(np.mean((values.astype(np.float64) - truth) ** 2)))
