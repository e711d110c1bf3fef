"""What is done to the input of a training chip, never to its target: other tones, or the look of an old photograph.

A model that has seen today's imagery as old cameras would have taken it copes with what they have taken. The order is
that of photography: the lens blurs and darkens, the emulsion bends the tones and adds its grain, the years add
scratches and dust. All of it is the same for every band, and none of it reads a pixel without data.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Callable, Dict, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from ..chips.statistics import BandStatistics

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]
Range = Tuple[float, float]

_DEVIATIONS = 3.0
_LEFT_CLEAN = 0.15
_MIXED_CLEAN, _MIXED_TONE = 0.5, 0.2
_BLUR: Range = (0.0, 1.5)
_LEAST_BLUR = 0.25
_SLOPE, _FALL_OFF = 0.15, 0.08
_GRAIN: Range = (0.0, 0.06)
_GRAIN_SIZE: Range = (0.3, 1.0)
_SCRATCHES_A_CHIP, _SPECKS_A_CHIP, _CHIP = 0.6, 8.0, 256
_SPECK_REACH = 3


@dataclass(frozen=True)
class Levels:
    """The raw values of bands between which their tones lie, as arrays (C, 1, 1).

    Attributes:
        low, high: tones 0 and 1: three standard deviations about the mean, so that a few extreme values (uint16 and
            float bands have them) do not make everything else look the same.
        minimum, maximum: what no distorted value goes beyond.
    """

    low: Array
    high: Array
    minimum: Array
    maximum: Array

    @staticmethod
    def of(bands: Sequence[BandStatistics]) -> Levels:
        """The levels of bands that are not constant."""
        lows = [max(band.minimum, band.mean - _DEVIATIONS * band.std) for band in bands]
        highs = [min(band.maximum, band.mean + _DEVIATIONS * band.std) for band in bands]
        limits = [band.minimum for band in bands], [band.maximum for band in bands]
        return Levels(*(np.array(one, np.float32).reshape(-1, 1, 1) for one in (lows, highs, *limits)))


@dataclass(frozen=True)
class ToneCurve:
    """How a film answers to light: tones 0 to 1, bent; what lies outside is carried along.

    Attributes:
        gamma: exponent; below 1 brightens.
        s_shape: from -1 (flat in the middle) to 1 (steep in the middle, soft at both ends).
        contrast: slope about the middle.
        brightness: added.
    """

    gamma: float
    s_shape: float
    contrast: float
    brightness: float

    def __call__(self, tones: Array) -> Array:
        """Tones of any shape to as many."""
        inside = np.clip(tones, 0.0, 1.0)
        bent = np.exp(np.float32(self.gamma) * np.log(np.maximum(inside, np.float32(1e-6))))
        bent += np.float32(self.s_shape) * bent * (1 - bent) * (2 * bent - 1)
        middle = np.float32(0.5)
        changed: Array = (bent - middle) * np.float32(self.contrast) + np.float32(0.5 + self.brightness)
        return changed + (tones - inside)


def augment_input(a: Array, valid: Mask, kind: str, chance: np.random.Generator, levels: Levels) -> Array:
    """The input of a chip, distorted.

    Args:
        a: (C, H, W) raw values.
        valid: (H, W); all other pixels come back as they are and change nothing around them.
        kind: one of :data:`DISTORTIONS`.
        chance: where all that is random is drawn from.
        levels: of the bands.

    Returns:
        (C, H, W) raw values between the smallest and the largest of each band.
    """
    span = levels.high - levels.low
    tones = DISTORTIONS[kind]((a - levels.low) / span, valid, chance)
    distorted: Array = np.clip(tones * span + levels.low, levels.minimum, levels.maximum)
    return np.where(valid, distorted, a)


def _tone(tones: Array, valid: Mask, chance: np.random.Generator) -> Array:
    """Another exposure and development, or another sensor."""
    gamma, s_shape = math.exp(chance.uniform(-0.3, 0.3)), chance.uniform(-0.3, 0.4)
    return ToneCurve(gamma, s_shape, chance.uniform(0.8, 1.15), chance.uniform(-0.08, 0.08))(tones)


def _historic_film(tones: Array, valid: Mask, chance: np.random.Generator) -> Array:
    """An old photograph; now and then a chip is left as it is, so that the model copes with clean imagery too."""
    if chance.random() < _LEFT_CLEAN:
        return tones
    height, width = valid.shape
    tones = _blurred(tones, valid, chance.uniform(*_BLUR)) * _illumination(height, width, chance)
    gamma, s_shape = math.exp(chance.uniform(-0.5, 0.5)), chance.uniform(-0.5, 0.8)
    tones = ToneCurve(gamma, s_shape, chance.uniform(0.6, 1.2), chance.uniform(-0.12, 0.18))(tones)
    tones = tones + _grain(height, width, chance)
    _scratch(tones, chance)
    _dust(tones, chance)
    return tones


def _mixed(tones: Array, valid: Mask, chance: np.random.Generator) -> Array:
    """Half of the chips as they are, for a model that is to cope with imagery of today and with old photographs."""
    share = chance.random()
    if share < _MIXED_CLEAN:
        return tones
    return (_tone if share < _MIXED_CLEAN + _MIXED_TONE else _historic_film)(tones, valid, chance)


DISTORTIONS: Dict[str, Callable[[Array, Mask, np.random.Generator], Array]] = {
    "historic_film": _historic_film,
    "tone": _tone,
    "mixed": _mixed,
}


def _blurred(values: Array, valid: Mask, sigma: float) -> Array:
    """Gaussian blur, ``sigma`` in pixels, over the valid neighbours of each pixel only."""
    if sigma < _LEAST_BLUR:
        return values
    kernel = _gaussian(sigma)
    if valid.all():
        return _convolved(values, kernel)
    shares = _convolved(valid[None].astype(np.float32), kernel)
    blurred: Array = _convolved(np.where(valid, values, np.float32(0.0)), kernel) / np.maximum(shares, np.float32(1e-6))
    return blurred


def _illumination(height: int, width: int, chance: np.random.Generator) -> Array:
    """A gain (H, W): a slope, and a fall-off with the square of the distance from where the lens looks."""
    y, x = (np.linspace(-1.0, 1.0, length, dtype=np.float32) for length in (height, width))
    slope_y, slope_x = chance.uniform(-_SLOPE, _SLOPE, 2)
    center_y, center_x = chance.uniform(-1.0, 1.0, 2)
    fall_off = chance.uniform(0.0, _FALL_OFF)
    down = 1.0 + slope_y * y - fall_off * (y - center_y) ** 2
    across = slope_x * x - fall_off * (x - center_x) ** 2
    gain: Array = np.add.outer(down, across).astype(np.float32)
    return gain


def _grain(height: int, width: int, chance: np.random.Generator) -> Array:
    """Noise (H, W) whose clumps are about a pixel wide; its standard deviation does not depend on their size."""
    kernel = _gaussian(chance.uniform(*_GRAIN_SIZE))
    strength = chance.uniform(*_GRAIN) / float(np.square(kernel).sum())
    noise = chance.standard_normal((height, width), dtype=np.float32)
    return _convolved(noise, kernel * np.float32(math.sqrt(strength)))


def _scratch(tones: Array, chance: np.random.Generator) -> None:
    """Draw thin straight lines, bright or dark, in place."""
    height, width = tones.shape[-2:]
    for _ in range(chance.poisson(_SCRATCHES_A_CHIP * max(height, width) / _CHIP)):
        angle, half_width, length = chance.uniform(0, math.pi), chance.uniform(0.6, 1.2), chance.uniform(20, _CHIP)
        y = np.arange(height, dtype=np.float32)[:, None] - np.float32(chance.uniform(0, height))
        x = np.arange(width, dtype=np.float32) - np.float32(chance.uniform(0, width))
        sine, cosine = np.float32(math.sin(angle)), np.float32(math.cos(angle))
        cover = np.clip(1.0 - np.abs(x * sine - y * cosine) / np.float32(half_width), 0.0, 1.0)
        cover[np.abs(x * cosine + y * sine) > length / 2] = 0.0
        _paint(tones, cover, chance)


def _dust(tones: Array, chance: np.random.Generator) -> None:
    """Draw specks, bright or dark, in place."""
    height, width = tones.shape[-2:]
    offsets = np.arange(-_SPECK_REACH, _SPECK_REACH + 1, dtype=np.float32)
    for _ in range(chance.poisson(_SPECKS_A_CHIP * height * width / _CHIP**2)):
        row, column = int(chance.integers(0, height)), int(chance.integers(0, width))
        radius, stretch = chance.uniform(0.7, 2.2), chance.uniform(0.6, 1.6)
        distance = np.hypot(offsets[:, None] * np.float32(stretch), offsets / np.float32(stretch))
        cover = np.clip(np.float32(radius + 0.5) - distance, 0.0, 1.0)
        top, left = max(row - _SPECK_REACH, 0), max(column - _SPECK_REACH, 0)
        seen = tones[:, top : row + _SPECK_REACH + 1, left : column + _SPECK_REACH + 1]
        first_y, first_x = top - row + _SPECK_REACH, left - column + _SPECK_REACH
        _paint(seen, cover[first_y : first_y + seen.shape[1], first_x : first_x + seen.shape[2]], chance)


def _paint(tones: Array, cover: Array, chance: np.random.Generator) -> None:
    """Move tones (C, H, W) towards white or black, in place, as far as ``cover`` (H, W) says."""
    level = np.float32(chance.integers(0, 2))
    tones += np.float32(chance.uniform(0.3, 1.0)) * cover * (level - tones)


def _gaussian(sigma: float) -> Array:
    """Weights of a Gaussian, adding up to 1, out to 2 ``sigma``."""
    offsets = np.arange(-math.ceil(2 * sigma), math.ceil(2 * sigma) + 1)
    weights = np.exp(-0.5 * np.square(offsets / sigma))
    kernel: Array = (weights / weights.sum()).astype(np.float32)
    return kernel


def _convolved(values: Array, kernel: Array) -> Array:
    """(..., H, W) with ``kernel`` down and across; what lies outside is what lies at the edge."""
    reach, height, width = len(kernel) // 2, *values.shape[-2:]
    padded = np.pad(values, [(0, 0)] * (values.ndim - 2) + [(reach, reach)] * 2, mode="edge")
    down: Array = sum(weight * padded[..., i : i + height, :] for i, weight in enumerate(kernel))
    across: Array = sum(weight * down[..., i : i + width] for i, weight in enumerate(kernel))
    return across
