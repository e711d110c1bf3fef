"""``footprints.gpkg``: the outline of each chip, for looking at them on a map."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from osgeo import gdal, ogr, osr

from ..errors import InputError
from ..feedback import Feedback
from ..files import make_parent
from ..rasters.calls import GdalFailure, checked, quiet
from ..rasters.polygons import outline
from .document import ChipsDocument

FILE_NAME = "footprints.gpkg"
LAYER_NAME = "footprints"
_FIELDS = (("name", ogr.OFTString), ("split", ogr.OFTString), ("nodata", ogr.OFTReal), ("angle", ogr.OFTReal))


def write_footprints(folder: Path, document: ChipsDocument, feedback: Feedback) -> None:
    """Write one polygon a chip: ``name``, ``split``, ``nodata`` (percent of invalid pixels), ``angle`` (degrees).

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
        feature.SetField("angle", document.angle(index))
        x, y = document.corners(index)
        feature.SetGeometryDirectly(ogr.CreateGeometryFromWkb(outline(x.tolist(), y.tolist())))
        checked(layer.CreateFeature, feature)
    checked(dataset.CommitTransaction)
    del layer
    checked(dataset.FlushCache, strict=True)
    del dataset


def copy_footprints(folder: Path, path: Path) -> None:
    """Write the footprints of a chip folder once more, in the format that the suffix of ``path`` names.

    Raises:
        InputError: that cannot be done.
    """
    source = folder / FILE_NAME
    if path.exists() and path.samefile(source):
        return
    make_parent(path)
    try:
        copy = checked(gdal.VectorTranslate, str(path), str(source), layerName=path.stem)
        checked(copy.FlushCache, strict=True)
    except GdalFailure as error:
        raise InputError(f"FOOTPRINTS {path} cannot be written ({error}); choose another file.") from error


def _create_layer(dataset: Any, crs: str) -> Any:
    with quiet():
        reference = None
        if crs:
            reference = osr.SpatialReference(crs)
            reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        layer = dataset.CreateLayer(LAYER_NAME, reference, ogr.wkbPolygon)
        if layer is None:
            raise GdalFailure(gdal.GetLastErrorMsg())
        for name, kind in _FIELDS:
            layer.CreateField(ogr.FieldDefn(name, kind))
    return layer
