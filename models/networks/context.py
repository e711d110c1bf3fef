"""What the context of a place looks like, from the feature maps of an encoder."""

from __future__ import annotations

from typing import Dict, List, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

_LEAST_VARIANCE = 1e-4


class Context(nn.Module):
    """Mean and standard deviation of feature maps in a square window around each position of the coarsest of them.

    A roof that is grey in one town is red in the next, and the roof itself does not tell which: its surroundings do.
    Where the window reaches beyond the image, the part inside counts.

    Args:
        channels: of each feature map, by the length of its cells in pixels.
        window: side of the window in pixels; it is rounded to an odd number of the coarsest cells.
        width: channels of the result.
    """

    def __init__(self, channels: Dict[int, int], window: int, width: int) -> None:
        super().__init__()
        self._steps = sorted(channels)
        cells = window // self._steps[-1] // 2 * 2 + 1
        figures = 2 * sum(channels.values())
        across = nn.AvgPool2d((1, cells), 1, (0, cells // 2), count_include_pad=False)
        down = nn.AvgPool2d((cells, 1), 1, (cells // 2, 0), count_include_pad=False)
        self.mean = nn.Sequential(across, down)
        self.norm = nn.BatchNorm2d(figures, affine=False)
        self.mix = nn.Conv2d(figures, width, 1)

    def forward(self, maps: Sequence[Tensor]) -> Tensor:
        """Maps (N, C, H/step, W/step), the finest first, to (N, width, H/coarsest, W/coarsest) in their type."""
        coarsest = self._steps[-1]
        means: List[Tensor] = []
        squares: List[Tensor] = []
        for step, values in zip(self._steps, maps):
            full = values.float()  # the difference below would not survive 16 bits
            means.append(functional.avg_pool2d(full, coarsest // step))
            squares.append(functional.avg_pool2d(full * full, coarsest // step))
        mean = self.mean(torch.cat(means, dim=1))
        variance = self.mean(torch.cat(squares, dim=1)) - mean * mean
        figures = torch.cat((mean, variance.clamp(min=_LEAST_VARIANCE).sqrt()), dim=1)
        mixed: Tensor = self.mix(self.norm(figures).to(maps[0].dtype))
        return mixed
