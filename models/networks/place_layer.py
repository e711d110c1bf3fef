"""The colours of a place (:class:`..place.colour.PlaceColour`) as a layer, so that a training can begin with them."""

from __future__ import annotations

from typing import Dict, Iterator, List, Mapping, Sequence, Tuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from ..package.maps import FeatureMaps
from ..place.colour import KNOTS, PlaceColour
from ..place.features import CELL, CONTEXT, POWERS, REACHES
from .precision import without_tf32

INPUT = "input"
"""Stands for the input itself among the names of what a layer is told from."""
Affine = Tuple[Tensor, Tensor]
"""What values, one a band, are multiplied by, and what is added then."""


class PlaceLayer(nn.Module):
    """Turns the code of a translator into that of the place, as :meth:`PlaceColour.code` does.

    What it holds are buffers: they are known in closed form, in units that no optimizer would suit, and a training
    learns what they leave.

    Args:
        bands: of the input.
        count: K, bands of the code.
        told: ``input`` and the names of feature maps that it is told from beside the curve; empty for none.
        sizes: of the generator's maps.

    Raises:
        ValueError: ``told`` names something else.
    """

    scale: Tensor
    shift: Tensor
    bends: Tensor
    mixing: Tensor
    start: Tensor
    weights: Tensor
    offset: Tensor
    knots: Tensor

    def __init__(self, bands: int, count: int, told: Sequence[str], sizes: FeatureMaps) -> None:
        super().__init__()
        if told and (told[0] != INPUT or len({*told}) < len(told) or not {*told[1:]} <= {*sizes}):
            raise ValueError(f"place is told from {', '.join(map(str, told))[:200]}")
        self._bands, self._count = bands, count
        self._told, self._sizes = bool(told), {name: sizes[name] for name in told[1:]}
        maps = [(size["step"], size["channels"]) for size in self._sizes.values()]
        looks = [len(POWERS) * bands, 2 * len(REACHES) * bands, *(channels for _, channels in maps)]
        self._channels = [*looks, *([max(maps)[1] * len(CONTEXT)] if maps else [])] if told else []
        knots, total = torch.linspace(0.0, 1.0, KNOTS)[:-1].repeat(bands), sum(self._channels)
        shapes: Dict[str, Tuple[int, ...]] = {
            "scale": (1, bands, 1, 1),
            "shift": (1, bands, 1, 1),
            "bends": (count, len(knots)),
            "mixing": (count, count),
            "start": (1, count, 1, 1),
            "weights": (2 * count, total),
            "offset": (1, count, 1, 1),
        }
        for name, shape in shapes.items():
            self.register_buffer(name, torch.zeros(shape))
        self.register_buffer("knots", knots, persistent=False)

    @torch.no_grad()
    def fill(self, colour: PlaceColour, unit: Affine, code: Affine) -> None:
        """Take over the colours of a place.

        Args:
            colour: of the place, with weights if the layer is told from anything.
            unit: the input code to inputs from 0 to 1, (C_in,).
            code: the translator's code to the place's, (K,).
        """
        for kept, values in ((self.scale, unit[0]), (self.shift, unit[1])):
            kept.copy_(values.view(1, -1, 1, 1))
        gain, rest = (values.double() for values in code)
        curve, mixing, weights, offset = (
            torch.from_numpy(table).double() for table in (colour.curve, colour.mixing, colour.weights, colour.offset)
        )
        slopes = curve.diff(dim=1) * (KNOTS - 1)
        bends = torch.cat((slopes[:, :1], slopes.diff(dim=1)), dim=1)
        self.bends.copy_((bends.reshape(-1, self._count) / gain).T)
        self.mixing.copy_((mixing * gain[:, None] / gain).T)
        start = curve[:, 0].sum(dim=0) + rest @ mixing - rest
        for kept, values in ((self.start, start), (self.offset, offset)):
            kept.copy_((values / gain).view(1, -1, 1, 1))
        first = 0
        tables = torch.split(self.weights, self._channels, dim=1)
        for number, (channels, columns) in enumerate(zip(self._channels, tables)):
            ways = 2 if self._is_crossed(number) else 1
            mine = (weights[first : first + ways * channels] / gain).reshape(ways, channels, self._count)
            columns[: ways * self._count].copy_(mine.transpose(1, 2).reshape(-1, channels))
            first += ways * channels

    def forward(self, x: Tensor, code: Tensor, maps: Mapping[str, Tensor]) -> Tensor:
        """Input code (N, C_in, H, W), code (N, K, H, W) and feature maps to the code of the place."""
        unit = x * self.scale + self.shift
        result = _mixed(self.mixing, code) + self.start + _mixed(self.bends, self._hinges(unit))
        if not self._told:
            return result
        told = self._weighted(functional.avg_pool2d(unit, CELL), maps) + self.offset
        return result + _enlarged(told, CELL)

    def _hinges(self, unit: Tensor) -> Tensor:
        """How far each input is above each knot, within 0 to 1."""
        steps = self.knots.new_ones(len(self.knots), 1, 1, 1)
        with without_tf32(unit):
            above = functional.conv2d(unit.clamp(max=1.0), steps, -self.knots, groups=self._bands)
        return functional.relu(above)

    def _weighted(self, unit: Tensor, maps: Mapping[str, Tensor]) -> Tensor:
        """See :func:`..place.features.weighted`."""
        totals: Dict[int, Tensor] = {}
        tables = torch.split(self.weights, self._channels, dim=1)
        for (planes, factor), weights in zip(self._parts(unit, maps), tables):
            made = _mixed(weights, planes)
            totals[factor] = totals[factor] + made if factor in totals else made
        total = totals.pop(1)
        for factor, made in totals.items():
            total = total + _enlarged(made, factor)
        plain, crossed = torch.split(total, self._count, dim=1)
        return plain + crossed * unit.mean(dim=1, keepdim=True)

    def _parts(self, unit: Tensor, maps: Mapping[str, Tensor]) -> Iterator[Tuple[Tensor, int]]:
        """What :func:`..place.features.parts` gives, and how many cells of two pixels that is wide."""
        yield torch.cat([unit**power for power in POWERS], dim=1), 1
        both, means, spreads = torch.cat((unit, unit * unit), dim=1), [], []
        for reach in REACHES:
            mean, square = torch.split(_box_mean(both, reach), self._bands, dim=1)
            means.append(mean)
            spreads.append((square - mean * mean).clamp(min=0.0).sqrt())
        yield torch.cat([*means, *spreads], dim=1), 1
        coarsest: List[Tensor] = []
        most = max(((size["step"], size["channels"]) for size in self._sizes.values()), default=(0, 0))
        for name, size in self._sizes.items():
            planes = maps[name].float()
            if (size["step"], size["channels"]) == most and not coarsest:
                coarsest.append(planes)
            yield (functional.avg_pool2d(planes, CELL), 1) if size["step"] == 1 else (planes, size["step"] // CELL)
        for planes in coarsest:
            yield torch.cat([_box_mean(planes, reach) for reach in CONTEXT], dim=1), most[0] // CELL

    def _is_crossed(self, number: int) -> bool:
        """Whether the products with grey of a part count too: of all but the powers and the context."""
        return 0 < number < 2 + len(self._sizes)


def _box_mean(planes: Tensor, reach: int) -> Tensor:
    side = 2 * reach + 1
    across = functional.avg_pool2d(planes, (1, side), 1, (0, reach), count_include_pad=False)
    return functional.avg_pool2d(across, (side, 1), 1, (reach, 0), count_include_pad=False)


def _mixed(table: Tensor, planes: Tensor) -> Tensor:
    """(K, C) and (N, C, H, W) to (N, K, H, W); runtimes take longer for a convolution to so few channels."""
    count, _, height, width = planes.shape
    return torch.matmul(table, planes.flatten(2)).reshape(count, len(table), height, width)


def _enlarged(planes: Tensor, factor: int) -> Tensor:
    return planes if factor == 1 else functional.interpolate(planes, scale_factor=float(factor), mode="bilinear")
