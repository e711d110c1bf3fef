"""Maps of a figure over the blocks of a raster, as pictures inside a page."""

from __future__ import annotations

from html import escape
from typing import Sequence, Tuple

import numpy as np

from ..pages import data_uri
from ..rasters.arrays import Array
from ..training.pictures import NO_DATA, png

_ENDS = (2, 98)
_LOW_TO_HIGH = ((68, 1, 84), (59, 82, 139), (33, 145, 140), (94, 201, 98), (253, 231, 37))
_ABOUT_ZERO = ((179, 88, 6), (241, 163, 64), (247, 247, 247), (103, 169, 207), (33, 102, 172))
_SIDE = 330


def block_map(title: str, places: Sequence[Tuple[int, int]], values: Array, about_zero: bool = False) -> str:
    """A figure element with a coloured cell for each block.

    Colours go from the 2nd to the 98th percentile of the values.

    Args:
        places: row and column of each block.
        values: one a block; NaN stays grey.
        about_zero: whether 0 is in the middle of the colours.
    """
    known = values[np.isfinite(values)]
    if not len(known):
        return ""
    low, high = (float(end) for end in np.percentile(known, _ENDS))
    if about_zero:
        high = max(abs(low), abs(high))
        low = -high
    stops = np.array(_ABOUT_ZERO if about_zero else _LOW_TO_HIGH, dtype=np.float64)
    share = np.clip((np.nan_to_num(values) - low) / (high - low if high > low else 1.0), 0.0, 1.0)
    colors = np.stack([np.interp(share * (len(stops) - 1), np.arange(len(stops)), stop) for stop in stops.T], axis=-1)
    rows, columns = np.array(places).T
    cells = np.full((rows.max() + 1, columns.max() + 1, 3), NO_DATA, np.uint8)
    cells[rows, columns] = np.where(np.isfinite(values)[:, None], np.rint(colors), NO_DATA)
    side = max(1, _SIDE // max(cells.shape[:2]))
    image = cells.repeat(side, axis=0).repeat(side, axis=1)
    words = f"{escape(title)}: {low:.2f} to {high:.2f}"
    return (
        f'<figure class="chart map"><img alt="{words}" src="{data_uri(png(image), "image/png")}">'
        f"<figcaption><span>{words}</span></figcaption></figure>"
    )
