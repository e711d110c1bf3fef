"""What every generator offers to a translator and to a training."""

from __future__ import annotations

from pathlib import Path
from typing import List, Optional, Sequence, Tuple, Union

import torch
from torch import Tensor, nn

from ..package.maps import FeatureMaps


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
    def maps(self) -> FeatureMaps:
        """The feature maps that :meth:`with_maps` gives, in its order."""
        return {}

    def with_maps(self, x: Tensor) -> Tuple[Tensor, List[Tensor]]:
        """The output for an input code, and the feature maps (N, channels, H / step, W / step) behind it."""
        return self(x), []

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
        norms_kept: whether the norms of what it gives keep their statistics as well.
    """

    backbone: str
    freezes = False
    frozen = False
    norms_kept = False

    @property
    def pretrained(self) -> nn.Module:
        """The part that has learned from photographs."""
        raise NotImplementedError

    @property
    def feature_norms(self) -> Sequence[nn.Module]:
        """The norms of what that part gives, where they are layers of their own."""
        return ()

    def freeze(self, keep_norms: bool = False) -> None:
        """Let that part, its norms included, stay as it is from now on.

        Args:
            keep_norms: let ``feature_norms`` keep their statistics too, those of the imagery that they have seen:
                chips of one place alone would make much of what differs little among them.
        """
        self.frozen, self.norms_kept = True, keep_norms
        self.pretrained.requires_grad_(False)
        self.train(self.training)

    def train(self, mode: bool = True) -> PretrainedGenerator:
        """Training or evaluation mode; what is frozen stays in evaluation mode."""
        super().train(mode)
        still = [self.pretrained] if self.frozen else []
        for part in (*still, *(self.feature_norms if self.norms_kept else ())):
            part.eval()
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
