"""The text files of the "Export Tiles" layout, for the tools that read it.

``map.txt``, ``stats.txt``, ``esri_accumulated_stats.json`` and ``esri_model_definition.emd`` beside the folders
``images`` (A) and ``images2`` (B).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, List

from ..rasters.crs import authority_code
from .document import ChipsDocument
from .layouts import IMAGES_A as IMAGES_A
from .layouts import IMAGES_B as IMAGES_B
from .pair import Domain
from .statistics import RunningStatistics

MAP_FILE, STATS_FILE = "map.txt", "stats.txt"
ACCUMULATED_FILE, DEFINITION_FILE = "esri_accumulated_stats.json", "esri_model_definition.emd"
METADATA_MODE = "Export_Tiles"


def write_text_files(folder: Path, document: ChipsDocument, suffix: str, state: RunningStatistics) -> None:
    """Write the four files.

    Args:
        folder: the chip folder.
        document: what it holds.
        suffix: of the image files, with the dot.
        state: statistics of A over all chips.
    """
    lines = (
        f"{IMAGES_A}/{document.name(i)}{suffix} {IMAGES_B}/{document.name(i)}{suffix}\n" for i in range(len(document))
    )
    with open(folder / MAP_FILE, "w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(lines)
    (folder / STATS_FILE).write_text(_stats_text(document), encoding="utf-8")
    _write_json(folder / ACCUMULATED_FILE, _accumulated(document, state))
    _write_json(folder / DEFINITION_FILE, _definition(document))


def _write_json(path: Path, values: Dict[str, Any]) -> None:
    path.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")


def _stats_text(document: ChipsDocument) -> str:
    tile = document.tile_size
    lines = [f"images = {len(document)} *{len(document.a.band_names)}*{tile}*{tile}"]
    lines += [f"{split} = {count}" for split, count in document.counts().items()]
    lines += [f"skipped ({reason}) = {count}" for reason, count in document.skipped.items()]
    for title, domain in (("input", document.a), ("target", document.b)):
        for band in domain.statistics or ():
            lines.append(
                f"{title} {band.name}: min = {band.minimum:g}, max = {band.maximum:g}, "
                f"mean = {band.mean:.6g}, std = {band.std:.6g}"
            )
    return "\n".join(lines) + "\n"


def _accumulated(document: ChipsDocument, state: RunningStatistics) -> Dict[str, Any]:
    """M1 is the mean, M2 the sum of squared deviations from it."""
    bands = [
        {"Min": low, "Max": high, "M1": mean, "M2": m2, "Num": state.count}
        for low, high, mean, m2 in zip(
            state.minimum.tolist(), state.maximum.tolist(), state.mean.tolist(), state.m2.tolist()
        )
    ]
    return {
        "Version": "3.0",
        "MetaDataMode": METADATA_MODE,
        "NumBands": len(document.a.band_names),
        "TileSizeX": document.tile_size,
        "TileSizeY": document.tile_size,
        "NumClasses": 0,
        "NumTiles": len(document),
        "Classes": [],
        "BandStatsState": bands,
    }


def _definition(document: ChipsDocument) -> Dict[str, Any]:
    x, y = document.grid.cell_size
    cell_size: Dict[str, Any] = {"x": x, "y": y}
    code = authority_code(document.grid.crs)
    if code:
        cell_size["spatialReference"] = {"wkid": code}
    return {
        "ImageHeight": document.tile_size,
        "ImageWidth": document.tile_size,
        "MetaDataMode": METADATA_MODE,
        "ImageSpaceUsed": "MAP_SPACE" if document.grid.georeferenced else "PIXEL_SPACE",
        "MinCellSize": cell_size,
        "MaxCellSize": cell_size,
        "InputRastersProps": {
            "RasterCount": 1,
            "SensorName": "",
            "BandNames": list(document.a.band_names),
        },
        "ExtractBands": list(range(len(document.a.band_names))),
        "Classes": [],
        "AllTilesStats": _tile_statistics(document.a),
        "AllTilesStats2": _tile_statistics(document.b),
    }


def _tile_statistics(domain: Domain) -> List[Dict[str, Any]]:
    return [
        {
            "BandName": band.name,
            "Min": band.minimum,
            "Max": band.maximum,
            "Mean": band.mean,
            "StdDev": band.std,
        }
        for band in domain.statistics or ()
    ]
