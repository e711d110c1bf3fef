"""The systems that can be trained, by the name that packages and settings use.

An *architecture* is what a package stores to rebuild a translator: plain JSON values. Its keys for ``pix2pix``:
``ngf``, ``depth``, ``dropout``, ``color_space``, ``input_scale``, ``target_scale`` (pairs of raw values a band that
become -1 and 1), ``output_range``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Dict, Mapping, Tuple

from torch import nn

from ..errors import InputError, PackageError
from .color import Scaling, color_handling
from .patchgan import PatchDiscriminator
from .translator import Translator
from .unet import UNet

Architecture = Mapping[str, Any]


@dataclass(frozen=True)
class System:
    """How to build the networks of one model type.

    Attributes:
        title: the name that people read.
        translator: builds the translator, weights as PyTorch leaves them.
        discriminator: builds the discriminator for a translator, given ``ndf``.
    """

    title: str
    translator: Callable[[Architecture], Translator]
    discriminator: Callable[[Translator, int], nn.Module]


def system(model_type: str) -> System:
    """The system of that name.

    Raises:
        InputError: there is none.
    """
    if model_type not in SYSTEMS:
        raise InputError(f"model_type is {model_type!r}; choose one of {', '.join(SYSTEMS)}.")
    return SYSTEMS[model_type]


def build_translator(model_type: str, architecture: Architecture) -> Translator:
    """The translator that an architecture describes.

    Raises:
        InputError: no such model type, or bands that the colour space cannot handle.
        PackageError: a key is missing or its value is of the wrong kind.
    """
    try:
        return system(model_type).translator(architecture)
    except (KeyError, TypeError, ValueError) as error:
        raise PackageError(f"The model's architecture is incomplete or damaged ({error}); train it again.") from error


def _pix2pix(architecture: Architecture) -> Translator:
    scaling = Scaling(
        input=_ranges(architecture["input_scale"]),
        target=_ranges(architecture["target_scale"]),
        output_range=_range(architecture["output_range"]),
    )
    color = color_handling(architecture["color_space"], scaling)
    generator = UNet(
        color.input_bands,
        color.code_bands,
        ngf=int(architecture["ngf"]),
        depth=int(architecture["depth"]),
        dropout=float(architecture["dropout"]),
        tanh=color.tanh,
    )
    return Translator(color, generator)


def _patchgan(translator: Translator, ndf: int) -> nn.Module:
    return PatchDiscriminator(translator.color.input_bands + translator.color.code_bands, ndf=ndf)


def _ranges(value: Any) -> Tuple[Tuple[float, float], ...]:
    return tuple(_range(pair) for pair in value)


def _range(pair: Any) -> Tuple[float, float]:
    low, high = pair
    return float(low), float(high)


SYSTEMS: Dict[str, System] = {"pix2pix": System("Pix2Pix", _pix2pix, _patchgan)}
