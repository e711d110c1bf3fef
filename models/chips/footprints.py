"""``footprints.gpkg``: the outline of each chip, for looking at them on a map."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

from osgeo import gdal, ogr, osr

from ..feedback import Feedback
from ..rasters.calls import GdalFailure, checked, quiet
from ..rasters.grid import Grid
from .document import ChipsDocument

FILE_NAME = "footprints.gpkg"
LAYER_NAME = "footprints"


def write_footprints(folder: Path, document: ChipsDocument, feedback: Feedback) -> None:
    """Write one polygon a chip with ``name``, ``split`` and ``nodata`` (percent of invalid pixels).

    Without a georeference the rows go down from 0, as QGIS shows such a raster.

    Raises:
        GdalFailure: the disk is full.
    """
    dataset = checked(gdal.GetDriverByName("GPKG").Create, str(folder / FILE_NAME), 0, 0, 0, gdal.GDT_Unknown)
    layer = _create_layer(dataset, document.grid.crs)
    checked(dataset.StartTransaction)
    for index in range(len(document)):
        if index % 512 == 0:
            feedback.check()
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("name", document.name(index))
        feature.SetField("split", document.splits[index])
        feature.SetField("nodata", 100.0 * document.nodata_shares[index])
        feature.SetGeometryDirectly(
            ogr.CreateGeometryFromWkb(_outline(document.chip_grid(index), document.grid.georeferenced))
        )
        checked(layer.CreateFeature, feature)
    checked(dataset.CommitTransaction)
    del layer
    checked(dataset.FlushCache, strict=True)
    del dataset


def _create_layer(dataset: Any, crs: str) -> Any:
    with quiet():
        reference = None
        if crs:
            reference = osr.SpatialReference(crs)
            reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        layer = dataset.CreateLayer(LAYER_NAME, reference, ogr.wkbPolygon)
        if layer is None:
            raise GdalFailure(gdal.GetLastErrorMsg())
        for name, kind in (("name", ogr.OFTString), ("split", ogr.OFTString), ("nodata", ogr.OFTReal)):
            layer.CreateField(ogr.FieldDefn(name, kind))
    return layer


def _outline(grid: Grid, georeferenced: bool) -> bytes:
    """The corners of a grid as a polygon in WKB."""
    x, y = grid.corners()
    if not georeferenced:
        y = -y
    ring = [*zip(x.tolist(), y.tolist()), (float(x[0]), float(y[0]))]
    numbers = [number for point in ring for number in point]
    return struct.pack(f"<BIII{len(numbers)}d", 1, 3, 1, len(ring), *numbers)
