"""Where a reference shows ground: no NoData, no collar, no clouds and no shadow of one.

A cloud is told by what a single picture has: it is much brighter than the scene's middle, by the spread of the darker
half, which clouds do not touch; it is white; and it is some hundred metres wide. Its thinner edge is what adjoins it
and is still bright. Sand and roofs are brighter than the scene too, but coloured, or small.
"""

from __future__ import annotations

from typing import Optional

import numpy as np

from ..rasters.arrays import Array
from .cells import border, connected, count, grown, opened
from .shadows import shadows

_BLACK, _WHITE = 6.0, 250.0  # of 255, which JPEG leaves of 0 and 255 at the most
_FLAT = 4  # cells around, that are as black or white where a collar does not touch the border
_RINGING = 8.0  # pixels, by which a collar shows in blocks of JPEG
_CORE, _EDGE = 5.0, 2.2  # spreads above the median
_BRIGHT = 4.0  # spreads above the median, of a small cloud
_CORE_COLOUR, _EDGE_COLOUR = 0.15, 0.30  # of the largest band
_BURNT = 0.94  # of white, where no scene counts
_CLOUD = 150.0  # metres across
_SMALL = 4  # of nine cells, which are a cloud where there are others
_FROM_HIGH = 1500.0  # metres that a picture spans at least of which clouds can be a part
_REACH = 1000.0  # metres of a cloud's thinner edge


def ground(values: Array, valid: Array, white: Optional[float], cell: Optional[float], pixels: float) -> Array:
    """Cells of a scene that show ground.

    Args:
        values: (C, h, w), colours for three bands.
        valid: (h, w) bool.
        white: largest value that the type holds, where pictures reach it; None where they do not.
        cell: side of a cell in metres; None when unknown, and no cloud is looked for.
        pixels: side of a cell in pixels.

    Returns:
        (h, w) bool.
    """
    if not valid.any():
        return valid
    shown = valid & ~_collar(values, valid, white, pixels)
    if len(values) != 3 or not shown.any():
        return shown
    if cell is None or max(valid.shape) * cell < _FROM_HIGH:
        return shown
    return shown & ~_clouds(values, shown, white, cell)


def _collar(values: Array, valid: Array, white: Optional[float], pixels: float) -> Array:
    """Black or white around the picture, or flat within it, that no NoData value declares."""
    black = _BLACK / 255.0 * white if white else 0.002 * float(np.median(values[:, valid]))
    found = np.zeros_like(valid)
    kinds = [(values <= black).all(axis=0)]
    if white:
        kinds.append((values >= _WHITE / 255.0 * white).all(axis=0))
    for same in kinds:
        same = same & valid
        if not same.any():
            continue
        flat = count(same | ~valid, _FLAT) == count(np.ones_like(valid), _FLAT)
        seeds = border(valid) | (flat & same)
        found |= connected(seeds & same, same)
    return grown(found, max(1, int(np.ceil(_RINGING / pixels)))) if found.any() else found


def _clouds(values: Array, shown: Array, white: Optional[float], cell: float) -> Array:
    luma = np.tensordot(np.array([0.299, 0.587, 0.114], np.float32), values, 1)
    low, middle = np.quantile(luma[shown], [0.25, 0.5])
    spread = max(float(middle - low), 0.02 * float(middle), 1e-12)
    brightest, darkest = values.max(axis=0), values.min(axis=0)
    colour = (brightest - darkest) / np.maximum(brightest, 1e-12)
    core = (luma > middle + _CORE * spread) & (colour < _CORE_COLOUR)
    if white:
        core |= darkest >= _BURNT * white
    core &= shown
    radius = max(1, int(round(_CLOUD / cell / 2)))
    bright, core = luma > middle + _BRIGHT * spread, opened(core, radius)
    if not core.any():
        return core
    core |= bright & shown & (colour < _CORE_COLOUR) & (count(bright, 1) >= _SMALL)
    edge = shown & (luma > middle + _EDGE * spread) & (colour < _EDGE_COLOUR)
    for _ in range(max(1, min(16, int(round(_REACH / cell))))):
        core = core | (grown(core, 1) & edge)
    clouds = grown(core, max(1, min(8, int(round(_CLOUD / cell)))))
    return clouds | shadows(luma, clouds, shown, spread, cell)
