"""A model that comes as an ``.onnx`` file alone.

Three kinds are told apart by the file's metadata: one out of a package of ours, which carries its definition; one
made for the QGIS plugin Deepness (https://qgis-plugin-deepness.readthedocs.io), whose metadata are JSON texts; and any
other, of which only the graph is known.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from ..chips.statistics import BandStatistics
from ..errors import PackageError
from .definition import KEY, ModelDefinition, from_emd, parse_json, to_emd
from .emd_values import MAX_BANDS, MAX_SIDE
from .onnx_file import FLOAT32, OnnxFile, Port, read_onnx

MAX_VALUES = 1 << 30
"""Most numbers that a graph of fixed size may take and give at once."""
TILE_SIZE = 256
"""Pixels a side of the tiles for a model that does not tell; most networks take multiples of it."""

_GIVES_RASTERS = ("Regressor", "Segmentor")
_DEEPNESS_TYPES = (*_GIVES_RASTERS, "Detector", "Superresolution", "Recognition")
_METRES = (
    'PROJCS["metres on the ground",GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],UNIT["metre",1]]'
)
_COLOURS = ("red", "green", "blue")


@dataclass(frozen=True)
class GraphValues:
    """How a graph wants its values, where that is not units of the rasters.

    Attributes:
        gain, offset: by input band; the graph is given ``gain * raw + offset``. Empty for raw values.
        output_gain: the graph's output times this is in units of the output raster.
        batch: number of tiles that the graph takes at once, 0 for any.
    """

    gain: Tuple[float, ...] = ()
    offset: Tuple[float, ...] = ()
    output_gain: float = 1.0
    batch: int = 0


@dataclass(frozen=True)
class BareModel:
    """What a bare ONNX file is.

    Attributes:
        definition: as far as it is known; bands of unknown values have no finite minimum and maximum.
        values: what its graph wants.
        notes: what had to be assumed, a sentence each.
    """

    definition: ModelDefinition
    values: GraphValues
    notes: Tuple[str, ...] = ()


def read_bare(path: Path) -> BareModel:
    """Look into an ``.onnx`` file without running it.

    Raises:
        PackageError: it is unsafe or damaged, or no model that turns a raster into one of the same size.
    """
    file = read_onnx(path)
    bands_in, bands_out = _check_ports(file, path.name)
    source = file.inputs[0]
    side = _side(source, file.outputs, path)
    model = _kind(path, file.metadata, bands_in, bands_out)
    definition = model.definition
    if (len(definition.input_bands), len(definition.output_bands)) != (bands_in, bands_out):
        raise PackageError(f"The model {path.name} does not have the bands that its metadata name; export it again.")
    if side:
        definition = replace(definition, tile_size=side, size_multiple=side, fixed_size=True)
    batch = source.shape[0] or 0
    values = max(batch, 1) * (side or TILE_SIZE) ** 2 * (bands_in + bands_out)
    if values > MAX_VALUES:
        raise PackageError(
            f"The model {path.name} takes {max(batch, 1)} tile(s) of {side or TILE_SIZE} pixels at once, which need "
            f"{4 * values / 1e9:,.0f} GB; export it for fewer or smaller ones."
        )
    return replace(model, definition=definition, values=replace(model.values, batch=batch))


def check_graph(path: Path, definition: ModelDefinition, name: str) -> None:
    """Look through the ONNX file of a package as :func:`read_bare` does through one that comes alone.

    Args:
        path: the file.
        definition: what the package says of it.
        name: what to call it in messages.

    Raises:
        PackageError: it is unsafe or damaged, or not what the definition says.
    """
    bands = _check_ports(read_onnx(path, name), name)
    if bands != (len(definition.input_bands), len(definition.output_bands)):
        raise PackageError(
            f"The model {name} turns {bands[0]} band(s) into {bands[1]}, which are not those that its EMD names; copy "
            "or export it again."
        )


def own_metadata(definition: ModelDefinition) -> Dict[str, str]:
    """The metadata_props with which an ONNX file alone is as good as the package for running it."""
    training = {key: value for key, value in definition.training.items() if key != "history"}
    emd = to_emd(replace(definition, files={}, training=training))
    return {KEY: json.dumps(emd, allow_nan=False)}


def _kind(path: Path, metadata: Mapping[str, str], bands_in: int, bands_out: int) -> BareModel:
    if KEY in metadata:
        source = f"The metadata of {path.name}"
        definition = from_emd(parse_json(metadata[KEY].encode(), source), source)
        return BareModel(replace(definition, name=path.stem), GraphValues())
    told = _json_value(metadata, "model_type", path) if "model_type" in metadata else ""
    deepness_type = told.capitalize() if isinstance(told, str) else ""
    if deepness_type in _DEEPNESS_TYPES:
        return _deepness(path, metadata, deepness_type, bands_in, bands_out)
    definition = _unknown(path, "onnx", _numbered(bands_in), _numbered(bands_out))
    note = (
        f"MODEL {path.name} does not say what it was trained on: it is given the raster's values as they are, and what "
        f"comes out is written as 32-bit floats; if the picture is wrong, it may want values in another range."
    )
    return BareModel(definition, GraphValues(), (note,))


def _deepness(
    path: Path, metadata: Mapping[str, str], model_type: str, bands_in: int, bands_out: int
) -> BareModel:
    if model_type not in _GIVES_RASTERS:
        raise PackageError(
            f"The model {path.name} is a Deepness {model_type}, which gives no raster of the input's size; choose a "
            f"{' or '.join(_GIVES_RASTERS)}."
        )
    mean = _numbers(metadata, "standardization_mean", bands_in, 0.0, path)
    std = _numbers(metadata, "standardization_std", bands_in, 1.0, path)
    (output_gain,) = _numbers(metadata, "reg_output_scaling", 1, 1.0, path)
    (resolution,) = _numbers(metadata, "resolution", 1, 0.0, path)
    (tile,) = _numbers(metadata, "tile_size" if "tile_size" in metadata else "tiles_size", 1, TILE_SIZE, path)
    if 0.0 in std or not 1 <= tile <= MAX_SIDE:
        raise PackageError(f"The metadata of {path.name} hold a standard deviation or tile size of 0; export it again.")
    names = _class_names(metadata, bands_out)
    definition = _unknown(path, f"deepness_{model_type.lower()}", _numbered(bands_in), names)
    bands = tuple(
        replace(band, dtype="uint8", minimum=0.0, maximum=255.0, mean=255.0 * average, std=255.0 * spread)
        for band, average, spread in zip(definition.input_bands, mean, std)
    )
    cell = resolution / 100.0
    definition = replace(definition, input_bands=bands, tile_size=int(tile), cell_size=(cell, cell), crs=_METRES)
    if tuple(name.lower() for name in names) == _COLOURS:
        output = tuple(replace(_band(name), dtype="uint8", minimum=0.0, maximum=255.0) for name in names)
        definition = replace(definition, output_bands=output, output_range=(0.0, 255.0))
    note = f"MODEL {path.name} was made for Deepness: the raster's values are taken for 8 bits, 0 to 255."
    gain = tuple(1.0 / (255.0 * spread) for spread in std)
    offset = tuple(-average / spread for average, spread in zip(mean, std))
    scale = output_gain if model_type == "Regressor" else 1.0
    return BareModel(definition, GraphValues(gain, offset, scale), (note,))


def _check_ports(file: OnnxFile, name: str) -> Tuple[int, int]:
    """Number of bands that go in and that come out, of a graph that takes and gives images."""
    if len(file.inputs) != 1:
        raise PackageError(f"The model {name} has {len(file.inputs)} inputs and must have one.")
    if not file.outputs:
        raise PackageError(f"The model {name} has no output; export it again.")
    bands = _bands(file.inputs[0], name), sum(_bands(port, name) for port in file.outputs)
    if max(bands) > MAX_BANDS:
        raise PackageError(f"The model {name} has {max(bands)} bands, more than the {MAX_BANDS} that it may have.")
    return bands


def _bands(port: Port, name: str) -> int:
    """Number of bands of an input or output (N, bands, height, width) of 32-bit floats."""
    if port.element_type != FLOAT32 or len(port.shape) != 4:
        raise PackageError(
            f"The model {name} does not take and give images: '{port.name[:60]}' must be 32-bit floats (N, bands, "
            "height, width); export it so."
        )
    bands = port.shape[1]
    if bands is None:
        raise PackageError(
            f"The model {name} does not say how many bands '{port.name[:60]}' has; export it with a fixed number of "
            "channels."
        )
    return bands


def _side(source: Port, outputs: Sequence[Port], path: Path) -> int:
    """The one tile size that the graph takes, 0 when it takes any."""
    height, width = source.shape[2:]
    if height != width:
        raise PackageError(
            f"The model {path.name} takes tiles of {height or 'any'} × {width or 'any'} pixels (height × width) and "
            "must take square ones or any; export it so."
        )
    for port in outputs:
        if height is not None and any(size not in (None, height) for size in port.shape[2:]):
            raise PackageError(
                f"The model {path.name} turns tiles of {height} pixels into {port.shape[2]} × {port.shape[3]}, but the "
                "size must stay; choose another model."
            )
    return height or 0


def _unknown(path: Path, model_type: str, inputs: Sequence[str], outputs: Sequence[str]) -> ModelDefinition:
    return ModelDefinition(
        name=path.stem,
        model_type=model_type,
        architecture={},
        color_space="direct",
        tile_size=TILE_SIZE,
        size_multiple=1,
        input_bands=tuple(_band(name) for name in inputs),
        output_bands=tuple(_band(name) for name in outputs),
        input_nodata=None,
        output_nodata=None,
        output_range=(-math.inf, math.inf),
        cell_size=(0.0, 0.0),
    )


def _band(name: str) -> BandStatistics:
    """A band of which only the name is known."""
    return BandStatistics(name, "float32", -math.inf, math.inf, math.nan, math.nan)


def _numbered(count: int) -> List[str]:
    return [f"Band {number}" for number in range(1, count + 1)]


def _json_value(metadata: Mapping[str, str], key: str, path: Path) -> Any:
    """A value of Deepness's metadata, each of which is a JSON text; as it is where it is none."""
    try:
        return parse_json(metadata[key].encode(), f"{key} in the metadata of {path.name}")
    except PackageError:
        return metadata[key]


def _numbers(
    metadata: Mapping[str, str], key: str, count: int, default: float, path: Path
) -> Tuple[float, ...]:
    """``count`` finite numbers; one stands for all."""
    value = _json_value(metadata, key, path) if key in metadata else default
    try:
        numbers = [float(item) for item in (value if isinstance(value, list) else [value])]
    except (OverflowError, TypeError, ValueError):
        numbers = []
    numbers = numbers * count if len(numbers) == 1 else numbers
    if len(numbers) != count or not all(map(math.isfinite, numbers)):
        raise PackageError(f"The metadata of {path.name} hold no {count} number(s) as {key}; export it again.")
    return tuple(numbers)


def _class_names(metadata: Mapping[str, str], count: int) -> Tuple[str, ...]:
    """A name for each band: of one output's channels ({"0": NAME, ...}), or of one-channel outputs ([{"0": NAME}])."""
    found: Optional[List[str]] = None
    try:
        value: Any = parse_json(metadata.get("class_names", metadata.get("names", "null")).encode(), "class_names")
        parts: List[Any] = value if isinstance(value, list) else [value]
        found = [str(part[key]) for part in parts for key in sorted(part, key=int)]
    except (AttributeError, KeyError, PackageError, TypeError, ValueError):
        found = None
    return tuple(found if found is not None and len(found) == count else _numbered(count))
