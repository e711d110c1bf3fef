"""The colours of a place that a model was adapted to, where a training begins with that model."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Tuple, Union

import torch
from torch import Tensor

from ..networks.color import ColorHandling
from ..networks.place_layer import INPUT, Affine, PlaceLayer
from ..networks.registry import MOST_PLACES
from ..networks.translator import Translator
from ..package.definition import ModelDefinition
from ..place.codes import LEVELS, Codes
from ..place.colour import place_of

_HANDLINGS = ("direct", "luma_chroma", "residual")
"""Those whose codes are the place's but for scale and offset."""
Taken = Tuple[List[List[str]], Dict[str, Tensor]]
"""The architecture's key ``place``, and what the translator's state has more."""


def taken_over(definition: ModelDefinition, translator: Translator) -> Union[Taken, str]:
    """The colours of a package's place for its translator; why they cannot be taken over, as part of a sentence.

    Args:
        translator: of the package's architecture.

    Raises:
        PackageError: they make no sense.
    """
    colour, codes, color = place_of(definition), Codes(definition), translator.color
    earlier = [list(names) for names in definition.architecture.get("place", ())]
    if definition.color_space not in _HANDLINGS:
        return f"the colour handling {definition.color_space} has other codes"
    if len(earlier) >= MOST_PLACES:
        return f"the model has gone on from {MOST_PLACES} places already"
    told = [INPUT, *definition.maps] if len(colour.weights) else []
    bands = (color.input_bands, color.code_bands) == (len(definition.input_bands), codes.count)
    if not bands or any(translator.maps.get(name) != definition.maps[name] for name in told[1:]):
        return "they are told from other bands or feature maps than those of the model's network"
    layer = PlaceLayer(color.input_bands, color.code_bands, told, translator.maps)
    layer.fill(colour, _unit(codes, color), _code(codes, color))
    state: Mapping[str, Any] = layer.state_dict()
    return [*earlier, told], {f"places.{len(earlier)}.{key}": value for key, value in state.items()}


def _unit(codes: Codes, color: ColorHandling) -> Affine:
    """From the network's input code to inputs from 0 to 1."""
    half, low = color.input_half.flatten().double(), color.input_low.flatten().double()
    black, width = (torch.from_numpy(values.ravel()).double() for values in (codes.black, codes.width))
    return half / width, (half + low - black) / width


def _code(codes: Codes, color: ColorHandling) -> Affine:
    """From the network's target code to the place's."""
    if codes.keeps:
        gain = torch.full((codes.count,), LEVELS / 2.0)
        return gain, torch.zeros_like(gain)
    half, low = color.target_half.flatten().double(), color.target_low.flatten().double()
    return half * float(codes.gain), (half + low - float(codes.low)) * float(codes.gain)
