"""Layers whose result depends on the whole batch, for a network that several processes train together."""

from __future__ import annotations

from typing import Any, Tuple, cast

import torch
from torch import Tensor, nn

from ..networks.generator import SeededDropout
from .distributed import Group, ProcessGroup


def synchronize(network: nn.Module, group: Group) -> None:
    """Give a network, on the CPU, the first process's weights, and let its batch norm and dropout see the whole batch.

    The names in the network's state stay as they are. A process that trains alone changes nothing.
    """
    if not isinstance(group, ProcessGroup):
        return
    network.load_state_dict(group.from_first(network.state_dict()))
    for parent in list(network.modules()):
        for name, layer in list(parent.named_children()):
            if isinstance(layer, nn.BatchNorm2d):
                setattr(parent, name, GroupBatchNorm(layer, group))
            elif isinstance(layer, SeededDropout):
                setattr(parent, name, GroupDropout(layer, group))


class GroupBatchNorm(nn.BatchNorm2d):
    """Batch norm over the chips of all processes, in place of ``layer``, whose parameters it takes over."""

    def __init__(self, layer: nn.BatchNorm2d, group: ProcessGroup) -> None:
        super().__init__(
            layer.num_features, layer.eps, layer.momentum, layer.affine, layer.track_running_stats
        )
        self._group = group
        for table in ("_parameters", "_buffers", "_modules"):
            vars(self)[table] = vars(layer)[table]
        self.train(layer.training)

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) to the same; with the activation that some of timm's norms include."""
        x = self._normalized(x) if self.training else super().forward(x)
        for name in ("drop", "act"):
            if name in self._modules:
                x = getattr(self, name)(x)
        return x

    def _normalized(self, x: Tensor) -> Tensor:
        values = x.float()
        count = x.numel() / x.shape[1] / self._group.part
        mean = _total(values.sum((0, 2, 3)), self._group) / count
        centred = values - mean.view(1, -1, 1, 1)
        variance = _total(centred.square().sum((0, 2, 3)), self._group) / count
        scale = torch.rsqrt(variance + self.eps)
        if self.affine:
            scale = scale * self.weight
        out = centred * scale.view(1, -1, 1, 1)
        if self.affine:
            out = out + self.bias.view(1, -1, 1, 1)
        if self.track_running_stats:
            self._follow(mean.detach(), variance.detach(), count / self._group.copies)
        return out.to(x.dtype)

    @torch.no_grad()
    def _follow(self, mean: Tensor, variance: Tensor, count: float) -> None:
        tracked, running_mean, running_var = (
            cast(Tensor, buffer) for buffer in (self.num_batches_tracked, self.running_mean, self.running_var)
        )
        tracked.add_(1)
        pace = 1.0 / float(tracked) if self.momentum is None else self.momentum
        running_mean.lerp_(mean, pace)
        running_var.lerp_(variance * (count / max(1.0, count - 1.0)), pace)


class GroupDropout(SeededDropout):
    """Dropout that draws for the chips of all processes and takes its own."""

    def __init__(self, layer: SeededDropout, group: ProcessGroup) -> None:
        super().__init__(layer.probability)
        self.generator, self._group = layer.generator, group
        self.train(layer.training)

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) to the same."""
        if not self.training or self.probability == 0.0:
            return x
        keep = 1.0 - self.probability
        last = x.is_contiguous(memory_format=torch.channels_last)
        whole = torch.empty(
            (self._group.total, *x.shape[1:]),
            dtype=x.dtype,
            device=x.device,
            memory_format=torch.channels_last if last else torch.contiguous_format,
        )
        mask = whole.bernoulli_(keep, generator=self.generator)[self._group.mine]
        return x * mask / keep


class _Sum(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, values: Tensor, group: Group) -> Tensor:
        ctx.group = group
        return group.sum(values.clone())

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Tuple[Tensor, None]:
        return ctx.group.sum(gradients[0].clone()), None


def _total(values: Tensor, group: Group) -> Tensor:
    return cast(Tensor, _Sum.apply(values, group))  # type: ignore[no-untyped-call]
