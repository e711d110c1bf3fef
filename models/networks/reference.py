"""Weights of the reference implementation (junyanz/pytorch-CycleGAN-and-pix2pix), taken over exactly.

Its ``latest_net_G.pth`` is a state dict with nothing beside it, so everything is read off names and shapes.
"""

from __future__ import annotations

import re
from typing import Any, Dict, List, Mapping, Tuple, Union

from torch import Tensor, nn

from ..errors import InputError, PackageError
from .colorspaces import lab_to_rgb, lightness
from .registry import build_translator
from .translator import Translator

EIGHT_BITS = (0.0, 255.0)
_FIRST_UNET, _LAST_UNET = "model.model.0.weight", "model.model.3.weight"
_FIRST_RESNET = "model.1.weight"
_BLOCK = re.compile(r"^model\.(\d+)\.conv_block\.1\.weight$")
_LAB_HALF, _AB_SCALE = 50.0, 110.0


class ReferenceColorization(nn.Module):
    """Its colorization model: lightness L* in, a* and b* out; here from a grey to red, green and blue, 0 to 255."""

    def __init__(self, generator: nn.Module) -> None:
        super().__init__()
        self.generator = generator

    def forward(self, a: Tensor) -> Tensor:
        """(N, 1, H, W) to (N, 3, H, W)."""
        light = lightness(a / EIGHT_BITS[1])
        return lab_to_rgb(light, self.generator(light / _LAB_HALF - 1.0) * _AB_SCALE) * EIGHT_BITS[1]


def reference_translator(state: Mapping[str, Tensor], name: str) -> Tuple[str, Dict[str, Any], Translator]:
    """Model type, architecture and translator, in evaluation mode, of a generator.

    Args:
        state: the weights, without prefixes of wrappers.
        name: of their file, for messages.

    Raises:
        PackageError: they are of another network.
    """
    state = {key: value for key, value in state.items() if not key.endswith("num_batches_tracked")}
    try:
        if _FIRST_UNET in state:
            model_type, architecture, names = _unet(state)
        elif _FIRST_RESNET in state:
            model_type, architecture, names = _resnet(state)
        else:
            raise KeyError(_FIRST_UNET)
        translator = build_translator(model_type, architecture)
        expected = translator.generator.state_dict()
        expected = {key: value for key, value in expected.items() if not key.endswith("num_batches_tracked")}
        names = names or dict(zip(sorted(expected, key=_natural), sorted(state, key=_natural)))
        weights = {key: state[names[key]] for key in expected}
        if len(weights) != len(state) or any(weights[key].shape != expected[key].shape for key in expected):
            raise KeyError("other layers")
    except (KeyError, IndexError, ValueError) as error:
        raise PackageError(
            f"{name} holds no generator of pytorch-CycleGAN-and-pix2pix (unet_128, unet_256, resnet_6blocks or "
            f"resnet_9blocks): {error.args[0]} does not fit; choose its latest_net_G.pth."
        ) from error
    except (InputError, PackageError) as error:
        raise PackageError(f"{name} cannot be imported: {error}") from error
    translator.generator.load_state_dict(weights, strict=False)
    return model_type, architecture, translator.eval()


def colorization(translator: Translator) -> Union[Translator, ReferenceColorization]:
    """The module to export: one band to two is the reference's colorization in Lab."""
    bands = translator.color.input_bands, translator.color.target_bands
    return ReferenceColorization(translator.generator).eval() if bands == (1, 2) else translator


def _unet(state: Mapping[str, Tensor]) -> Tuple[str, Dict[str, Any], Dict[str, str]]:
    """Also the name in ``state`` of each tensor that :class:`UNet` can have."""
    levels = ["model.model.1.model"]
    while f"{levels[-1]}.3.model.1.weight" in state:
        levels.append(f"{levels[-1]}.3.model")
    depth = len(levels) + 1
    layers = {"down.0.conv": "model.model.0", f"up.{depth - 1}.conv": "model.model.3"}
    for level, prefix in enumerate(levels, start=1):
        innermost = level == depth - 1
        layers[f"down.{level}.conv"] = f"{prefix}.1"
        layers[f"down.{level}.norm"] = f"{prefix}.2"
        layers[f"up.{depth - 1 - level}.conv"] = f"{prefix}.{3 if innermost else 5}"
        layers[f"up.{depth - 1 - level}.norm"] = f"{prefix}.{4 if innermost else 6}"
    keys = ("weight", "bias", "running_mean", "running_var")
    names = {f"{ours}.{key}": f"{theirs}.{key}" for ours, theirs in layers.items() for key in keys}
    ngf, bands_in = state[_FIRST_UNET].shape[:2]
    bands_out = state[_LAST_UNET].shape[1]
    return "pix2pix", {"depth": depth, **_architecture(state, "unet", ngf, bands_in, bands_out)}, names


def _resnet(state: Mapping[str, Tensor]) -> Tuple[str, Dict[str, Any], Dict[str, str]]:
    """The names are left out: both networks list their tensors in the same order."""
    blocks = sum(1 for key in state if _BLOCK.match(key))
    ngf, bands_in = state[_FIRST_RESNET].shape[:2]
    bands_out = state[sorted(state, key=_natural)[-1]].shape[0]
    generator = f"resnet_{blocks}"
    if blocks not in (6, 9):
        raise KeyError(f"{blocks} residual blocks")
    return f"pix2pix_{generator}", _architecture(state, generator, ngf, bands_in, bands_out), {}


def _architecture(
    state: Mapping[str, Tensor], generator: str, ngf: int, bands_in: int, bands_out: int
) -> Dict[str, Any]:
    return {
        "generator": generator,
        "norm": "batch" if any(key.endswith("running_mean") for key in state) else "instance",
        "ngf": ngf,
        "dropout": 0.5,
        "color_space": "direct",
        "input_scale": [list(EIGHT_BITS)] * bands_in,
        "target_scale": [list(EIGHT_BITS)] * bands_out,
        "output_range": list(EIGHT_BITS),
    }


def _natural(key: str) -> List[Tuple[int, str]]:
    """Sorts numbers in a name by their value."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in key.split(".")]
