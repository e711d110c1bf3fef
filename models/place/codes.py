"""What a place's colours are told in: chroma where a model keeps the lightness, else the target's bands."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..inference.lightness import add_color, keeps_lightness
from ..package.definition import ModelDefinition
from .planes import Planes

LEVELS = 255.0
# Rec. 601 in full range, as JPEG has it (ITU-T T.871).
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)
_CB, _CR = np.float32(2 * (1 - 0.114)), np.float32(2 * (1 - 0.299))


class Codes:
    """Turns values of rasters into codes and back.

    A code is (K, H, W) in 255ths of the output's range: Cb and Cr where one band becomes red, green and blue and its
    lightness is kept (K = 2), else the bands of the target.

    Args:
        definition: of the model.

    Attributes:
        keeps: whether the lightness is kept.
        count: K.
        black, width: (C_in, 1, 1), the input that is 0 in units from 0 to 1, and the length of these.
        low, gain: value of the output that is 0 in levels, and how many levels a unit of it is.
    """

    def __init__(self, definition: ModelDefinition) -> None:
        self.keeps = keeps_lightness(definition)
        self.count = 2 if self.keeps else len(definition.output_bands)
        low, high = definition.output_range
        self.low, self._high = np.float32(low), np.float32(high)
        self.gain = np.float32(LEVELS / (high - low))
        if self.keeps:
            ends = [definition.architecture.get("grey_scale", definition.output_range)]
        else:
            ends = [(band.minimum, band.maximum) for band in definition.input_bands]
        self.black = _column([black for black, _ in ends])
        self.width = _column([max(white - black, 1e-6) for black, white in ends])

    def unit(self, inputs: NDArray[Any]) -> Planes:
        """Inputs (C_in, H, W) from 0 to 1; beyond that where the raster is."""
        return np.asarray((inputs - self.black) / self.width, np.float32)

    def encode(self, target: NDArray[Any]) -> Planes:
        """The code of target values (C_out, H, W)."""
        values = (np.asarray(target, np.float32) - self.low) * self.gain
        if not self.keeps:
            return values
        luma = _luma(values)
        return np.stack(((values[2] - luma) / _CB, (values[0] - luma) / _CR))

    def grey(self, target: NDArray[Any]) -> NDArray[np.float32]:
        """Lightness (H, W) of target values (C_out, H, W) in levels."""
        values = (np.asarray(target, np.float32) - self.low) * self.gain
        return _luma(values) if len(values) >= len(_LUMA) else values.mean(axis=0)

    def of_grey(self, grey: NDArray[np.float32]) -> NDArray[np.float32]:
        """Input values of lightness in levels, where that is kept."""
        return np.asarray(grey / LEVELS * self.width[0] + self.black[0], np.float32)

    def cleared(self, target: NDArray[np.float32], haze: NDArray[np.float32]) -> NDArray[np.float32]:
        """Target values without haze (C_out, 1, 1), white staying white (dark object subtraction, Chavez 1988)."""
        haze = np.maximum(haze - self.low, 0)
        clear = (target - self.low - haze) * (self._high - self.low) / (self._high - self.low - haze) + self.low
        return np.asarray(np.clip(clear, self.low, self._high), np.float32)

    def of_colour(self, colour: NDArray[np.float32]) -> NDArray[np.float32]:
        """The code (K,) of red, green and blue (3,) from 0 to 255."""
        return self.encode(colour[:, None, None] / self.gain + self.low)[:, 0, 0]

    def decode(self, output: Planes, code: Planes) -> Planes:
        """Target values (C_out, H, W) of a code, with the lightness of the model's ``output`` where it is kept."""
        if not self.keeps:
            return np.clip(code / self.gain + self.low, self.low, self._high)
        red, blue = code[1] * _CR, code[0] * _CB
        green = -(_LUMA[0] * red + _LUMA[2] * blue) / _LUMA[1]
        offset = np.stack((red, green, blue)) / self.gain
        return add_color(_luma(output)[None], offset, float(self.low), float(self._high))


def _luma(values: Planes) -> NDArray[np.float32]:
    return np.tensordot(_LUMA, values[:3], axes=1).astype(np.float32)


def _column(values: Any) -> NDArray[np.float32]:
    return np.array(values, np.float32)[:, None, None]
