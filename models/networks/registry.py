"""The systems that can be trained, by the name that packages and settings use.

An *architecture* is what a package stores to rebuild a translator: plain JSON values. Its keys: ``generator`` (one of
``GENERATORS``; ``unet`` where missing), ``ngf``, ``color_space``, ``input_scale``, ``target_scale`` (pairs of raw
values a band that become -1 and 1), ``output_range``, ``input_limits`` (pairs of raw values a band that the input is
held to; without, it is not held), ``grey_scale`` (the input values that are black and white in the target where the
lightness is kept; without, those of ``output_range``), ``curve`` (whether there is a fitted one; where missing, by the
colour space); for the Pix2Pix family ``dropout`` and ``norm`` (``batch`` where missing); for a U-Net and timm ``depth``
and ``decoder`` (``transposed`` where missing); for timm, pyramid and fusion ``backbone`` and ``encoder_normalization``
(mean and standard deviation a band of values from 0 to 1; where missing, the encoder is shown the input code); for a
pyramid ``depth``, ``norm``, ``context`` and ``finest``. ``place``, where a training began with the colours
of a place, has for each what :class:`PlaceLayer` is told from. What a system is trained with is in
``training.systems``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Mapping, Tuple

import torch

from ..errors import InputError, PackageError
from .color import ColorHandling, Scaling, color_handling
from .colorization_cnn import ColorizationCNN
from .discriminator import Discriminator, TwoLightDiscriminators
from .fusion import FusionNetwork
from .generator import Generator
from .near_infrared_gan import NearInfraredGenerator
from .patchgan import PatchDiscriminator
from .place_layer import PlaceLayer
from .resnet import ResNetGenerator
from .satellite_gan import SatelliteGenerator
from .timm_pyramid import TimmPyramid
from .timm_unet import TimmUNet
from .translator import Translator
from .unet import UNet
from .window_discriminators import DCGANDiscriminator, VGGDiscriminator

Architecture = Mapping[str, Any]
MOST_WEIGHTS = 500_000_000
"""No ONNX file has room for more."""
MOST_PLACES = 4
"""That a model can have gone on from, one after the other."""
_BY_TIMM = ("timm", "pyramid", "fusion")
_HAD_CURVES = ("lab", "luma_chroma", "residual")
_MOST = {"ngf": 1024, "depth": 10, "context": 4096, "finest": 256, "bands": 4096}


@dataclass(frozen=True)
class System:
    """One model type.

    Attributes:
        title: the name that people read.
        generator: value of the architecture's key ``generator``.
        color_space: what ``automatic`` means for it wherever the bands allow, else ``direct``; empty leaves the choice
            to the chips.
    """

    title: str
    generator: str
    color_space: str = ""


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
        InputError: no such model type or encoder, bands that the colour space cannot handle, or too many weights.
        MissingPackagesError: the encoder needs timm, which is not installed.
        PackageError: a key is missing or its value is of the wrong kind.
    """
    system(model_type)
    try:
        _check_size(architecture)
        return _translator(architecture)
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise PackageError(f"The model's architecture is incomplete or damaged ({error}); train it again.") from error


def _check_size(architecture: Architecture) -> None:
    """Count the weights before there is memory for any, except where timm says how many there are."""
    if architecture.get("generator") in _BY_TIMM:
        return
    with torch.device("meta"):
        count = sum(weights.numel() for weights in _translator(architecture).parameters())
    if count > MOST_WEIGHTS:
        raise InputError(
            f"The network would have {count / 1e6:.0f} million weights and may have {MOST_WEIGHTS / 1e6:.0f} million; "
            "choose a smaller NGF or DEPTH, or another model."
        )


def build_discriminator(kind: str, translator: Translator, ndf: int) -> Discriminator:
    """The discriminator for a translator's A‖B.

    Args:
        kind: ``patchgan`` (the paper's), ``two_light`` (two small ones, at full and half size), ``vgg`` or ``dcgan``
            (which judge windows of 64 px by a fully connected layer).
        ndf: channels of its first layer.

    Raises:
        InputError: no such kind.
    """
    if kind not in DISCRIMINATORS:
        raise InputError(f"discriminator is {kind!r}; choose one of {', '.join(DISCRIMINATORS)}.")
    return DISCRIMINATORS[kind](translator.color.input_bands + translator.color.code_bands, ndf=ndf)


def _translator(architecture: Architecture) -> Translator:
    scaling = Scaling(
        input=_ranges(architecture["input_scale"]),
        target=_ranges(architecture["target_scale"]),
        output_range=_range(architecture["output_range"]),
        limits=_ranges(architecture.get("input_limits", ())),
        grey=_range(architecture["grey_scale"]) if "grey_scale" in architecture else None,
    )
    if scaling.grey is not None and scaling.grey[0] == scaling.grey[1]:
        raise ValueError(f"grey_scale is {scaling.grey[0]} for black and white")
    if len(scaling.limits) not in (0, len(scaling.input)):
        raise ValueError(f"there are {len(scaling.limits)} input_limits for {len(scaling.input)} bands")
    curve = architecture.get("curve", architecture["color_space"] in _HAD_CURVES)
    color = color_handling(architecture["color_space"], scaling, bool(curve))
    name = architecture.get("generator", "unet")
    if name not in GENERATORS:
        raise ValueError(f"generator is {name!r}, not one of {', '.join(GENERATORS)}")
    generator = GENERATORS[name](architecture, color)
    return Translator(color, generator, _places(architecture, color, generator))


def _places(architecture: Architecture, color: ColorHandling, generator: Generator) -> List[PlaceLayer]:
    told = architecture.get("place", ())
    if len(told) > MOST_PLACES:
        raise ValueError(f"there are {len(told)} places, not up to {MOST_PLACES}")
    return [PlaceLayer(color.input_bands, color.code_bands, list(names), generator.maps) for names in told]


def _unet(architecture: Architecture, color: ColorHandling) -> Generator:
    return UNet(color.input_bands, color.code_bands, **_levels(architecture), **_common(architecture, color))


def _timm(architecture: Architecture, color: ColorHandling) -> Generator:
    levels, common = _levels(architecture), _common(architecture, color)
    return TimmUNet(color.input_bands, color.code_bands, **_pretrained(architecture, color), **levels, **common)


def _pyramid(architecture: Architecture, color: ColorHandling) -> Generator:
    told: Dict[str, Any] = {key: _whole(architecture, key) for key in ("depth", "context", "finest")}
    if told["finest"] not in [2**i for i in range(told["depth"] + 1)]:
        raise ValueError(f"finest is {told['finest']}, no power of 2 up to 2**{told['depth']}")
    told.update(norm=str(architecture["norm"]), **_pretrained(architecture, color))
    return TimmPyramid(color.input_bands, color.code_bands, **told, **_plain(architecture, color))


def _resnet(architecture: Architecture, color: ColorHandling) -> Generator:
    blocks = int(str(architecture["generator"]).rpartition("_")[2])
    return ResNetGenerator(color.input_bands, color.code_bands, blocks=blocks, **_common(architecture, color))


def _satellite(architecture: Architecture, color: ColorHandling) -> Generator:
    return SatelliteGenerator(color.input_bands, color.code_bands, **_plain(architecture, color))


def _cnn(architecture: Architecture, color: ColorHandling) -> Generator:
    return ColorizationCNN(color.input_bands, color.code_bands, **_plain(architecture, color))


def _fusion(architecture: Architecture, color: ColorHandling) -> Generator:
    pretrained, plain = _pretrained(architecture, color), _plain(architecture, color)
    return FusionNetwork(color.input_bands, color.code_bands, **pretrained, **plain)


def _near_infrared(architecture: Architecture, color: ColorHandling) -> Generator:
    return NearInfraredGenerator(color.input_bands, color.code_bands, **_plain(architecture, color))


def _pretrained(architecture: Architecture, color: ColorHandling) -> Dict[str, Any]:
    normalization = _ranges(architecture.get("encoder_normalization", ()))
    if len(normalization) not in (0, color.input_bands) or any(not std > 0 for _, std in normalization):
        raise ValueError(f"encoder_normalization is {normalization} for {color.input_bands} bands")
    return {"backbone": str(architecture["backbone"]), "encoder_normalization": normalization or None}


def _plain(architecture: Architecture, color: ColorHandling) -> Dict[str, Any]:
    return {"ngf": _whole(architecture, "ngf"), "tanh": color.tanh}


def _common(architecture: Architecture, color: ColorHandling) -> Dict[str, Any]:
    norm, dropout = str(architecture.get("norm", "batch")), float(architecture["dropout"])
    return {**_plain(architecture, color), "norm": norm, "dropout": dropout}


def _levels(architecture: Architecture) -> Dict[str, Any]:
    return {"depth": _whole(architecture, "depth"), "decoder": str(architecture.get("decoder", "transposed"))}


def _whole(architecture: Architecture, key: str) -> int:
    """A number that makes no network that a computer could not hold."""
    value, most = int(architecture[key]), _MOST[key]
    if not 1 <= value <= most:
        raise ValueError(f"{key} is {value}, not from 1 to {most}")
    return value


def _ranges(value: Any) -> Tuple[Tuple[float, float], ...]:
    if len(value) > _MOST["bands"]:
        raise ValueError(f"there are {len(value)} bands, not up to {_MOST['bands']}")
    return tuple(_range(pair) for pair in value)


def _range(pair: Any) -> Tuple[float, float]:
    low, high = pair
    return float(low), float(high)


DISCRIMINATORS: Dict[str, Callable[..., Discriminator]] = {
    "patchgan": PatchDiscriminator,
    "two_light": TwoLightDiscriminators,
    "vgg": VGGDiscriminator,
    "dcgan": DCGANDiscriminator,
}
GENERATORS: Dict[str, Callable[[Architecture, ColorHandling], Generator]] = {
    "unet": _unet,
    "resnet_6": _resnet,
    "resnet_9": _resnet,
    "timm": _timm,
    "pyramid": _pyramid,
    "satellite": _satellite,
    "cnn": _cnn,
    "fusion": _fusion,
    "near_infrared": _near_infrared,
}
SYSTEMS: Dict[str, System] = {
    "pix2pix": System("Pix2Pix", "unet"),
    "pix2pix_timm": System("Pix2Pix with pretrained encoder", "timm"),
    "feature_pyramid": System("Feature pyramid with pretrained encoder", "pyramid"),
    "pix2pix_resnet_6": System("Pix2Pix with ResNet-6 generator", "resnet_6"),
    "pix2pix_resnet_9": System("Pix2Pix with ResNet-9 generator", "resnet_9"),
    "pix2pix_photographs": System("Pix2Pix for photographs", "unet"),
    "pix2pix_mobilenetv2": System("Pix2Pix with MobileNetV2 encoder", "timm", "lab_tanh"),
    "pix2pix_densenet121": System("Pix2Pix with DenseNet121 encoder", "timm", "lab_tanh"),
    "cnn": System("Colorization CNN", "cnn", "lab_tanh"),
    "inception_fusion": System("Inception-ResNet-v2 fusion", "fusion", "lab_tanh"),
    "satellite_gan": System("Satellite GAN", "satellite"),
    "near_infrared_gan": System("Near-infrared GAN", "near_infrared"),
}
