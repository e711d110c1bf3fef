"""What is fitted on the training chips before any step: scaling, colour space and curve."""

from __future__ import annotations

from typing import Any, Dict, Iterator, Sequence, Tuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ..chips.statistics import BandStatistics
from ..networks.color import COLOR_SPACES, ColorHandling, Scaling
from ..networks.colorspaces import LUMA_BLUE, LUMA_GREEN, LUMA_RED
from ..networks.curves import Samples
from ..networks.fusion import DEFAULT_CLASSIFIER
from ..networks.registry import system
from ..networks.timm_encoder import DEFAULT_BACKBONE, check_backbone, normalization
from ..networks.timm_pyramid import CONTEXT, HALF
from ..networks.timm_unet import timm_depth
from ..networks.unet import unet_depth
from .data import ChipSet
from .ranges import REACH
from .settings import TrainSettings

Indices = NDArray[np.int64]
_LUMA_TOLERANCE = 3.0


def architecture_for(settings: TrainSettings, chips: ChipSet, color_space: str) -> Dict[str, Any]:
    """The architecture (see ``networks.registry``) for these chips: bands, scaling and depth.

    Raises:
        InputError: the backbone or the chips' size cannot be used.
        MissingPackagesError: the backbone needs timm, which is not installed.
    """
    scaling, generator = scaling_for(chips), system(settings.model_type).generator
    of_its_kind: Dict[str, Any] = {}
    bands = len(scaling.input)
    if generator == "unet":
        of_its_kind = {"depth": unet_depth(chips.size, settings.depth), "decoder": settings.decoder}
    elif generator == "timm":
        of_its_kind = {
            "depth": timm_depth(chips.size, settings.depth),
            "decoder": settings.decoder,
            **_backbone(settings, DEFAULT_BACKBONE, bands),
        }
    elif generator == "pyramid":
        of_its_kind = {
            "depth": timm_depth(chips.size, settings.depth),
            **_backbone(settings, DEFAULT_BACKBONE, bands),
            "context": CONTEXT,
            "finest": 1 if color_space == "direct" else HALF,
        }
    elif generator == "fusion":
        of_its_kind = _backbone(settings, DEFAULT_CLASSIFIER, bands)
    return {
        "generator": generator,
        "ngf": settings.ngf,
        "norm": settings.norm,
        "dropout": settings.dropout,
        **of_its_kind,
        "color_space": color_space,
        "curve": COLOR_SPACES[color_space].fits_curve,
        "input_scale": [list(pair) for pair in scaling.input],
        "target_scale": [list(pair) for pair in scaling.target],
        "output_range": list(scaling.output_range),
        **({"input_limits": [list(pair) for pair in scaling.limits]} if scaling.limits else {}),
    }


def _backbone(settings: TrainSettings, default: str, bands: int) -> Dict[str, Any]:
    backbone = settings.backbone or default
    check_backbone(backbone)
    shown = [list(pair) for pair in normalization(backbone, bands)]
    return {"backbone": backbone, "encoder_normalization": shown}


def scaling_for(chips: ChipSet) -> Scaling:
    """8-bit bands keep their full range 0 to 255, others have that of the training chips (see :mod:`.ranges`)."""
    target = tuple(_range(band) for band in chips.bands_b)
    output_range = (min(low for low, _ in target), max(high for _, high in target))
    limits = () if chips.bands_a[0].dtype == "uint8" else chips.values[0].limits(REACH)
    return Scaling(tuple(_range(band) for band in chips.bands_a), target, output_range, limits)


def span_of_target(chips: ChipSet) -> float:
    """What PSNR and SSIM take for the full range of values, whatever the model: 255 for 8 bits.

    Else from the smallest to the largest value in the ranges of the target's bands in the training chips, which leave
    extreme values out.
    """
    low, high = scaling_for(chips).output_range
    return high - low


def choose_color_space(
    chips: ChipSet, train: Indices, chance: np.random.Generator, preferred: str = ""
) -> Tuple[str, str]:
    """The colour space for ``automatic`` and the reason in words.

    A system may prefer one, which it gets wherever one 8-bit band becomes three; else it gets ``direct``.

    ``luma_chroma`` where the input is the target's own grey, so that keeping it is right to the level; else
    ``residual``, which keeps what the input tells of each band without holding the output to it.
    """
    types_a, types_b = [band.dtype for band in chips.bands_a], [band.dtype for band in chips.bands_b]
    colorizes = types_a == ["uint8"] and types_b == ["uint8"] * 3
    if preferred:
        return (preferred, "as published") if colorizes else ("direct", f"{preferred} takes one band to three")
    if not colorizes:
        return "residual", f"{len(types_a)} band(s) to {len(types_b)}: the network corrects a fitted curve"
    squares, count = 0.0, 0
    for a, b in chips.pixels(train, chance, most=400_000):
        squares += float(np.square(a[:, 0] - b @ (LUMA_RED, LUMA_GREEN, LUMA_BLUE)).sum())
        count += len(a)
    error = (squares / max(count, 1)) ** 0.5
    if error <= _LUMA_TOLERANCE:
        return "luma_chroma", f"the input is the target's grey (they differ by {error:.1f} levels), which is kept"
    return "residual", f"the input is not the target's grey (they differ by {error:.0f} levels)"


def fit_curve(color: ColorHandling, chips: ChipSet, train: Indices, chance: np.random.Generator) -> None:
    """Fit the handling's curve, if it has one, from input code to target code on training pixels."""
    if color.curve is not None:
        color.curve.fit(_codes(color, chips.pixels(train, chance)))


def mean_values(chips: ChipSet, train: Indices, chance: np.random.Generator) -> Tuple[float, ...]:
    """Mean of each target band over training pixels."""
    total, count = np.zeros(len(chips.bands_b)), 0
    for _, b in chips.pixels(train, chance):
        total, count = total + b.sum(0), count + len(b)
    return tuple(float(value) for value in total / max(count, 1))


def _codes(color: ColorHandling, pixels: Iterator[Samples]) -> Iterator[Samples]:
    for a, b in pixels:
        if len(a):
            raw_a, raw_b = as_image(a), as_image(b)
            yield _as_table(color.encode_input(raw_a)), _as_table(color.encode_target(raw_a, raw_b))


def as_image(table: NDArray[np.float64]) -> Tensor:
    """Pixels (P, bands) as float32 (1, bands, 1, P)."""
    return torch.from_numpy(np.ascontiguousarray(table.T, dtype=np.float32))[None, :, None, :]


def _as_table(image: Tensor) -> NDArray[np.float64]:
    table: NDArray[np.float64] = image[0, :, 0].double().numpy().T
    return table


def _range(band: BandStatistics) -> Tuple[float, float]:
    return (0.0, 255.0) if band.dtype == "uint8" else (band.minimum, band.maximum)


def display_names(bands: Sequence[BandStatistics]) -> str:
    """Bands in words: ``Red, Green, Blue (uint8)``."""
    return f"{', '.join(band.name for band in bands)} ({bands[0].dtype})"
