"""Figures of colour: how different two pictures look, and how colourful one is; pixels that are not valid count not.

Rasters are (3, H, W), red, green and blue as sRGB from 0 to a white of any unit, masks (H, W) bool; None means that
every pixel is valid. Figures are NaN when no pixel counts.
"""

from __future__ import annotations

import math
from typing import Iterator, Tuple

import numpy as np
from numpy.typing import NDArray

from .metrics import Mask, Raster

Values = NDArray[np.float64]
# Linear sRGB to XYZ (IEC 61966-2-1); a row's sum is the white's, D65.
_RGB_TO_XYZ = np.array([(0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505)])
# CIE 15:2004, section 8.2.1.
_DELTA = 6.0 / 29.0
_ROWS = 64
_ROUNDING = 1e-9


def rgb_to_lab(rgb: Raster, white: float = 255.0) -> Values:
    """sRGB (3, ...), of which ``white`` is the largest value, to CIE L*, a*, b* (3, ...), white D65."""
    encoded = np.clip(rgb.astype(np.float64) / white, 0.0, 1.0)
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    t = np.tensordot(_RGB_TO_XYZ / _RGB_TO_XYZ.sum(1, keepdims=True), linear, 1)
    x, y, z = np.where(t > _DELTA**3, np.cbrt(t), t / (3 * _DELTA**2) + 4.0 / 29.0)
    return np.stack((116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)))


def delta_e_2000(lab1: Values, lab2: Values) -> Values:
    """The colour difference CIEDE2000 (CIE 142-2001), with kL = kC = kH = 1.

    About 1 is the least that is seen side by side. Where the standard leaves a choice it is made as Sharma, Wu and
    Dalal (2005) make it; the comments give the numbers of their equations.

    Args:
        lab1, lab2: L*, a*, b* (3, ...).

    Returns:
        (...), 0 for equal colours; the order of the two makes no difference.
    """
    chroma = np.hypot(lab1[1], lab1[2]) / 2 + np.hypot(lab2[1], lab2[2]) / 2
    stretch = 1.0 + 0.5 * (1.0 - _share_of_strong(chroma))  # 4, 5
    (c1, h1), (c2, h2) = (_polar(lab[1] * stretch, lab[2]) for lab in (lab1, lab2))
    grey = c1 * c2 == 0.0
    lightness, chroma = (lab1[0] + lab2[0]) / 2, (c1 + c2) / 2
    turn, middle = _between(h1, h2)
    hue, turn = np.where(grey, h1 + h2, middle), np.where(grey, 0.0, turn)  # 14, 10
    t = (
        1.0
        - 0.17 * _cos(hue - 30.0)
        + 0.24 * _cos(2.0 * hue)
        + 0.32 * _cos(3.0 * hue + 6.0)
        - 0.2 * _cos(4.0 * hue - 63.0)
    )
    bowl = (lightness - 50.0) ** 2
    by_lightness = (lab2[0] - lab1[0]) / (1.0 + 0.015 * bowl / np.sqrt(20.0 + bowl))
    by_chroma = (c2 - c1) / (1.0 + 0.045 * chroma)
    by_hue = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn) / 2) / (1.0 + 0.015 * chroma * t)  # 11
    blue = 30.0 * np.exp(-(((hue - 275.0) / 25.0) ** 2))  # 16
    rotation = -np.sin(np.radians(2 * blue)) * 2 * _share_of_strong(chroma)  # 17, 21
    squared = by_lightness**2 + by_chroma**2 + by_hue**2 + rotation * by_chroma * by_hue
    difference: Values = np.sqrt(np.maximum(squared, 0.0))
    return difference


def delta_e(output: Raster, truth: Raster, white: float = 255.0, valid: Mask = None) -> float:
    """Mean CIEDE2000 of the pixels."""
    total, count = 0.0, 0
    for rows in _windows(truth):
        seen = delta_e_2000(rgb_to_lab(output[:, rows], white), rgb_to_lab(truth[:, rows], white))
        counted = seen if valid is None else seen[valid[rows]]
        total, count = total + float(counted.sum()), count + counted.size
    return total / count if count else math.nan


def colourfulness(rgb: Raster, white: float = 255.0, valid: Mask = None) -> float:
    """Hasler and Süsstrunk's (2003) M3, for a white of 255: 0 for grey, 15 slightly, 45 quite, 82 highly colourful.

    It has no reference: that of a result means something over that of the truth.
    """
    sums, count = np.zeros((2, 2)), 0
    for rows in _windows(rgb):
        red, green, blue = rgb[:, rows].astype(np.float64) * (255.0 / white)
        opponents = np.stack((red - green, (red + green) / 2 - blue))
        counted = opponents.reshape(2, -1) if valid is None else opponents[:, valid[rows]]
        sums += np.stack((counted.sum(1), (counted**2).sum(1)))
        count += counted.shape[1]
    if not count:
        return math.nan
    mean = sums[0] / count
    variance = np.maximum(sums[1] / count - mean**2, 0.0)
    return float(math.sqrt(variance.sum()) + 0.3 * math.hypot(*mean))


def _polar(a: Values, b: Values) -> Tuple[Values, Values]:
    """Chroma and hue, the latter in degrees from 0 to 360; the hue of grey is 0."""
    return np.hypot(a, b), np.degrees(np.arctan2(b, a)) % 360.0


def _between(h1: Values, h2: Values) -> Tuple[Values, Values]:
    """The shorter way from one hue to another, and what lies in its middle, in degrees."""
    turn, middle = h2 - h1, (h1 + h2) / 2
    # Where the hues are opposite, rounding shall not decide.
    around = np.abs(turn) > 180.0 + _ROUNDING
    turn = np.where(around, turn - np.copysign(360.0, turn), turn)
    return turn, np.where(around, np.where(middle < 180.0, middle + 180.0, middle - 180.0), middle)


def _share_of_strong(chroma: Values) -> Values:
    """From 0 for greyish to 1 for strong colours."""
    seventh = chroma**7
    share: Values = np.sqrt(seventh / (seventh + 25.0**7))
    return share


def _cos(degrees: Values) -> Values:
    cosine: Values = np.cos(np.radians(degrees))
    return cosine


def _windows(raster: Raster) -> Iterator[slice]:
    return (slice(row, row + _ROWS) for row in range(0, raster.shape[1], _ROWS))
