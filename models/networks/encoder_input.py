"""From the input code to values as an encoder of timm has learned from them."""

from __future__ import annotations

from typing import Optional, Sequence, Tuple

import torch
from torch import Tensor, nn

Normalization = Sequence[Tuple[float, float]]
"""Mean and standard deviation of each band, of values from 0 to 1."""


class EncoderInput(nn.Module):
    """Input code in [-1, 1] to values from 0 to 1, less their mean, over their standard deviation.

    Args:
        normalization: of each band; None for 0.5 and 0.5, which leaves everything as it is. Networks of earlier
            versions have none.
    """

    scale: Tensor
    shift: Tensor

    def __init__(self, normalization: Optional[Normalization] = None) -> None:
        super().__init__()
        table = torch.tensor(normalization or ((0.5, 0.5),), dtype=torch.float64)
        mean, std = table.view(1, -1, 1, 1, 2).unbind(-1)
        self.changes = bool((table != 0.5).any())
        self.register_buffer("scale", (0.5 / std).float(), persistent=False)
        self.register_buffer("shift", ((0.5 - mean) / std).float(), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        """The same shape and type."""
        return x * self.scale.to(x.dtype) + self.shift.to(x.dtype) if self.changes else x
