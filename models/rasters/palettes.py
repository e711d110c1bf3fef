"""Rasters that hold numbers of colours in a table are read as what they show: the colours."""

from __future__ import annotations

from typing import Any, List, Optional, Sequence, Tuple

from osgeo import gdal

from ..errors import InputError
from .calls import Dataset, GdalFailure, checked

Color = Tuple[int, ...]
_SOURCES = ("SimpleSource", "ComplexSource")
_ELEMENT, _TEXT, _ATTRIBUTE = 0, 1, 2  # kinds of GDAL's nodes: [kind, name or text, child, ...]
_PLACES = ("SourceFilename", "OpenOptions", "SourceBand", "SourceProperties", "SrcRect", "DstRect")


def expanded(path: str, dataset: Dataset, wanted: Optional[Sequence[int]]) -> Optional[Dataset]:
    """The colours of a raster of one band with a table: one band when all are grey, else red, green and blue.

    An alpha band follows where a colour is transparent or NoData.

    Args:
        path: the raster, for the message.
        dataset: as it was opened.
        wanted: band numbers that are asked for; None for all.

    Returns:
        None for a raster without such a table; one of greys in order holds its greys as they are.

    Raises:
        InputError: one of several bands holds numbers of colours.
    """
    tables = {n: _colors(dataset.GetRasterBand(n)) for n in range(1, dataset.RasterCount + 1)}
    found = [n for n, colors in tables.items() if colors and (len(tables) == 1 or n in (wanted or tables))]
    if not found:
        return None
    if dataset.RasterCount > 1:
        raise InputError(
            f"Band {found[0]} of {path} holds numbers of colours in a table, beside other bands; convert it to RGB "
            "first (Raster > Conversion > PCT to RGB)."
        )
    colors, nodata = tables[1], dataset.GetRasterBand(1).GetNoDataValue()
    if nodata is not None and 0 <= nodata < len(colors):
        colors[int(nodata)] = (*colors[int(nodata)][:3], 0)
    grey = all(red == green == blue for red, green, blue, _ in colors)
    kinds = [(0, "Gray")] if grey else [(0, "Red"), (1, "Green"), (2, "Blue")]
    if any(alpha == 0 for *_, alpha in colors):
        kinds.append((3, "Alpha"))
    try:
        indices = checked(gdal.Translate, "", dataset, format="VRT")
        return checked(gdal.Open, _looked_up(indices.GetMetadata("xml:VRT")[0], colors, kinds))
    except (GdalFailure, StopIteration) as error:
        raise InputError(f"The colours of {path} cannot be read ({error}); convert it to RGB first.") from error


def _looked_up(text: str, colors: Sequence[Color], kinds: Sequence[Tuple[int, str]]) -> str:
    """The text of a virtual raster of one band, with the components of the colours as its bands."""
    root = checked(gdal.ParseXMLString, text)
    band = next(each for each in root[2:] if each[1] == "VRTRasterBand")
    source = next(each for each in band[2:] if each[1] in _SOURCES)
    place = root.index(band)
    root[place : place + 1] = [
        _element(
            "VRTRasterBand",
            [_ATTRIBUTE, "dataType", [_TEXT, "Byte"]],
            [_ATTRIBUTE, "band", [_TEXT, str(number)]],
            _element("ColorInterp", [_TEXT, kind]),
            _element(
                "ComplexSource",
                *(part for part in source[2:] if part[1] in _PLACES),
                _element("LUT", [_TEXT, ",".join(f"{n}:{color[component]}" for n, color in enumerate(colors))]),
            ),
        )
        for number, (component, kind) in enumerate(kinds, start=1)
    ]
    return str(gdal.SerializeXMLTree(root))


def _element(name: str, *children: Any) -> List[Any]:
    return [_ELEMENT, name, *children]


def _colors(band: Dataset) -> List[Color]:
    """Red, green, blue and alpha of each number; empty without a table, or with one of greys in order."""
    table = band.GetColorTable()
    if table is None:
        return []
    colors = [tuple(table.GetColorEntry(number)) for number in range(table.GetCount())]
    return [] if [color[:3] for color in colors] == [(n, n, n) for n in range(len(colors))] else colors
