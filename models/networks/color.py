"""Colour handling: what the network is shown, what it predicts, and how that becomes target values.

Three spaces meet here. *Raw*: units of the rasters. *Input code* x: what the network sees, about [-1, 1]. *Target
code* y: what the L1 loss and the discriminator compare. A handling turns raw values into codes and a code back into
raw values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Optional, Tuple, Type

import torch
from torch import Tensor, nn

from ..errors import InputError
from .colorspaces import add_color, chroma, color_offset, lab_to_rgb, lightness, luma, rgb_to_lab
from .curves import FittedCurve

Range = Tuple[float, float]
_AB_SCALE = 110.0


@dataclass(frozen=True)
class Scaling:
    """What raw values become.

    Attributes:
        input, target: per band the raw values that become -1 and 1.
        output_range: what outputs are clipped to.
        limits: per band what inputs are held to, so that a value without meaning spoils nothing around it; empty for
            no limits.
        grey: input values that are black and white in the target where the lightness is kept; None for those of
            ``output_range``, as if both had one unit.
    """

    input: Tuple[Range, ...]
    target: Tuple[Range, ...]
    output_range: Range
    limits: Tuple[Range, ...] = ()
    grey: Optional[Range] = None


class ColorHandling(nn.Module):
    """Base: scales by band and lets the network predict every target band itself, through tanh.

    Attributes:
        tanh: whether the network ends in tanh.
        corrects: whether it only adds to what is known without it, so that its training begins with 0.
        fits_curve: whether what is known is a fitted curve.
        judge_gain: by how much the discriminator is shown the code amplified.

    Args:
        scaling: of the bands.
        curve: whether there is a fitted curve; None for what the handling has.
    """

    tanh = True
    corrects = False
    fits_curve = False
    judge_gain = 1.0
    input_low: Tensor
    input_half: Tensor
    target_low: Tensor
    target_half: Tensor
    least: Tensor
    most: Tensor

    def __init__(self, scaling: Scaling, curve: Optional[bool] = None) -> None:
        super().__init__()
        self.check(scaling)
        self.output_range, self.grey = scaling.output_range, scaling.grey or scaling.output_range
        self.input_bands, self.target_bands = len(scaling.input), len(scaling.target)
        for name, ranges in (("input", scaling.input), ("target", scaling.target)):
            table = torch.tensor(ranges, dtype=torch.float32).view(1, -1, 1, 1, 2)
            self.register_buffer(f"{name}_low", table[..., 0].clone())
            self.register_buffer(f"{name}_half", (table[..., 1] - table[..., 0]) / 2)
        self.holds = bool(scaling.limits)
        table = torch.tensor(scaling.limits or ((0.0, 0.0),), dtype=torch.float32).view(1, -1, 1, 1, 2)
        self.register_buffer("least", table[..., 0].clone(), persistent=False)
        self.register_buffer("most", table[..., 1].clone(), persistent=False)
        self.curve: Optional[FittedCurve] = None
        if self.fits_curve if curve is None else curve:
            self.curve = FittedCurve(self.input_bands, self.code_bands)

    @classmethod
    def check(cls, scaling: Scaling) -> None:
        """Raise :class:`InputError` when these bands cannot be handled this way."""

    @property
    def code_bands(self) -> int:
        """Bands of the target code, which the network predicts."""
        return self.target_bands

    def held(self, a: Tensor) -> Tensor:
        """Raw input within the limits, if there are any."""
        return torch.minimum(torch.maximum(a, self.least), self.most) if self.holds else a

    def encode_input(self, a: Tensor) -> Tensor:
        """Raw input (N, Ca, H, W) to the input code."""
        return (self.held(a) - self.input_low) / self.input_half - 1.0

    def raw_input(self, x: Tensor) -> Tensor:
        """The inverse of :meth:`encode_input`."""
        return (x + 1.0) * self.input_half + self.input_low

    def encode_target(self, a: Tensor, b: Tensor) -> Tensor:
        """Raw target ``b`` for the raw input ``a`` to the target code (N, code_bands, H, W)."""
        return (b - self.target_low) / self.target_half - 1.0

    def decode(self, a: Tensor, code: Tensor) -> Tensor:
        """Target code for the raw input ``a`` to raw target values, clipped to the output range."""
        return ((code + 1.0) * self.target_half + self.target_low).clamp(*self.output_range)

    def complete(self, x: Tensor, prediction: Tensor) -> Tensor:
        """The network's output for the input code ``x`` to a target code."""
        return prediction if self.curve is None else self.curve(x) + prediction


class DirectColor(ColorHandling):
    """Classic pix2pix."""


class ResidualColor(ColorHandling):
    """The network corrects a curve fitted on the training chips."""

    tanh = False
    corrects = True
    fits_curve = True


class _KeepsLightness(ColorHandling):
    """One grey band to RGB: the grey is kept and the network adds the colour.

    It does not begin at a fitted curve: that lets grain become specks of colour and knows one place's ground only
    (``benchmarks/starter.md``). Chroma of real ground fills a tenth of its range; unless it is amplified the
    discriminator never learns to see it.
    """

    tanh = False
    corrects = True
    judge_gain = 4.0
    label = ""

    @classmethod
    def check(cls, scaling: Scaling) -> None:
        if len(scaling.input) != 1 or len(scaling.target) != 3:
            raise InputError(
                f"color_space {cls.label} turns one band into three, but the chips have {len(scaling.input)} and "
                f"{len(scaling.target)}; choose residual or direct."
            )

    @property
    def code_bands(self) -> int:
        return 2

    def _unit(self, values: Tensor) -> Tensor:
        low, high = self.output_range
        return (values - low) / (high - low)

    def _grey(self, a: Tensor) -> Tensor:
        black, white = self.grey
        return (self.held(a) - black) / (white - black)

    def _raw(self, unit: Tensor) -> Tensor:
        low, high = self.output_range
        return (unit * (high - low) + low).clamp(low, high)


class LumaChromaColor(_KeepsLightness):
    """Rec. 601: Y is the input grey, exactly; the network predicts Cb and Cr (±1 is the full range)."""

    label = "luma_chroma"

    def encode_target(self, a: Tensor, b: Tensor) -> Tensor:
        rgb = self._unit(b)
        return 2.0 * chroma(rgb, luma(rgb))

    def decode(self, a: Tensor, code: Tensor) -> Tensor:
        return self._raw(add_color(self._grey(a), color_offset(code / 2.0)))


class LabColor(_KeepsLightness):
    """CIE Lab: L* is the input's, taken as sRGB grey; the network predicts a*, b* (±1 is ±110)."""

    label = "lab"

    def encode_target(self, a: Tensor, b: Tensor) -> Tensor:
        return rgb_to_lab(self._unit(b))[1] / _AB_SCALE

    def decode(self, a: Tensor, code: Tensor) -> Tensor:
        return self._raw(lab_to_rgb(lightness(self._grey(a)), code * _AB_SCALE))


class TanhLabColor(LabColor):
    """CIE Lab as colorizers are published: a*, b* straight through tanh."""

    label = "lab_tanh"
    tanh = True
    corrects = False
    judge_gain = 1.0


COLOR_SPACES: Dict[str, Type[ColorHandling]] = {
    "direct": DirectColor,
    "lab": LabColor,
    "lab_tanh": TanhLabColor,
    "luma_chroma": LumaChromaColor,
    "residual": ResidualColor,
}

LIGHTNESS_KEPT = frozenset(name for name, kind in COLOR_SPACES.items() if issubclass(kind, _KeepsLightness))
"""The handlings that make colours of one grey band, which is kept."""


def color_handling(name: str, scaling: Scaling, curve: Optional[bool] = None) -> ColorHandling:
    """The handling of that name.

    Args:
        scaling, curve: see :class:`ColorHandling`.

    Raises:
        InputError: no such name, or it cannot be used with these bands.
    """
    if name not in COLOR_SPACES:
        raise InputError(f"color_space is {name!r}; choose one of automatic, {', '.join(COLOR_SPACES)}.")
    return COLOR_SPACES[name](scaling, curve)
