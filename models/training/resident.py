"""Training chips that lie on the device as a whole, so that no step waits for reading or copying."""

from __future__ import annotations

from typing import List, Sequence, Tuple

import numpy as np
import torch
from torch import Tensor

from ..chips.packed import PackedChips
from ..rasters.arrays import Array
from .ranges import Values
from .views import View

_SHARE = 0.25  # of the card's free memory
_KEPT_AS_STORED = (np.dtype(np.uint8), np.dtype(np.float32))


class ResidentChips:
    """Packed folders as tensors.

    Args:
        packs: the folders.
        values_a, values_b: of the training chips; other values are held within their range, and invalid pixels show
            their means.
        device: where to.
    """

    def __init__(
        self,
        packs: Sequence[PackedChips],
        values_a: Values,
        values_b: Values,
        device: torch.device,
    ) -> None:
        self._arrays = [tuple(_on(values, device) for values in (one.a, one.b, one.valid)) for one in packs]
        self._means = [torch.from_numpy(one.means).to(device) for one in (values_a, values_b)]
        limits = [torch.tensor(one.limits(), device=device).T[..., None, None] for one in (values_a, values_b)]
        self._limits = [(low, high) for low, high in limits]

    @staticmethod
    def fit(packs: Sequence[PackedChips], device: torch.device) -> bool:
        """Whether the card has room for them beside the training."""
        if device.type != "cuda":
            return False
        needed = sum(_bytes(values) for one in packs for values in (one.a, one.b, one.valid))
        free, _ = torch.cuda.mem_get_info(device)
        return needed <= _SHARE * free

    def seen(self, places: Sequence[Tuple[int, int]], views: Sequence[View], size: int) -> Tuple[Tensor, ...]:
        """Chips as their views show them: a and b float32, and the mask (N, 1, size, size).

        Args:
            places: folder and number within it, for each view.
            views: offsets and orientations.
            size: pixels in height and width.
        """
        parts: List[List[Tensor]] = [[], [], []]
        for (which, number), view in zip(places, views):
            rows, columns = slice(view.top, view.top + size), slice(view.left, view.left + size)
            for part, values in zip(parts, self._arrays[which]):
                part.append(_oriented(values[number][..., rows, columns], view.orientation))
        valid = torch.stack(parts[2])[:, None]
        held = [torch.stack(part).float().clamp(*limits) for part, limits in zip(parts[:2], self._limits)]
        a, b = (torch.where(valid, side, means) for side, means in zip(held, self._means))
        return a, b, valid


def _on(values: Array, device: torch.device) -> Tensor:
    """An array on the device, chip by chip, in a type that all of PyTorch's functions know."""
    stored = values.dtype == bool or values.dtype in _KEPT_AS_STORED
    found = torch.from_numpy(np.empty(0, values.dtype if stored else np.float32))
    kept = torch.empty(values.shape, dtype=found.dtype, device=device)
    for place, chip in zip(kept, values):
        place.copy_(torch.from_numpy(np.array(chip, dtype=None if stored else np.float32)))
    return kept


def _bytes(values: Array) -> int:
    return values.size * (1 if values.dtype in (np.dtype(np.uint8), np.dtype(bool)) else 4)


def _oriented(values: Tensor, which: int) -> Tensor:
    """See :func:`.views.oriented`."""
    flipped = values.flip(-1) if which >= 4 else values
    return torch.rot90(flipped, which % 4, (-2, -1))
