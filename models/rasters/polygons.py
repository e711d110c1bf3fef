"""Polygons as masks on a raster's grid."""

from __future__ import annotations

import struct
from types import TracebackType
from typing import Any, Dict, List, Optional, Sequence, Tuple, Type

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
        self._dataset = _open_polygons(path, layer, grid.crs)
        self._layer: Any = self._dataset.GetLayer(0)

    def read(self, xoff: int, yoff: int, width: int, height: int) -> Array:
        """(height, width) bool: which pixels of the window have their centre in a polygon."""
        if self.empty(xoff, yoff, width, height):
            return np.zeros((height, width), dtype=bool)
        window = self._grid.window(xoff, yoff, width, height)
        target = gdal.GetDriverByName("MEM").Create("", width, height, 1, gdal.GDT_Byte)
        target.SetGeoTransform(window.geotransform)
        try:
            checked(gdal.RasterizeLayer, target, [1], self._layer, burn_values=[1])
        except GdalFailure as error:
            raise InputError(f"The polygons of MASK {self.path} cannot be drawn ({error}); repair them.") from error
        return np.frombuffer(target.GetRasterBand(1).ReadRaster(), np.uint8).reshape(height, width) > 0

    def empty(self, xoff: int, yoff: int, width: int, height: int) -> bool:
        """Whether no polygon's bounding box reaches a window; what comes next looks at the others only."""
        with quiet():
            self._layer.SetSpatialFilterRect(*self._grid.window(xoff, yoff, width, height).extent())
            return bool(self._layer.GetFeatureCount() == 0)

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


class PolygonUnion:
    """The union of the polygons of a vector layer, for questions about many small shapes.

    Args:
        path: what OGR opens.
        layer: name of the layer, "" for the first one.
        crs: WKT of the CRS to bring the polygons into; "" to take them as they are.
        extent: (xmin, ymin, xmax, ymax) in that CRS; polygons outside of it are left out.

    Raises:
        InputError: the layer cannot be read, holds no polygon, or none within the extent.
    """

    def __init__(self, path: str, layer: str, crs: str, extent: Tuple[float, float, float, float]) -> None:
        dataset = _open_polygons(path, layer, crs)
        polygons = ogr.Geometry(ogr.wkbMultiPolygon)
        with quiet():
            source = dataset.GetLayer(0)
            source.SetSpatialFilterRect(*extent)
            for feature in source:
                for polygon in _parts(feature.GetGeometryRef()):
                    polygons.AddGeometry(polygon)
        if polygons.IsEmpty():
            raise InputError(f"MASK {path} has no polygon where the rasters are; choose another layer.")
        try:
            self._union = checked(polygons.UnionCascaded)
        except GdalFailure as error:
            raise InputError(f"The polygons of MASK {path} cannot be joined ({error}); repair them.") from error
        self._prepared: Any = self._union.CreatePreparedGeometry()

    def holds(self, outlines: Sequence[bytes], within: bool) -> List[bool]:
        """For each shape (WKB), whether it lies within the polygons, or at least intersects them."""
        test = self._prepared.Contains if within else self._prepared.Intersects
        with quiet():
            return [bool(test(ogr.CreateGeometryFromWkb(outline))) for outline in outlines]


def outline(x: Sequence[float], y: Sequence[float]) -> bytes:
    """A polygon in WKB from the coordinates of its corners."""
    numbers = [number for point in zip(x, y) for number in point]
    numbers += numbers[:2]
    return struct.pack(f"<BIII{len(numbers)}d", 1, 3, 1, len(numbers) // 2, *numbers)


def _open_polygons(path: str, layer: str, crs: str) -> Dataset:
    """The polygons in memory, in the given CRS."""
    options: Dict[str, Any] = {
        "format": "MEM" if int(gdal.VersionInfo()) >= _MEMORY_SINCE else "Memory",
        "geometryType": ["PROMOTE_TO_MULTI"],
        "layers": [layer] if layer else None,
        "dstSRS": crs or None,
    }
    try:
        source = checked(gdal.OpenEx, path, gdal.OF_VECTOR)
        dataset: Dataset = checked(gdal.VectorTranslate, "", source, **_given(options))
    except GdalFailure as error:
        raise InputError(f"MASK {path} cannot be read as a polygon layer ({error}); choose another one.") from error
    copied = dataset.GetLayer(0)
    if copied is None or not _holds_polygons(copied):
        raise InputError(f"MASK {path} holds no polygon; choose a layer that does.")
    return dataset


def _parts(geometry: Any) -> List[Any]:
    """The valid polygons of a geometry."""
    if geometry is None or geometry.IsEmpty():
        return []
    geometry = geometry.GetLinearGeometry()
    if not geometry.IsValid():
        geometry = geometry.MakeValid()
    kind = ogr.GT_Flatten(geometry.GetGeometryType())
    if kind == ogr.wkbPolygon:
        return [geometry.Clone()]
    return [part for i in range(geometry.GetGeometryCount()) for part in _parts(geometry.GetGeometryRef(i))]


def _given(options: Dict[str, Any]) -> Dict[str, Any]:
    return {key: value for key, value in options.items() if value is not None}


def _holds_polygons(layer: Dataset) -> bool:
    kinds = (ogr.wkbPolygon, ogr.wkbMultiPolygon, ogr.wkbCurvePolygon, ogr.wkbMultiSurface)
    for feature in layer:
        geometry = feature.GetGeometryRef()
        if geometry is not None and ogr.GT_Flatten(geometry.GetGeometryType()) in kinds:
            return True
    return False
