"""The systems that can be trained, by the name that packages and settings use.

An *architecture* is what a package stores to rebuild a translator: plain JSON values. Its keys for the Pix2Pix family:
``generator`` (``unet``, which is meant where the key is missing, ``resnet_6``, ``resnet_9`` or ``timm``), ``ngf``,
``dropout``, ``norm`` (``batch`` where missing), for a U-Net and timm ``depth`` and ``decoder`` (``transposed`` where
missing), for timm ``backbone``, ``color_space``, ``input_scale``, ``target_scale`` (pairs of raw values a band that
become -1 and 1), ``output_range``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Dict, Mapping, Tuple

from ..errors import InputError, PackageError
from .color import ColorHandling, Scaling, color_handling
from .discriminator import Discriminator, TwoLightDiscriminators
from .generator import Generator
from .patchgan import PatchDiscriminator
from .resnet import ResNetGenerator
from .timm_unet import TimmUNet
from .translator import Translator
from .unet import UNet

Architecture = Mapping[str, Any]


@dataclass(frozen=True)
class System:
    """How to build the networks of one model type.

    Attributes:
        title: the name that people read.
        generator: value of the architecture's key ``generator``.
        translator: builds the translator, weights as PyTorch leaves them.
    """

    title: str
    generator: str
    translator: Callable[[Architecture], Translator]


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
        InputError: no such model type or encoder, or bands that the colour space cannot handle.
        MissingPackagesError: the encoder needs timm, which is not installed.
        PackageError: a key is missing or its value is of the wrong kind.
    """
    try:
        return system(model_type).translator(architecture)
    except (KeyError, TypeError, ValueError) as error:
        raise PackageError(f"The model's architecture is incomplete or damaged ({error}); train it again.") from error


def build_discriminator(kind: str, translator: Translator, ndf: int) -> Discriminator:
    """The discriminator for a translator's A‖B.

    Args:
        kind: ``patchgan`` (the paper's) or ``two_light`` (two small ones, at full and half size).
        ndf: channels of its first layer.

    Raises:
        InputError: no such kind.
    """
    if kind not in DISCRIMINATORS:
        raise InputError(f"discriminator is {kind!r}; choose one of {', '.join(DISCRIMINATORS)}.")
    bands = translator.color.input_bands + translator.color.code_bands
    if kind == "two_light":
        return TwoLightDiscriminators(bands, ndf=ndf)
    return PatchDiscriminator(bands, ndf=ndf)


def _pix2pix(architecture: Architecture) -> Translator:
    scaling = Scaling(
        input=_ranges(architecture["input_scale"]),
        target=_ranges(architecture["target_scale"]),
        output_range=_range(architecture["output_range"]),
    )
    color = color_handling(architecture["color_space"], scaling)
    return Translator(color, _generator(architecture, color))


def _generator(architecture: Architecture, color: ColorHandling) -> Generator:
    name = architecture.get("generator", "unet")
    if name not in GENERATORS:
        raise ValueError(f"generator is {name!r}, not one of {', '.join(GENERATORS)}")
    bands = color.input_bands, color.code_bands
    common: Dict[str, Any] = {
        "ngf": int(architecture["ngf"]),
        "norm": str(architecture.get("norm", "batch")),
        "dropout": float(architecture["dropout"]),
        "tanh": color.tanh,
    }
    if name in _RESIDUAL_BLOCKS:
        return ResNetGenerator(*bands, blocks=_RESIDUAL_BLOCKS[name], **common)
    common["depth"], common["decoder"] = int(architecture["depth"]), str(architecture.get("decoder", "transposed"))
    if name == "timm":
        return TimmUNet(*bands, backbone=str(architecture["backbone"]), **common)
    return UNet(*bands, **common)


def _ranges(value: Any) -> Tuple[Tuple[float, float], ...]:
    return tuple(_range(pair) for pair in value)


def _range(pair: Any) -> Tuple[float, float]:
    low, high = pair
    return float(low), float(high)


_RESIDUAL_BLOCKS = {"resnet_6": 6, "resnet_9": 9}
DISCRIMINATORS = ("patchgan", "two_light")
GENERATORS = ("unet", *_RESIDUAL_BLOCKS, "timm")
SYSTEMS: Dict[str, System] = {
    "pix2pix": System("Pix2Pix", "unet", _pix2pix),
    "pix2pix_timm": System("Pix2Pix with pretrained encoder", "timm", _pix2pix),
    "pix2pix_resnet_6": System("Pix2Pix with ResNet-6 generator", "resnet_6", _pix2pix),
    "pix2pix_resnet_9": System("Pix2Pix with ResNet-9 generator", "resnet_9", _pix2pix),
}
