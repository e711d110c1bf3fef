"""Chips as pictures for people: stretched to 8 bits, errors as heat, laid side by side, PNG."""

from __future__ import annotations

import struct
import zlib
from typing import Optional, Sequence

import numpy as np
from numpy.typing import NDArray

from ..chips.statistics import BandStatistics

Picture = NDArray[np.uint8]
NO_DATA = 235
ERROR_SHARE = 0.2
_GAP = 4


def picture(
    values: NDArray[np.generic], bands: Sequence[BandStatistics], valid: Optional[NDArray[np.bool_]] = None
) -> Picture:
    """A chip (C, H, W) as (H, W, 3): its first three bands, or its first as grey.

    8-bit values stay as they are; others are stretched over mean ± 2 standard deviations of their band.
    """
    chosen = (0, 1, 2) if len(bands) >= 3 else (0, 0, 0)
    layers = [_eight_bit(np.asarray(values[i], dtype=np.float64), bands[i]) for i in chosen]
    return _masked(np.stack(layers, axis=-1), valid)


def error_picture(
    output: NDArray[np.generic],
    truth: NDArray[np.generic],
    data_range: float,
    valid: Optional[NDArray[np.bool_]] = None,
) -> Picture:
    """Mean absolute error of the bands, black for none through red to yellow for a fifth of the range and more."""
    error = np.abs(output.astype(np.float64) - truth.astype(np.float64)).mean(axis=0)
    heat = np.clip(error / (ERROR_SHARE * data_range), 0.0, 1.0)
    layers = [np.clip(2.0 * heat, 0, 1), np.clip(2.0 * heat - 1.0, 0, 1), np.zeros_like(heat)]
    return _masked(np.rint(np.stack(layers, axis=-1) * 255).astype(np.uint8), valid)


def side_by_side(pictures: Sequence[Picture]) -> Picture:
    """Pictures of one height next to each other with a white gap."""
    gap = np.full((pictures[0].shape[0], _GAP, 3), 255, dtype=np.uint8)
    parts = [part for one in pictures for part in (one, gap)]
    return np.concatenate(parts[:-1], axis=1)


def stacked(pictures: Sequence[Picture]) -> Picture:
    """Pictures of one width below each other with a white gap."""
    return np.swapaxes(side_by_side([np.swapaxes(one, 0, 1) for one in pictures]), 0, 1)


def png(image: Picture) -> bytes:
    """An (H, W, 3) picture as a PNG file (W3C PNG specification, filter 1 on every row)."""
    height, width, _ = image.shape
    rows = image.reshape(height, width * 3).astype(np.int16)
    rows[:, 3:] -= image.reshape(height, width * 3)[:, :-3].astype(np.int16)
    filtered = np.concatenate((np.ones((height, 1), np.uint8), (rows & 255).astype(np.uint8)), axis=1)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    content = zlib.compress(filtered.tobytes(), 6)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", content) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _eight_bit(values: NDArray[np.float64], band: BandStatistics) -> Picture:
    if band.dtype == "uint8":
        low, high = 0.0, 255.0
    else:
        low = max(band.minimum, band.mean - 2 * band.std)
        high = max(min(band.maximum, band.mean + 2 * band.std), low + 1e-9)
    stretched = np.nan_to_num((values - low) / (high - low)) * 255.0
    levels: Picture = np.clip(np.rint(stretched), 0, 255).astype(np.uint8)
    return levels


def _masked(image: Picture, valid: Optional[NDArray[np.bool_]]) -> Picture:
    if valid is None:
        return image
    shown: Picture = np.where(valid[..., None], image, np.uint8(NO_DATA))
    return shown
