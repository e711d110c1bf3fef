"""A picture that shows, while a training is under way, what the model makes of a few chips."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Callable

import numpy as np
from torch import nn

from ..files import atomic_file
from .pictures import picture, png, side_by_side, stacked
from .plan import Plan
from .validation import predicted, spread

_CHIPS = 4
_MOST_SHARE = 0.05


def preview_path(output: Path) -> Path:
    """``NAME.preview.png`` beside the package."""
    return output.with_name(f"{output.stem}.preview.png")


class Preview:
    """Input, output and truth of the same few validation chips, a row a chip.

    Args:
        clock: returns seconds; replaceable in tests.
    """

    def __init__(self, plan: Plan, clock: Callable[[], float] = time.monotonic) -> None:
        self._plan, self._clock = plan, clock
        self.path = preview_path(plan.settings.output)
        self._chips = [int(i) for i in spread(plan.checked, _CHIPS)]
        self._not_before = float("-inf")

    def update(self, model: nn.Module) -> None:
        """Draw the picture anew, unless that would take more than a twentieth of the time.

        Args:
            model: in evaluation mode.

        Raises:
            OSError: it cannot be written; the last one stays.
        """
        begun = self._clock()
        if begun < self._not_before:
            return
        chips = self._plan.chips
        batch = chips.fixed_batch(self._chips)
        rows = []
        for a, output, b, valid in zip(batch.a, predicted(model, chips, batch), batch.b, batch.valid[:, 0].numpy()):
            shown = ((a.numpy(), chips.bands_a), (output, chips.bands_b), (b.numpy(), chips.bands_b))
            rows.append(side_by_side([picture(values, bands, valid) for values, bands in shown]))
        content = png(np.ascontiguousarray(stacked(rows)))
        with atomic_file(self.path) as partial:
            partial.write_bytes(content)
        ended = self._clock()
        self._not_before = ended + (ended - begun) / _MOST_SHARE
