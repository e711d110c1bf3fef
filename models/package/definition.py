"""The model definition: what ``NAME.emd`` says about a model.

The EMD is JSON. Where Esri has a key for a fact, its name is used; everything else is under ``ImageTranslation``.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Dict, Mapping, Optional, Tuple

from ..chips.statistics import BandStatistics
from ..errors import PackageError
from ..texts import harmless
from .emd_values import (
    bands_of,
    boolean_of,
    crs_of,
    figures_of,
    four_of,
    mapping_of,
    optional_number_of,
    pair_of,
    quantiles_of,
    text_of,
    whole_of,
)
from .maps import FeatureMaps, read_maps

FORMAT_VERSIONS = (1, 2)
"""Version 2 is one with the colours of a place, which readers of version 1 would leave out without a word."""
MAX_DEFINITION_BYTES = 8 << 20
KEY = "ImageTranslation"
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
"""What Windows takes for a device in every folder."""
_MAX_DEPTH = 32
_MAX_DIGITS = 300
_MAX_NAME_BYTES = 200
_TELLING = ("Framework", "ModelName", "ModelType", "ModelFile", "ExtractBands")


@dataclass(frozen=True)
class ModelDefinition:
    """Everything a reader needs to run, judge or go on training a model.

    Attributes:
        name: stem of the package and of the files in it.
        model_type: key of the network registry, for example ``pix2pix``.
        architecture: what the registry needs to build the generator again.
        color_space: how the output is made from the network's values (``luma_chroma``, ``residual``, ...).
        tile_size: height and width in pixels of the tiles that the model was trained on.
        size_multiple: any tile given to the model must be a multiple of this, in pixels, both ways.
        input_bands: statistics of the training chips, one entry a band of domain A, in raster units; extreme values
            count as the ends of the band's range, which ``minimum`` and ``maximum`` are.
        output_bands: the same for domain B.
        input_nodata: NoData value of the training input, if any.
        output_nodata: NoData value of the training target, if any.
        output_range: smallest and largest value that the model writes, in units of the target.
        cell_size: ground size of a pixel (x, y) in units of the CRS of the training chips.
        crs: WKT of the training chips, empty when unknown.
        extent: (xmin, ymin, xmax, ymax) of the training area, if known.
        input_quantiles: evenly spaced quantiles (0 to 1) of each input band over the training chips, ascending, for
            MATCH_TONE; empty when unknown.
        metrics: figures by method, for example ``{"model": {"psnr": ...}, "copy": {...}}``.
        training: settings and facts of the training.
        software: versions of the software that made the model.
        files: SHA-256 of each file of the package, by file name.
        fixed_size: whether the model takes tiles of ``tile_size`` only.
        card: what people should know of the model besides: texts by heading, for example ``Licence``.
        maps: tensors inside the graph that a reader may ask for, by name: feature maps (N, ``channels``, H / ``step``,
            W / ``step``) of what the network sees. ``map_hidden`` is what its last convolution is given, the others
            are those of its pretrained encoder. Empty for networks without one that stays as it is.
        place: weights that make the model's colours those of a place, see :mod:`..place.colour`; empty without.
    """

    name: str
    model_type: str
    architecture: Mapping[str, Any]
    color_space: str
    tile_size: int
    size_multiple: int
    input_bands: Tuple[BandStatistics, ...]
    output_bands: Tuple[BandStatistics, ...]
    input_nodata: Optional[float]
    output_nodata: Optional[float]
    output_range: Tuple[float, float]
    cell_size: Tuple[float, float]
    crs: str = ""
    extent: Optional[Tuple[float, float, float, float]] = None
    input_quantiles: Tuple[Tuple[float, ...], ...] = ()
    metrics: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    training: Mapping[str, Any] = field(default_factory=dict)
    software: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    fixed_size: bool = False
    card: Mapping[str, str] = field(default_factory=dict)
    maps: FeatureMaps = field(default_factory=dict)
    place: Mapping[str, Any] = field(default_factory=dict)

    @property
    def output_dtype(self) -> str:
        """NumPy name of the data type that holds every output band."""
        return self.output_bands[0].dtype

    @property
    def input_known(self) -> bool:
        """Whether anything is known of the values of the input, which is not so for some models of other tools."""
        return all(math.isfinite(band.minimum) and math.isfinite(band.maximum) for band in self.input_bands)

    @property
    def is_colour(self) -> bool:
        """Whether the output is an 8-bit red, green, blue picture."""
        return len(self.output_bands) == 3 and self.output_dtype == "uint8"


def to_emd(definition: ModelDefinition) -> Dict[str, Any]:
    """The content of the EMD file as a JSON-ready dictionary (no NaN, no infinity)."""
    ours = {
        "FormatVersion": FORMAT_VERSIONS[bool(definition.place)],
        **{_camel(item.name): getattr(definition, item.name) for item in fields(definition)},
    }
    ours["InputBands"] = [asdict(band) for band in definition.input_bands]
    ours["OutputBands"] = [asdict(band) for band in definition.output_bands]
    cell = {"x": definition.cell_size[0], "y": definition.cell_size[1]}
    emd: Dict[str, Any] = {
        "Framework": "ONNX",
        "ModelType": "Pix2Pix",
        "ModelName": "Pix2Pix",
        "ModelFile": f"{definition.name}.onnx",
        "ModelFormat": "NCHW",
        "Description": f"Image translation model {definition.name} ({definition.model_type})",
        "ImageHeight": definition.tile_size,
        "ImageWidth": definition.tile_size,
        "ExtractBands": list(range(len(definition.input_bands))),
        "n_intput_channel": len(definition.input_bands),
        "n_channel": len(definition.output_bands),
        "NormalizationStats": _normalization(definition.input_bands),
        "NormalizationStats_b": _normalization(definition.output_bands),
        "MinCellSize": cell,
        "MaxCellSize": cell,
        "SupportsVariableTileSize": not definition.fixed_size,
        KEY: ours,
    }
    result: Dict[str, Any] = _finite(emd)
    return result


def from_emd(emd: object, source: str) -> ModelDefinition:
    """Read a definition from parsed JSON.

    Args:
        emd: what ``json.loads`` gave.
        source: name of the file, for messages.

    Raises:
        PackageError: a key is missing or wrong, or the version is unknown.
    """
    if not isinstance(emd, dict):
        raise PackageError(f"{source} is not a model definition (JSON object expected); export the model again.")
    if emd.get("InferenceFunction"):
        raise PackageError(
            f"{source} names a script to run (InferenceFunction), which this plugin never executes; "
            "use a package made by Train Image Translation Model."
        )
    ours = emd.get(KEY)
    if not isinstance(ours, dict):
        told = ", ".join(f"{key} {str(emd[key])[:60]}" for key in _TELLING if emd.get(key))
        raise PackageError(
            f"{source} has no '{KEY}' section, so it was not made by Train Image Translation Model"
            f"{f' ({told})' if told else ''}; choose a package that was."
        )
    version = ours.get("FormatVersion")
    if version not in FORMAT_VERSIONS:
        raise PackageError(
            f"{source} has format version {str(version)[:60]} and this plugin reads versions "
            f"{' and '.join(map(str, FORMAT_VERSIONS))}; update the plugin or train the model again."
        )
    try:
        definition = _parse(ours)
    except KeyError as error:
        raise PackageError(
            f"{source} lacks the key {error.args[0]} in '{KEY}'; export the model again."
        ) from error
    except (ArithmeticError, AttributeError, IndexError, TypeError, ValueError) as error:
        raise PackageError(f"{source} has a wrong value in '{KEY}' ({error}); export the model again.") from error
    if emd.get("ModelFile") != f"{definition.name}.onnx":
        named = str(emd.get("ModelFile"))[:200]
        raise PackageError(
            f"{source} names the model file {named!r}, not {definition.name}.onnx; export it again."
        )
    return definition


def parse_json(content: bytes, source: str) -> object:
    """The value of a JSON text, without anything in its texts that no one should be shown (:mod:`..texts`).

    Raises:
        PackageError: it is none, nested deeply, or has a number of hundreds of digits.
    """
    if len(content) > MAX_DEFINITION_BYTES:  # in memory it is forty times as large
        raise PackageError(f"{source} is larger than {MAX_DEFINITION_BYTES >> 20} MB; export the model again.")
    try:
        return _plain(json.loads(content.decode("utf-8"), parse_int=_whole_number), 0)
    except (ValueError, RecursionError) as error:
        raise PackageError(f"{source} is not valid JSON ({error}); export the model again.") from error


def _whole_number(digits: str) -> int:
    if len(digits) > _MAX_DIGITS:
        raise ValueError(f"a number of {len(digits)} digits")
    return int(digits)


def _plain(value: Any, depth: int) -> Any:
    """What JSON holds, with texts that can be shown, and not too deep to be gone through."""
    if depth > _MAX_DEPTH:
        raise ValueError("nested too deeply")
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, list):
        return [_plain(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {harmless(key): _plain(item, depth + 1) for key, item in value.items()}
    return value


def _parse(ours: Mapping[str, Any]) -> ModelDefinition:
    extent = ours.get("Extent")
    definition = ModelDefinition(
        name=text_of(ours, "Name"),
        model_type=text_of(ours, "ModelType"),
        architecture=mapping_of(ours, "Architecture"),
        color_space=text_of(ours, "ColorSpace"),
        tile_size=whole_of(ours, "TileSize"),
        size_multiple=whole_of(ours, "SizeMultiple"),
        input_bands=bands_of(ours, "InputBands"),
        output_bands=bands_of(ours, "OutputBands"),
        input_nodata=optional_number_of(ours.get("InputNodata")),
        output_nodata=optional_number_of(ours.get("OutputNodata")),
        output_range=pair_of(ours, "OutputRange"),
        cell_size=pair_of(ours, "CellSize"),
        crs=crs_of(ours),
        extent=None if extent is None else four_of(extent),
        input_quantiles=quantiles_of(ours),
        metrics={name: figures_of(row, name) for name, row in mapping_of(ours, "Metrics").items()},
        training=mapping_of(ours, "Training"),
        software=mapping_of(ours, "Software"),
        files=mapping_of(ours, "Files"),
        fixed_size=boolean_of(ours, "FixedSize"),
        card={heading: text_of(mapping_of(ours, "Card"), heading) for heading in mapping_of(ours, "Card")},
        maps=read_maps(mapping_of(ours, "Maps"), whole_of(ours, "SizeMultiple")),
        place=mapping_of(ours, "Place"),
    )
    if ours["FormatVersion"] != FORMAT_VERSIONS[bool(definition.place)]:
        raise ValueError(f"FormatVersion {ours['FormatVersion']} {'with' if definition.place else 'without'} a Place")
    if definition.tile_size % definition.size_multiple:
        raise ValueError(f"TileSize {definition.tile_size} is no multiple of SizeMultiple {definition.size_multiple}")
    name = definition.name
    plain = name == name.strip() and not any(sign in name for sign in "/\\:\n\ufffd") and not _DEVICE.match(name)
    if not plain or len(name.encode()) > _MAX_NAME_BYTES:
        raise ValueError(f"Name {name[:200]!r} is not a plain file name")
    return definition


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _finite(value: Any) -> Any:
    """JSON has no NaN or infinity: write them as strings that ``float()`` reads back."""
    if isinstance(value, Mapping):
        return {str(key): _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def _normalization(bands: Tuple[BandStatistics, ...]) -> Dict[str, Any]:
    return {
        "band_min_values": [band.minimum for band in bands],
        "band_max_values": [band.maximum for band in bands],
        "band_mean_values": [band.mean for band in bands],
        "band_std_values": [band.std for band in bands],
        "scaled_min_values": None,
        "scaled_max_values": None,
        "scaled_mean_values": None,
        "scaled_std_values": None,
    }
