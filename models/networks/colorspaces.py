"""Colour formulas on tensors (N, 3, H, W) with RGB in [0, 1]."""

from __future__ import annotations

from typing import List, Sequence, Tuple

import numpy as np
import torch
from torch import Tensor

# Rec. 601 (ITU-R BT.601-7, section 2.5.1) in full range, as JPEG uses it (ITU-T T.871).
LUMA_RED, LUMA_GREEN, LUMA_BLUE = 0.299, 0.587, 0.114
CR_SCALE, CB_SCALE = 2 * (1 - LUMA_RED), 2 * (1 - LUMA_BLUE)

# Linear sRGB to XYZ with white D65 (IEC 61966-2-1), rows divided by the white so that grey has X = Y = Z.
_WHITE = (0.4124 + 0.3576 + 0.1805, 1.0, 0.0193 + 0.1192 + 0.9505)
_RGB_TO_XYZ = (
    (0.4124 / _WHITE[0], 0.3576 / _WHITE[0], 0.1805 / _WHITE[0]),
    (0.2126, 0.7152, 0.0722),
    (0.0193 / _WHITE[2], 0.1192 / _WHITE[2], 0.9505 / _WHITE[2]),
)
_XYZ_TO_RGB = np.linalg.inv(np.array(_RGB_TO_XYZ)).tolist()
# CIE 15:2004, section 8.2.1.
_DELTA = 6.0 / 29.0


def luma(rgb: Tensor) -> Tensor:
    """Rec. 601 luma (N, 1, H, W) of RGB in any unit."""
    return LUMA_RED * rgb[:, 0:1] + LUMA_GREEN * rgb[:, 1:2] + LUMA_BLUE * rgb[:, 2:3]


def chroma(rgb: Tensor, grey: Tensor) -> Tensor:
    """(Cb, Cr) of RGB about ``grey`` (N, 1, H, W), both in one unit; range ±0.5 for RGB in [0, 1]."""
    return torch.cat(((rgb[:, 2:3] - grey) / CB_SCALE, (rgb[:, 0:1] - grey) / CR_SCALE), dim=1)


def color_offset(cb_cr: Tensor) -> Tensor:
    """R−Y, G−Y, B−Y (N, 3, H, W) of (Cb, Cr): the inverse of :func:`chroma`; its luma is 0."""
    red, blue = CR_SCALE * cb_cr[:, 1:2], CB_SCALE * cb_cr[:, 0:1]
    green = -(LUMA_RED * red + LUMA_BLUE * blue) / LUMA_GREEN
    return torch.cat((red, green, blue), dim=1)


def add_color(grey: Tensor, offset: Tensor) -> Tensor:
    """``grey + offset`` with the offset shrunk, where needed, until the colour lies in [0, 1].

    Clipping each band would change the lightness; going towards grey keeps luma and hue.
    """
    room = torch.where(offset > 0, 1.0 - grey, grey).clamp(min=0.0)
    share = (room / offset.abs().clamp(min=1e-6)).clamp(max=1.0).amin(dim=1, keepdim=True)
    return grey + share * offset


def lightness(grey: Tensor) -> Tensor:
    """CIE L* (0 to 100) of a grey (N, 1, H, W) in [0, 1] taken as sRGB with R = G = B."""
    return 116.0 * _forward(_linear(grey)) - 16.0


def rgb_to_lab(rgb: Tensor) -> Tuple[Tensor, Tensor]:
    """sRGB in [0, 1] to CIE L* (N, 1, H, W) and a*, b* (N, 2, H, W), white D65."""
    x, y, z = (_forward(axis) for axis in _multiply(_RGB_TO_XYZ, _linear(rgb)))
    return 116.0 * y - 16.0, torch.cat((500.0 * (x - y), 200.0 * (y - z)), dim=1)


def lab_to_rgb(lightness_: Tensor, ab: Tensor) -> Tensor:
    """CIE L* (N, 1, H, W) and a*, b* (N, 2, H, W) to sRGB, clipped to [0, 1]."""
    y = (lightness_ + 16.0) / 116.0
    axes = torch.cat((y + ab[:, 0:1] / 500.0, y, y - ab[:, 1:2] / 200.0), dim=1)
    return _companded(torch.cat(_multiply(_XYZ_TO_RGB, _backward(axes)), dim=1).clamp(0.0, 1.0))


def _multiply(matrix: Sequence[Sequence[float]], bands: Tensor) -> List[Tensor]:
    first, second, third = bands[:, 0:1], bands[:, 1:2], bands[:, 2:3]
    return [row[0] * first + row[1] * second + row[2] * third for row in matrix]


def _linear(encoded: Tensor) -> Tensor:
    """Undo the sRGB transfer curve."""
    curve = ((encoded.clamp(min=0.0) + 0.055) / 1.055) ** 2.4
    return torch.where(encoded <= 0.04045, encoded / 12.92, curve)


def _companded(linear: Tensor) -> Tensor:
    """Apply the sRGB transfer curve."""
    curve = 1.055 * linear.clamp(min=1e-8) ** (1.0 / 2.4) - 0.055
    return torch.where(linear <= 0.0031308, 12.92 * linear, curve)


def _forward(t: Tensor) -> Tensor:
    root = t.clamp(min=1e-8) ** (1.0 / 3.0)
    return torch.where(t > _DELTA**3, root, t / (3 * _DELTA**2) + 4.0 / 29.0)


def _backward(f: Tensor) -> Tensor:
    return torch.where(f > _DELTA, f**3, 3 * _DELTA**2 * (f - 4.0 / 29.0))
