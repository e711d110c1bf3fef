"""The model definition of a Pix2Pix package that ArcGIS has made; only the keys are shared, no code.

Such a package holds PyTorch weights in place of an ONNX model. Its network is known where ``backbone`` is null.
"""

from __future__ import annotations

import math
from typing import Any, Dict, List, Mapping, Tuple

from ..chips.statistics import BandStatistics
from ..errors import PackageError
from ..rasters.calls import quiet
from .definition import KEY, ModelDefinition
from .emd_values import MAX_BANDS, MAX_SIDE

MODEL_TYPE = "esri_pix2pix"
SIZE_MULTIPLE = 256
_FUNCTION = "[Functions]"
_COLOURS = ("Red", "Green", "Blue")


def is_esri(emd: object) -> bool:
    """Whether parsed JSON is a definition that arcgis.learn has written."""
    return isinstance(emd, dict) and KEY not in emd and str(emd.get("Framework", "")).startswith("arcgis.learn")


def esri_definition(emd: Any, name: str, source: str) -> ModelDefinition:
    """What the definition says, in our terms.

    Data types are not in it and are taken from the range of the values.

    Args:
        emd: for which :func:`is_esri` holds.
        name: stem of the definition's file.
        source: name of the file, for messages.

    Raises:
        PackageError: it is another kind of model than the plain Pix2Pix, or damaged.
    """
    _check_kind(emd, name, source)
    try:
        inputs, outputs = _bands(emd["NormalizationStats"]), _bands(emd["NormalizationStats_b"])
        height, width = int(emd["ImageHeight"]), int(emd["ImageWidth"])
        channels = int(emd["n_intput_channel"])
        cell = emd.get("MinCellSize") or {}
        cell_size = (float(cell.get("x", 0.0)), float(cell.get("y", 0.0)))
        wkid = int((cell.get("spatialReference") or {}).get("wkid", 0))
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise PackageError(f"{source} lacks or garbles a key ({error}); export the model from ArcGIS again.") from error
    square = height == width and 1 <= height <= MAX_SIDE and height % SIZE_MULTIPLE == 0
    if channels != max(len(inputs), len(outputs)) or not square:
        raise PackageError(
            f"{source} does not fit together: {channels} channels for {len(inputs)} and {len(outputs)} bands, tiles of "
            f"{height} × {width} pixels; export the model from ArcGIS again."
        )
    return ModelDefinition(
        name=name,
        model_type=MODEL_TYPE,
        architecture={},
        color_space="direct",
        tile_size=height,
        size_multiple=SIZE_MULTIPLE,
        input_bands=inputs,
        output_bands=outputs,
        input_nodata=None,
        output_nodata=None,
        output_range=(min(band.minimum for band in outputs), max(band.maximum for band in outputs)),
        cell_size=cell_size,
        crs=_wkt(wkid),
    )


def _check_kind(emd: Mapping[str, Any], name: str, source: str) -> None:
    plain = emd.get("ModelConfiguration") == "_pix2pix" and not emd.get("backbone")
    script = str(emd.get("InferenceFunction") or "")
    if plain and emd.get("ModelFile") == f"{name}.pth" and (not script or script.startswith(_FUNCTION)):
        return
    bands = emd.get("ExtractBands")
    told = [
        f"{_short(emd.get('ModelName') or emd.get('ModelType') or 'model')} of {_short(emd.get('Framework'))}",
        f"backbone {_short(emd['backbone'])}" if emd.get("backbone") else "",
        f"{len(bands)} bands" if isinstance(bands, list) else "",
        f"model file {_short(emd.get('ModelFile'))}",
        f"script {_short(script)}" if script and not script.startswith(_FUNCTION) else "",
    ]
    raise PackageError(
        f"{source} is an ArcGIS package ({', '.join(text for text in told if text)}) whose network is not known here; "
        "only Pix2Pix without a backbone opens, so use ArcGIS for this one or train a model here."
    )


def _short(value: object) -> str:
    return str(value)[:60]


def _wkt(wkid: int) -> str:
    """The coordinate reference system of that number at EPSG or Esri, empty where there is none."""
    from osgeo import osr

    reference = osr.SpatialReference()
    with quiet():
        for authority in ("EPSG", "ESRI"):
            try:
                if wkid > 0 and not reference.SetFromUserInput(f"{authority}:{wkid}"):
                    return str(reference.ExportToWkt())
            except RuntimeError:
                continue
    return ""


def _bands(statistics: Any) -> Tuple[BandStatistics, ...]:
    columns: Dict[str, List[float]] = {
        key: [float(value) for value in statistics[f"band_{key}_values"]] for key in ("min", "max", "mean", "std")
    }
    count = len(columns["min"])
    if not 1 <= count <= MAX_BANDS or any(len(column) != count for column in columns.values()):
        raise ValueError("statistics of unequal length")
    if not all(math.isfinite(value) for column in columns.values() for value in column):
        raise ValueError("statistics that are no numbers")
    if any(low >= high for low, high in zip(columns["min"], columns["max"])):
        raise ValueError("a band without a range")
    dtype = _data_type(columns["min"] + columns["max"])
    names = _COLOURS if count == 3 and dtype == "uint8" else tuple(f"Band {i}" for i in range(1, count + 1))
    return tuple(
        BandStatistics(band, dtype, low, high, mean, std)
        for band, low, high, mean, std in zip(names, *(columns[key] for key in ("min", "max", "mean", "std")))
    )


def _data_type(limits: List[float]) -> str:
    """The smallest data type that holds the limits."""
    if all(value == int(value) and value >= 0 for value in limits):
        for name, largest in (("uint8", 255), ("uint16", 65535)):
            if max(limits) <= largest:
                return name
    return "float32"
