"""What every generator offers to a translator and to a training."""

from __future__ import annotations

from typing import Optional, Union

import torch
from torch import Tensor, nn


class SeededDropout(nn.Module):
    """Dropout that draws from a generator of its own, so that two trainings with one seed agree."""

    def __init__(self, probability: float) -> None:
        super().__init__()
        self.probability = probability
        self.generator: Optional[torch.Generator] = None

    def forward(self, x: Tensor) -> Tensor:
        """Zero elements with the set probability and scale the rest, in training mode only."""
        if not self.training or self.probability == 0.0:
            return x
        keep = 1.0 - self.probability
        mask = torch.empty_like(x).bernoulli_(keep, generator=self.generator)
        return x * mask.div_(keep)


class Generator(nn.Module):
    """Base of the generators: (N, bands_in, H, W) to (N, bands_out, H, W).

    Attributes:
        size_multiple: H and W of an input must be multiples of this.
    """

    size_multiple: int

    @property
    def last_layer(self) -> Union[nn.Conv2d, nn.ConvTranspose2d]:
        """The convolution that makes the output."""
        raise NotImplementedError

    def use_generator(self, generator: torch.Generator) -> None:
        """Let every dropout draw from ``generator``, which must be on the network's device."""
        for layer in self.modules():
            if isinstance(layer, SeededDropout):
                layer.generator = generator
