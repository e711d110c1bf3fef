"""Validation chips for chips that bring none of their own."""

from __future__ import annotations

from typing import List, Optional, Tuple

import numpy as np
from numpy.typing import NDArray

from ..chips.packed import PackedChips
from ..chips.split import MARGIN, NAMES, split_chips
from ..feedback import Feedback
from ..json_files import MALFORMED, read_json
from .data import ChipSet

_LEFT_OUT = "margin"
Positions = Tuple[NDArray[np.int64], NDArray[np.int64]]


def hold_out(chips: ChipSet, share: float, chance: np.random.Generator, feedback: Feedback) -> str:
    """Set some of the training chips apart for validation: spatial blocks, so that no two of a pair share a pixel.

    Args:
        share: part of the chips, 0 to 1.

    Returns:
        What to warn of: where it is not known where chips lie, they are chosen at random; empty for nothing.
    """
    splits: List[str] = []
    scattered: List[str] = []
    for packed in chips.packs:
        own = list(packed.info.splits)
        train = np.flatnonzero(np.array(own) == "train")
        positions = _positions(packed)
        if positions is None:
            scattered.append(packed.folder.name)
            chosen = chance.permutation(train)[: round(share * len(train))]
            labels = dict.fromkeys(chosen.tolist(), "validation")
        else:
            columns, rows = (values[train] for values in positions)
            found = split_chips(columns, rows, packed.info.tile_size, share, 0.0, chance, feedback).labels
            labels = {
                int(index): _LEFT_OUT if label == MARGIN else NAMES[label] for index, label in zip(train, found)
            }
        splits += [labels.get(index, split) for index, split in enumerate(own)]
    chips.use_splits(splits)
    if not scattered:
        return ""
    return (
        f"It is not known where the chips of {', '.join(scattered)} lie, so validation chips were chosen at random; "
        "chips that overlap or touch them may be in training, and the figures are then better than what to expect "
        "elsewhere."
    )


def _positions(packed: PackedChips) -> Optional[Positions]:
    """First column and row of each chip, as ``chips.json`` beside the packed chips has them; None without it."""
    try:
        values = read_json(packed.folder / "chips.json")
        columns, rows = (np.array(values[key], dtype=np.int64) for key in ("columns", "rows"))
    except MALFORMED:
        return None
    return (columns, rows) if columns.shape == rows.shape == (len(packed),) else None
