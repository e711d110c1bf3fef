"""Training, validation and test chips in spatial blocks that share no pixel.

Chips that overlap in space are near copies of each other: a random split would let the network be tested on what it
was trained on. Here validation and test chips are grown around a few centres that are spread over the area, and every
chip that overlaps one of them is left out of training.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Optional, Tuple

import numpy as np

from ..feedback import Feedback
from ..rasters.arrays import Array

TRAIN, VALIDATION, TEST, MARGIN = range(4)
NAMES = ("train", "validation", "test")

_TILES_PER_BLOCK = 50
_MAX_BLOCKS = 64
_CANDIDATES = 16


@dataclass(frozen=True)
class Split:
    """The outcome.

    Attributes:
        labels: (N,) int8: TRAIN, VALIDATION, TEST, or MARGIN for chips that belong nowhere.
        short: names of the splits that were asked for and for which the area is too small.
    """

    labels: Array
    short: Tuple[str, ...]


def split_chips(
    columns: Array,
    rows: Array,
    tile_size: int,
    validation: float,
    test: float,
    generator: np.random.Generator,
    feedback: Feedback,
    training_only: Optional[Array] = None,
) -> Split:
    """Assign each chip to a split.

    Args:
        columns, rows: (N,) first pixel of each chip; any positions, on one grid.
        tile_size: height and width of the chips in pixels.
        validation, test: wanted shares (0 to 1) of the chips that are kept.
        generator: where the blocks lie.
        feedback: asked whether to stop.
        training_only: (N,) bool: chips that must not be for validation or test.

    Returns:
        Labels such that no chip of one split overlaps a chip of another. The shares are met to within a chip where
        the area allows; training never loses more than half of its chips to one chip.
    """
    shares = (validation, test)
    labels = np.zeros(len(columns), dtype=np.int8)
    if not len(columns) or not any(shares):
        return Split(labels, tuple(NAMES[g + 1] for g in (0, 1) if shares[g]))
    neighbours = _Neighbours(columns, rows, tile_size)
    blocks = int(np.clip(round(neighbours.tiles / _TILES_PER_BLOCK), 1, _MAX_BLOCKS))
    wanted = [g for g in (0, 1) if shares[g]]
    centres = _spread_out(columns, rows, blocks * len(wanted), generator)
    order = {g: _by_distance(columns, rows, centres[k :: len(wanted)]) for k, g in enumerate(wanted)}
    growth = _Growth(neighbours, len(columns), training_only)
    position = dict.fromkeys(wanted, 0)
    while True:
        kept = growth.training + sum(growth.count)
        lacking = [g for g in wanted if growth.count[g] < shares[g] * kept and position[g] < len(columns)]
        if not lacking:
            break
        group = min(lacking, key=lambda g: growth.count[g] / shares[g])
        growth.offer(group, int(order[group][position[group]]))
        position[group] += 1
        if position[group] % 1024 == 0:
            feedback.check()
    for group in (0, 1):
        labels[growth.near[group]] = MARGIN
    for group in (0, 1):
        labels[growth.member[group]] = group + 1
    return Split(labels, tuple(NAMES[g + 1] for g in wanted if not growth.count[g]))


class _Neighbours:
    """Which chips overlap which, found through a table of cells of the chips' size."""

    def __init__(self, columns: Array, rows: Array, tile_size: int) -> None:
        self._columns, self._rows, self._tile = columns, rows, tile_size
        across = (columns - columns.min()) // tile_size + 1
        down = (rows - rows.min()) // tile_size + 1
        pitch = int(across.max()) + 2
        keys = down * pitch + across
        self._order = np.argsort(keys, kind="stable")
        in_order = keys[self._order]
        self.tiles = len(np.unique(in_order))
        steps = np.array([-pitch, 0, pitch])
        self._starts = np.searchsorted(in_order, keys[:, None] + steps - 1, side="left")
        self._ends = np.searchsorted(in_order, keys[:, None] + steps + 1, side="right")

    def of(self, chip: int) -> Array:
        """The chips that share a pixel with ``chip``, itself included."""
        pieces = [self._order[a:b] for a, b in zip(self._starts[chip], self._ends[chip])]
        near = np.concatenate(pieces)
        overlap = np.abs(self._columns[near] - self._columns[chip]) < self._tile
        overlap &= np.abs(self._rows[near] - self._rows[chip]) < self._tile
        return np.asarray(near[overlap])


class _Growth:
    """Two groups of chips that grow, and the training chips that remain."""

    def __init__(self, neighbours: _Neighbours, chips: int, training_only: Optional[Array]) -> None:
        self._neighbours = neighbours
        self._barred = np.zeros(chips, dtype=bool) if training_only is None else training_only
        self.member = np.zeros((2, chips), dtype=bool)
        self.near = np.zeros((2, chips), dtype=bool)
        self.count = [0, 0]
        self.training = chips

    def offer(self, group: int, chip: int) -> None:
        """Take ``chip`` into ``group``, unless it is barred, overlaps the other or costs too many training chips."""
        other = 1 - group
        if self._barred[chip] or self.near[other, chip]:
            return
        around = self._neighbours.of(chip)
        new = around[~self.near[group, around]]
        loss = int(np.count_nonzero(~self.near[other, new]))
        if self.training - loss < max(1, self.training // 2):
            return
        self.near[group, new] = True
        self.member[group, chip] = True
        self.count[group] += 1
        self.training -= loss


def _spread_out(columns: Array, rows: Array, count: int, generator: np.random.Generator) -> List[int]:
    """Chips far from each other: each the best of a few random ones (Mitchell's best candidate, 1991)."""
    chosen: List[int] = []
    for _ in range(count):
        candidates = generator.integers(0, len(columns), _CANDIDATES)
        if chosen:
            apart = np.maximum(
                np.abs(columns[candidates][:, None] - columns[chosen]),
                np.abs(rows[candidates][:, None] - rows[chosen]),
            )
            chosen.append(int(candidates[apart.min(axis=1).argmax()]))
        else:
            chosen.append(int(candidates[0]))
    return chosen


def _by_distance(columns: Array, rows: Array, centres: List[int]) -> Array:
    """All chips, nearest to any centre first; square rings, which keep the margin short."""
    nearest = np.full(len(columns), np.inf)
    for centre in centres:
        across, down = np.abs(columns - columns[centre]), np.abs(rows - rows[centre])
        ring = np.maximum(across, down)
        np.minimum(nearest, ring + (across + down) / (4.0 * (1 + ring.max())), out=nearest)
    return np.argsort(nearest, kind="stable")
