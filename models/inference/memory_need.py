"""Whether the tiles of a job fit into memory, found before the work instead of by the system that kills it."""

from __future__ import annotations

import math
from typing import Optional

from ..available_memory import available_bytes
from ..errors import InputError

SURELY_ENOUGH = 8192
"""Bytes a pixel that no network known to us needs; where so much is there, nothing is measured."""
_SPARE = 0.9


def worth_measuring(pixels: int) -> Optional[int]:
    """The bytes that are available, where they might not suffice for so many pixels at once; else None."""
    free = available_bytes()
    return free if free is not None and pixels * SURELY_ENOUGH > free else None


def check(free: int, bytes_a_pixel: float, width: int, height: int, tiles: int, multiple: int) -> None:
    """Refuse tiles that will not fit.

    Args:
        free: bytes that are available.
        bytes_a_pixel: that the model takes for each pixel of its batches.
        width, height: of a tile in pixels.
        tiles: how many are computed at a time.
        multiple: of which the size of a tile must be one.

    Raises:
        InputError: they take more than there is.
    """
    needed = bytes_a_pixel * width * height * tiles
    if needed <= free:
        return
    side = int(math.sqrt(_SPARE * free / bytes_a_pixel / tiles)) // multiple * multiple
    smaller = f"TILE_SIZE to {side} or less" if side >= multiple else "a smaller TILE_SIZE"
    raise InputError(
        f"{tiles} tile{'s' if tiles > 1 else ''} of {width} x {height} px at a time would take about "
        f"{needed / 1e9:.2f} GB of memory and {free / 1e9:.2f} GB are free; set {smaller} or a smaller BATCH_SIZE, or "
        "close other programs."
    )
