"""What every generator offers to a translator and to a training."""

from __future__ import annotations

from pathlib import Path
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
        channels_last: whether it trains faster in 16 bits on a CPU when the channels lie innermost in memory.
    """

    size_multiple: int
    channels_last = False

    @property
    def last_layer(self) -> Union[nn.Conv2d, nn.ConvTranspose2d]:
        """The convolution that makes the output."""
        raise NotImplementedError

    def use_generator(self, generator: torch.Generator) -> None:
        """Let every dropout draw from ``generator``, which must be on the network's device."""
        for layer in self.modules():
            if isinstance(layer, SeededDropout):
                layer.generator = generator


class SequentialGenerator(Generator):
    """Base of those without skips: a body, a last convolution, and tanh (range [-1, 1]) where ``tanh`` says so."""

    body: nn.Sequential
    last: nn.Conv2d
    tanh: bool

    @property
    def last_layer(self) -> nn.Conv2d:
        """The convolution that makes the output."""
        return self.last

    def forward(self, x: Tensor) -> Tensor:
        """(N, bands_in, H, W) to (N, bands_out, H, W); H and W are multiples of ``size_multiple``."""
        output: Tensor = self.last(self.body(x))
        return torch.tanh(output) if self.tanh else output


class PretrainedGenerator(Generator):
    """Base of those with a part that has learned from photographs.

    Attributes:
        backbone: timm's name of that part.
        freezes: whether a training leaves that part as it is.
        frozen: whether it is left so now.
    """

    backbone: str
    freezes = False
    frozen = False

    @property
    def pretrained(self) -> nn.Module:
        """The part that has learned from photographs."""
        raise NotImplementedError

    def freeze(self) -> None:
        """Let that part, its norms included, stay as it is from now on."""
        self.frozen = True
        self.pretrained.requires_grad_(False).eval()

    def train(self, mode: bool = True) -> PretrainedGenerator:
        """Training or evaluation mode; what is frozen stays in evaluation mode."""
        super().train(mode)
        if self.frozen:
            self.pretrained.eval()
        return self

    def load_pretrained(self, file: Optional[Path] = None, download: bool = True) -> str:
        """Take over the trained weights of that part; where they come from, in words.

        Args:
            file: the weights; None takes those that timm publishes.
            download: whether they may be fetched.

        Raises:
            InputError: there are none, or they are of another network.
        """
        raise NotImplementedError
