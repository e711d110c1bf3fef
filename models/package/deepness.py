"""The job that makes an ONNX model which the QGIS plugin Deepness opens in colour.

Deepness (https://qgis-plugin-deepness.readthedocs.io) wants one square input of fixed size, values divided by 255 and
standardized by what the metadata say, and one output a band; it keeps whole numbers from 0 to 255.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Dict, Optional

from ..errors import InputError
from ..feedback import Feedback
from ..files import atomic_file, check_replaceable
from ..rasters.ground import ground_length
from .archive import open_package
from .bare_onnx import own_metadata
from .definition import ModelDefinition

_OVERLAP_PERCENT = 25


@dataclass(frozen=True)
class DeepnessSettings:
    """What to make for Deepness.

    Attributes:
        model: a package (``.dlpk``, or the ``.emd`` of an unpacked one) whose bands are of 8 bits.
        output: the model to write (``.onnx``).
        tile_size: pixels a side of its tiles, 0 for the size of the training chips.
    """

    model: Path
    output: Path
    tile_size: int = 0

    def __post_init__(self) -> None:
        if self.model.suffix.lower() not in (".dlpk", ".emd"):
            raise InputError(f"MODEL {self.model} is no model package; choose a .dlpk or .emd file.")
        if self.output.suffix.lower() != ".onnx":
            raise InputError(f"OUTPUT {self.output} must be an ONNX model; give it a name that ends in .onnx.")


@dataclass(frozen=True)
class DeepnessModel:
    """What was made: the file and the side of its tiles in pixels."""

    output: Path
    tile_size: int


def export_deepness(settings: DeepnessSettings, feedback: Feedback) -> DeepnessModel:
    """Write a model for Deepness whose pixels are those of the package's.

    Raises:
        InputError: the model has the colours of a place, the bands are not of 8 bits, or the network cannot work on
            tiles of that size.
        PackageError: the package is damaged, unsafe or unknown.
    """
    import onnx

    check_replaceable(settings.output)
    with open_package(settings.model) as package:
        definition = _fixed(package.definition, settings)
        model = onnx.load(str(package.onnx))
    _fix_size(model.graph, definition.tile_size)
    _split_output(model.graph, len(definition.output_bands))
    onnx.helper.set_model_props(model, {**own_metadata(definition), **_deepness_metadata(definition)})
    with atomic_file(settings.output) as partial:
        onnx.save(model, str(partial))
    feedback.info(f"{settings.output} opens in Deepness; its tiles are {definition.tile_size} pixels.")
    return DeepnessModel(settings.output, definition.tile_size)


def _fixed(definition: ModelDefinition, settings: DeepnessSettings) -> ModelDefinition:
    """The definition of the model to be."""
    if definition.place:
        raise InputError(
            f"MODEL {settings.model} has the colours of a place, which Deepness does not apply to what the ONNX model "
            "gives; choose the model that it was made from."
        )
    if any(band.dtype != "uint8" for band in (*definition.input_bands, *definition.output_bands)):
        raise InputError(f"The bands of {settings.model} are not all of 8 bits, and Deepness knows no others.")
    size = settings.tile_size or definition.tile_size
    if size < 1 or size % definition.size_multiple or (definition.fixed_size and size != definition.tile_size):
        raise InputError(
            f"TILE_SIZE {size} must be a multiple of {definition.size_multiple} for this model; its own is "
            f"{definition.tile_size}."
        )
    return replace(definition, name=settings.output.stem, tile_size=size, size_multiple=size, fixed_size=True)


def _fix_size(graph: Any, size: int) -> None:
    axes = graph.input[0].type.tensor_type.shape.dim
    for axis, length in zip((axes[0], axes[2], axes[3]), (1, size, size)):
        axis.dim_value = length
    del graph.value_info[:]


def _split_output(graph: Any, bands: int) -> None:
    """Whole numbers, one output a band."""
    from onnx import helper

    names = [f"band_{number}" for number in range(1, bands + 1)]
    shape = [axis.dim_value for axis in graph.input[0].type.tensor_type.shape.dim]
    graph.node.append(helper.make_node("Round", [graph.output[0].name], ["rounded"]))
    graph.node.append(helper.make_node("Split", ["rounded"], names, axis=1))
    element_type = graph.output[0].type.tensor_type.elem_type
    del graph.output[:]
    graph.output.extend(helper.make_tensor_value_info(name, element_type, [1, 1, *shape[2:]]) for name in names)


def _deepness_metadata(definition: ModelDefinition) -> Dict[str, str]:
    """Each value a JSON text; the standard deviation of 1/255 undoes the division by 255."""
    bands = len(definition.input_bands)
    values: Dict[str, Any] = {
        "model_type": "Regressor",
        "class_names": [{"0": band.name} for band in definition.output_bands],
        "tile_size": definition.tile_size,
        "tiles_size": definition.tile_size,
        "tiles_overlap": _OVERLAP_PERCENT,
        "standardization_mean": [0.0] * bands,
        "standardization_std": [1.0 / 255.0] * bands,
        "reg_output_scaling": 1.0,
    }
    metres = _cell_metres(definition)
    if metres:
        values["resolution"] = round(100.0 * metres, 3)
    return {key: json.dumps(value) for key, value in values.items()}


def _cell_metres(definition: ModelDefinition) -> Optional[float]:
    middle = None
    if definition.extent:
        xmin, ymin, xmax, ymax = definition.extent
        middle = ((xmin + xmax) / 2, (ymin + ymax) / 2)
    return ground_length(definition.crs, middle, (definition.cell_size[0], 0.0))
