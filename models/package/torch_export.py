"""ONNX models from PyTorch weights of other tools; the only part of a package's room that needs torch."""

from __future__ import annotations

from pathlib import Path
from typing import Dict, Tuple

import torch
from safetensors.torch import save_file

from ..chips.statistics import BandStatistics
from ..networks.color import Scaling
from ..networks.esri import EsriTranslator
from ..networks.onnx_export import export_onnx
from ..networks.reference import EIGHT_BITS, colorization, reference_translator
from ..networks.weights_file import load_weights
from .definition import ModelDefinition

_RESNET_TILE = 256
_SAMPLE_SIDE = 512
_NAMES = {1: ("Grey",), 3: ("Red", "Green", "Blue")}


def export_esri(weights: Path, definition: ModelDefinition, onnx: Path) -> None:
    """Turn the weights of an ArcGIS package into an ONNX model.

    Raises:
        PackageError: they are damaged, hold code, or are not those of the network that the definition names.
    """
    scaling = Scaling(_ranges(definition.input_bands), _ranges(definition.output_bands), definition.output_range)
    export_onnx(EsriTranslator(scaling, load_weights(weights)).eval(), _sample(definition), onnx)


def export_reference(weights: Path, folder: Path) -> Tuple[ModelDefinition, Dict[str, Path]]:
    """Turn a ``latest_net_G.pth`` of the reference implementation into the files of a package.

    Its imagery is of 8 bits; a model from one band to two is its colorization, which gives red, green and blue here
    and cannot be trained on.

    Returns:
        the definition, and the files by role.

    Raises:
        PackageError: the weights are damaged, hold code, or are of another network.
    """
    model_type, architecture, translator = reference_translator(load_weights(weights), weights.name)
    module = colorization(translator)
    colorizes = module is not translator
    definition = ModelDefinition(
        name=weights.stem,
        model_type=model_type,
        architecture=architecture,
        color_space="lab" if colorizes else "direct",
        tile_size=2 ** architecture["depth"] if "depth" in architecture else _RESNET_TILE,
        size_multiple=translator.size_multiple,
        input_bands=_bands(translator.color.input_bands),
        output_bands=_bands(3 if colorizes else translator.color.target_bands),
        input_nodata=None,
        output_nodata=None,
        output_range=EIGHT_BITS,
        cell_size=(0.0, 0.0),
        training={"imported_from": weights.name},
    )
    files = {"onnx": folder / "model.onnx"}
    export_onnx(module, _sample(definition), files["onnx"])
    if not colorizes:
        files["weights"] = folder / "model.safetensors"
        save_file({key: value.contiguous() for key, value in translator.state_dict().items()}, str(files["weights"]))
    return definition, files


def _bands(count: int) -> Tuple[BandStatistics, ...]:
    """8-bit bands of which nothing else is known, with the mean and spread of evenly spread values."""
    names = _NAMES.get(count, tuple(f"Band {number}" for number in range(1, count + 1)))
    low, high = EIGHT_BITS
    return tuple(BandStatistics(name, "uint8", low, high, (low + high) / 2, (high - low) / 12**0.5) for name in names)


def _ranges(bands: Tuple[BandStatistics, ...]) -> Tuple[Tuple[float, float], ...]:
    return tuple((band.minimum, band.maximum) for band in bands)


def _sample(definition: ModelDefinition) -> torch.Tensor:
    """One tile (1, C, H, W) of chance values in the range of the input."""
    size = min(definition.tile_size, _SAMPLE_SIDE)
    chance = torch.rand(1, len(definition.input_bands), size, size, generator=torch.Generator().manual_seed(0))
    low, high = (torch.tensor(limits).view(1, -1, 1, 1) for limits in zip(*_ranges(definition.input_bands)))
    return low + chance * (high - low)
