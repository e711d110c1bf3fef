"""What a place's colours are related to: grey, its texture, and what the model's frozen encoder sees.

All of it is looked at in cells of two pixels, in which models predict colours too.
"""

from __future__ import annotations

from typing import Iterator, List, Mapping, Tuple

import numpy as np
from numpy.typing import NDArray

from ..package.maps import FeatureMaps
from .planes import Planes, box_mean, enlarged, halved

CELL = 2
"""Pixels of the photo."""
REACHES = (1, 2, 4, 8)
"""Cells around each over which grey is averaged, and its deviation taken."""
CONTEXT = (1, 3)
"""Cells of the coarsest map around each over which that is averaged."""
POWERS = (1, 2, 3)
Maps = Mapping[str, NDArray[np.float32]]
"""Feature maps of one tile by name, (C, h, w)."""
Part = Tuple[Planes, int, bool]
"""Planes, how many cells of two pixels theirs are wide, and whether their products with grey count too."""


def parts(unit: Planes, maps: Maps, sizes: FeatureMaps) -> Iterator[Part]:
    """All that is known of a tile, always in the same order.

    Args:
        unit: inputs (C_in, h, w) from 0 to 1 in cells of two pixels.
        maps: of the tile, those of ``sizes``.
    """
    yield np.concatenate([unit**power for power in POWERS]), 1, False
    means = [box_mean(unit, reach) for reach in REACHES]
    squares = [box_mean(unit * unit, reach) for reach in REACHES]
    spreads = [np.sqrt(np.maximum(square - mean * mean, 0)) for mean, square in zip(means, squares)]
    yield np.concatenate([*means, *spreads]), 1, True
    for name, size in sizes.items():
        planes = maps[name]
        yield (halved(planes), 1, True) if size["step"] == 1 else (planes, size["step"] // CELL, True)
    coarsest = max(sizes, key=lambda name: (sizes[name]["step"], sizes[name]["channels"]), default="")
    if coarsest:
        around = np.concatenate([box_mean(maps[coarsest], reach) for reach in CONTEXT])
        yield around, max(1, sizes[coarsest]["step"] // CELL), False


def width(bands: int, sizes: FeatureMaps) -> int:
    """How many columns :func:`columns` gives."""
    maps = [(size["step"], size["channels"]) for size in sizes.values()]
    context = max(maps)[1] * len(CONTEXT) if maps else 0
    return bands * (len(POWERS) + 4 * len(REACHES)) + 2 * sum(channels for _, channels in maps) + context


def columns(
    unit: Planes, maps: Maps, sizes: FeatureMaps, rows: NDArray[np.int64], at: NDArray[np.int64]
) -> NDArray[np.float32]:
    """What is known of some cells, (N, :func:`width`), for rows and columns (N,)."""
    grey = unit.mean(axis=0)[rows, at]
    result: List[NDArray[np.float32]] = []
    for planes, factor, crossed in parts(unit, maps, sizes):
        values = _sampled(planes, factor, rows, at)
        result.append(values)
        if crossed:
            result.append(values * grey)
    return np.concatenate(result).T


def looks(
    unit: Planes, maps: Maps, sizes: FeatureMaps, rows: NDArray[np.int64], at: NDArray[np.int64]
) -> NDArray[np.float32]:
    """What some cells look like, (N, sum of :func:`groups`): grey and texture around, and the coarser maps."""
    seen = _looks(unit, maps, sizes)
    return np.concatenate([_sampled(planes, factor, rows, at) for planes, factor in seen]).T


def weighted_looks(unit: Planes, maps: Maps, sizes: FeatureMaps, weights: NDArray[np.float32]) -> Planes:
    """:func:`looks` of every cell times ``weights`` (columns, K), as planes (K, h, w)."""
    shape, first = (unit.shape[1], unit.shape[2]), 0
    total = np.zeros((weights.shape[1], *shape), np.float32)
    for planes, factor in _looks(unit, maps, sizes):
        mine = weights[first : first + len(planes)]
        first += len(planes)
        total += enlarged(np.tensordot(mine.T, planes, axes=1), factor, shape)
    return total


def _looks(unit: Planes, maps: Maps, sizes: FeatureMaps) -> List[Tuple[Planes, int]]:
    seen = list(parts(unit, maps, sizes))[1 : 2 + len(sizes)]
    chosen = _coarse(sizes)
    return [(planes, factor) for name, (planes, factor, _) in zip(["", *sizes], seen) if not name or name in chosen]


def groups(bands: int, sizes: FeatureMaps) -> List[int]:
    """How many columns of :func:`looks` are of one kind."""
    return [2 * bands * len(REACHES), *(sizes[name]["channels"] for name in _coarse(sizes))]


def _coarse(sizes: FeatureMaps) -> List[str]:
    """Maps that tell kinds of ground: those of 8 pixels a cell and more, and what the decoder has made of them."""
    steps = sorted({size["step"] for size in sizes.values()})[-2:]
    return [name for name, size in sizes.items() if size["step"] in steps or name == "map_hidden"]


def weighted(unit: Planes, maps: Maps, sizes: FeatureMaps, weights: NDArray[np.float32]) -> Planes:
    """The columns of every cell times ``weights`` (:func:`width`, K), as planes (K, h, w).

    Weights come before enlarging, so that no plane but those of the result is ever as large as the tile.
    """
    count, shape = weights.shape[1], unit.shape[1:]
    grey, total, first = unit.mean(axis=0), np.zeros((count, *shape), np.float32), 0
    for planes, factor, crossed in parts(unit, maps, sizes):
        channels = len(planes)
        size = (2 if crossed else 1) * channels
        mine = weights[first : first + size].reshape(-1, channels, count)
        first += size
        flat = np.einsum("pck,cn->pkn", mine, planes.reshape(channels, -1), optimize=True)
        made = enlarged(flat.reshape(-1, *planes.shape[1:]), factor, (shape[0], shape[1]))
        total += made[:count]
        if crossed:
            total += made[count:] * grey
    return total


def _sampled(planes: Planes, factor: int, rows: NDArray[np.int64], at: NDArray[np.int64]) -> NDArray[np.float32]:
    """:func:`enlarged` at some cells only, (C, N)."""
    if factor == 1:
        return planes[:, rows, at]
    steps = []
    for position, length in zip((rows, at), planes.shape[1:]):
        exact = np.clip((position.astype(np.float32) + np.float32(0.5)) / factor - np.float32(0.5), 0, length - 1)
        low = exact.astype(np.int64)
        steps.append((low, np.minimum(low + 1, length - 1), (exact - low).astype(np.float32)))
    (top, bottom, down), (left, right, across) = steps
    above = planes[:, top, left] * (1 - across) + planes[:, top, right] * across
    below = planes[:, bottom, left] * (1 - across) + planes[:, bottom, right] * across
    return np.asarray(above * (1 - down) + below * down, np.float32)
