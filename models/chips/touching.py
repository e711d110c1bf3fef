"""Which chips share pixels, upright and turned ones."""

from __future__ import annotations

from typing import Iterator, Tuple

import numpy as np

from ..rasters.arrays import Array
from ..rasters.turning import KERNEL

_PAIRS = 1 << 20


def touching(upright: Tuple[Array, Array], turned: Tuple[Array, Array, Array], tile_size: int) -> Tuple[Array, Array]:
    """Chips of two sets that share a pixel, or a pixel from which one is resampled.

    Args:
        upright: (N,) columns and (N,) rows of chips that are not turned.
        turned: (M,) columns, (M,) rows and (M,) angles in degrees of chips that may be.
        tile_size: of all of them.

    Returns:
        (N,) and (M,) bool: the chips that touch one of the other set.
    """
    columns, rows, angles = turned
    radians = np.radians(angles)
    askew = angles % 90.0 != 0.0
    cos = np.where(askew, np.abs(np.cos(radians)), 1.0)
    sin = np.where(askew, np.abs(np.sin(radians)), 0.0)
    # The signs of the two axes matter only for the projections below; a quarter turn is an upright square.
    own_cos, own_sin = np.where(askew, np.cos(radians), 1.0), np.where(askew, np.sin(radians), 0.0)
    half = tile_size / 2 + np.where(askew, KERNEL, 0)
    spread = cos + sin
    found = np.zeros(len(upright[0]), dtype=bool), np.zeros(len(columns), dtype=bool)
    reach = tile_size / 2 + float((half * spread).max(initial=0.0))
    for i, j in _close_pairs(upright, (columns, rows), reach):
        across, down = upright[0][i] - columns[j], upright[1][i] - rows[j]
        straight = half[j] * spread[j] + tile_size / 2
        oblique = half[j] + spread[j] * tile_size / 2
        meet = (np.abs(across) < straight) & (np.abs(down) < straight)
        meet &= np.abs(across * own_cos[j] + down * own_sin[j]) < oblique
        meet &= np.abs(down * own_cos[j] - across * own_sin[j]) < oblique
        found[0][i[meet]] = True
        found[1][j[meet]] = True
    return found


def _close_pairs(
    first: Tuple[Array, Array], second: Tuple[Array, Array], reach: float
) -> Iterator[Tuple[Array, Array]]:
    """Indices of pairs in the same or in neighbouring cells of ``reach`` pixels, a bounded number at a time."""
    if not len(first[0]) or not len(second[0]):
        return
    left, top = min(first[0].min(), second[0].min()), min(first[1].min(), second[1].min())
    cells = [((c - left) // reach + 1, (r - top) // reach + 1) for c, r in (first, second)]
    pitch = int(max(across.max() for across, _ in cells)) + 2
    keys, wanted = ((down * pitch + across).astype(np.int64) for across, down in cells)
    order = np.argsort(keys, kind="stable")
    in_order = keys[order]
    for step in (-pitch, 0, pitch):
        starts = np.searchsorted(in_order, wanted + step - 1, side="left")
        counts = np.searchsorted(in_order, wanted + step + 1, side="right") - starts
        edges = np.searchsorted(np.cumsum(counts), np.arange(_PAIRS, int(counts.sum()) + _PAIRS, _PAIRS), side="left")
        begin = 0
        for end in (np.unique(edges) + 1).tolist():
            part = np.arange(begin, min(end, len(wanted)))
            begin = end
            many = counts[part]
            offsets = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)
            yield order[np.repeat(starts[part], many) + offsets], np.repeat(part, many)
