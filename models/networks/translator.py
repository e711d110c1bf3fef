"""A translator: raw input values in, raw target values out, colour handling included. It is what a package holds."""

from __future__ import annotations

from typing import List, Sequence, Tuple

import torch
from torch import Tensor, nn

from ..package.maps import FeatureMaps
from .color import ColorHandling
from .generator import Generator
from .place_layer import PlaceLayer
from .precision import autocast


class Translator(nn.Module):
    """A generator inside its colour handling.

    Args:
        color: turns raw values into codes and back.
        generator: maps the input code (N, Ca, H, W) to a prediction (N, ``color.code_bands``, H, W).
        places: bring the code to the colours of places that the model was adapted to, one after the other.
    """

    def __init__(self, color: ColorHandling, generator: Generator, places: Sequence[PlaceLayer] = ()) -> None:
        super().__init__()
        self.color = color
        self.generator = generator
        self.places = nn.ModuleList(places)

    @property
    def size_multiple(self) -> int:
        """H and W of an input must be multiples of this."""
        return self.generator.size_multiple

    @torch.no_grad()
    def start_at_zero(self) -> None:
        """Zero the last layer, so that the first output is what is known without the network."""
        last = self.generator.last_layer
        last.weight.zero_()
        if last.bias is not None:
            last.bias.zero_()

    @torch.no_grad()
    def start_small(self) -> None:
        """Bring the last layer to a tenth, so that tanh begins where it has a slope."""
        self.generator.last_layer.weight.mul_(0.1)

    def predict(self, x: Tensor) -> Tensor:
        """Input code to target code; only the generator may run in reduced precision."""
        prediction, maps = self._predicted(x)
        with autocast(x.device, torch.float32):
            return self._completed(x, prediction, maps)

    @property
    def maps(self) -> FeatureMaps:
        """The feature maps that :meth:`with_maps` gives, in its order."""
        return self.generator.maps

    def forward(self, a: Tensor) -> Tensor:
        """Raw float32 input (N, Ca, H, W) to raw float32 output (N, Cb, H, W), clipped to the output range."""
        x = self.color.encode_input(a)
        return self.color.decode(a, self._completed(x, *self._predicted(x)))

    def with_maps(self, a: Tensor) -> Tuple[Tensor, List[Tensor]]:
        """What :meth:`forward` gives, and the generator's feature maps (N, channels, H / step, W / step)."""
        x = self.color.encode_input(a)
        prediction, maps = self.generator.with_maps(x)
        return self.color.decode(a, self._completed(x, prediction, maps)), maps

    def _predicted(self, x: Tensor) -> Tuple[Tensor, List[Tensor]]:
        """The generator's prediction, with the maps where something needs them."""
        return self.generator.with_maps(x) if self.places else (self.generator(x), [])

    def _completed(self, x: Tensor, prediction: Tensor, maps: List[Tensor]) -> Tensor:
        code, named = self.color.complete(x, prediction.float()), dict(zip(self.maps, maps))
        for place in self.places:
            code = place(x, self._reached(x, code), named)
        return code

    def _reached(self, x: Tensor, code: Tensor) -> Tensor:
        """The code of what a code becomes, which is clipped; gradients pass as if it were not."""
        with torch.no_grad():
            a = self.color.raw_input(x)
            reached = self.color.encode_target(a, self.color.decode(a, code))
        return code + (reached - code.detach()) if code.requires_grad else reached
