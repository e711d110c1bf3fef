"""Figures that several processes find together, each on some of the chips."""

from __future__ import annotations

from functools import partial
from typing import Sequence

import numpy as np

from ..feedback import Feedback
from .baselines import Predictor
from .data import ChipSet
from .distributed import Group
from .validation import Evaluation, evaluate


def evaluate_together(
    method: Predictor, chips: ChipSet, indices: Sequence[int], data_range: float, feedback: Feedback, group: Group
) -> Evaluation:
    """Like :func:`~.validation.evaluate`, with the same outcome in all processes.

    Raises:
        Cancelled: in all of them, when the first one's feedback says so.
    """
    own = list(indices)[group.place.rank :: group.size]
    parts = group.gather(group.together(partial(evaluate, method, chips, own, data_range, feedback)))
    return parts[0] if len(parts) == 1 else _joined(parts, indices)


def _joined(parts: Sequence[Evaluation], order: Sequence[int]) -> Evaluation:
    found = {index: (part, place) for part in parts for place, index in enumerate(part.indices)}
    places = [found[int(index)] for index in order]
    sums = np.array([part.sums[place] for part, place in places])
    return Evaluation(tuple(int(i) for i in order), tuple(part.chips[place] for part, place in places), sums)
