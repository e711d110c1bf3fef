"""Polygons as masks on a raster's grid."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Dict, Optional, Type

import numpy as np
from osgeo import gdal, ogr

from ..errors import InputError
from .arrays import Array
from .calls import Dataset, GdalFailure, checked, quiet
from .grid import Grid

_MEMORY_SINCE = 3_110_000  # from this version of GDAL on, one driver holds rasters and vectors in memory


class PolygonMask:
    """The polygons of a vector layer, brought into a raster's CRS; a context manager.

    Args:
        path: what OGR opens.
        layer: name of the layer, "" for the first one.
        grid: the raster's grid; its windows are asked for. Without a CRS the polygons are taken as they are.

    Raises:
        InputError: the layer cannot be read, or holds no polygon.
    """

    def __init__(self, path: str, layer: str, grid: Grid) -> None:
        self.path, self._grid = path, grid
        options: Dict[str, Any] = {
            "format": "MEM" if int(gdal.VersionInfo()) >= _MEMORY_SINCE else "Memory",
            "geometryType": ["PROMOTE_TO_MULTI"],
            "layers": [layer] if layer else None,
            "dstSRS": grid.crs or None,
        }
        try:
            source = checked(gdal.OpenEx, path, gdal.OF_VECTOR)
            self._dataset: Dataset = checked(gdal.VectorTranslate, "", source, **_given(options))
        except GdalFailure as error:
            raise InputError(f"MASK {path} cannot be read as a polygon layer ({error}); choose another one.") from error
        self._layer = self._dataset.GetLayer(0)
        if self._layer is None or not _holds_polygons(self._layer):
            raise InputError(f"MASK {path} holds no polygon; choose a layer that does.")

    def read(self, xoff: int, yoff: int, width: int, height: int) -> Array:
        """(height, width) bool: which pixels of the window have their centre in a polygon."""
        window = self._grid.window(xoff, yoff, width, height)
        xmin, ymin, xmax, ymax = window.extent()
        with quiet():
            self._layer.SetSpatialFilterRect(xmin, ymin, xmax, ymax)
            if self._layer.GetFeatureCount() == 0:
                return np.zeros((height, width), dtype=bool)
        target = gdal.GetDriverByName("MEM").Create("", width, height, 1, gdal.GDT_Byte)
        target.SetGeoTransform(window.geotransform)
        try:
            checked(gdal.RasterizeLayer, target, [1], self._layer, burn_values=[1])
        except GdalFailure as error:
            raise InputError(f"The polygons of MASK {self.path} cannot be drawn ({error}); repair them.") from error
        return np.frombuffer(target.GetRasterBand(1).ReadRaster(), np.uint8).reshape(height, width) > 0

    def close(self) -> None:
        """Let go of the polygons."""
        self._layer = self._dataset = None

    def __enter__(self) -> PolygonMask:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        self.close()


def _given(options: Dict[str, Any]) -> Dict[str, Any]:
    return {key: value for key, value in options.items() if value is not None}


def _holds_polygons(layer: Dataset) -> bool:
    kinds = (ogr.wkbPolygon, ogr.wkbMultiPolygon, ogr.wkbCurvePolygon, ogr.wkbMultiSurface)
    for feature in layer:
        geometry = feature.GetGeometryRef()
        if geometry is not None and ogr.GT_Flatten(geometry.GetGeometryType()) in kinds:
            return True
    return False
