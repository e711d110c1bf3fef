"""The optimizers of a training."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, Tuple

import torch
from torch import Tensor, nn
from torch.torch_version import TorchVersion

from .hardware import Hardware

_MOMENTUM = 0.9


@dataclass(frozen=True)
class Optimization:
    """How one network learns.

    Attributes:
        kind: ``adam`` (second moment decays with 0.999, ε is 1e-8) or ``sgd`` (momentum 0.9).
        learning_rate: at the start.
        beta1: first-moment decay of Adam.
        weight_decay: added to the gradient as a multiple of the weight.
    """

    kind: str
    learning_rate: float
    beta1: float = 0.5
    weight_decay: float = 0.0

    def optimizer(self, network: nn.Module, hardware: Hardware) -> torch.optim.Optimizer:
        """The optimizer of all weights of ``network`` that may change."""
        device, rate = hardware.device, self.learning_rate
        weights = [weight for weight in network.parameters() if weight.requires_grad]
        start = torch.tensor(rate, device=device) if hardware.replays else rate
        fused: Dict[str, Any] = {"fused": True} if _has_fused(device) else {}
        if self.kind == "sgd":
            sgd = torch.optim.SGD(weights, start, _MOMENTUM, weight_decay=self.weight_decay, **fused)
            if hardware.precision == torch.float16:  # a first step that is left out would leave momentum of chance
                sgd.state.update({weight: {"momentum_buffer": torch.zeros_like(weight)} for weight in weights})
            return sgd
        betas = (self.beta1, 0.999)
        return torch.optim.Adam(
            weights, start, betas, weight_decay=self.weight_decay, capturable=hardware.replays, **fused
        )


def _has_fused(device: torch.device) -> bool:
    """Whether PyTorch has optimizers that do all weights at once there; for a CPU it has since 2.4."""
    return device.type == "cuda" or (device.type == "cpu" and TorchVersion(torch.__version__) >= "2.4")


def set_rate(optimizer: torch.optim.Optimizer, rate: float) -> None:
    """Set the learning rate, in place where a captured graph reads it."""
    for group in optimizer.param_groups:
        if isinstance(group["lr"], Tensor):
            group["lr"].fill_(rate)
        else:
            group["lr"] = rate


def state_shapes(optimizer: torch.optim.Optimizer) -> Dict[str, Tuple[int, ...]]:
    """Shape by ``index.key`` of the state that an optimizer has after its first step."""
    table: Dict[str, Tuple[int, ...]] = {}
    weights = [weight for items in optimizer.param_groups for weight in items["params"]]
    for index, weight in enumerate(weights):
        shape = tuple(weight.shape)
        if isinstance(optimizer, torch.optim.SGD):
            table[f"{index}.momentum_buffer"] = shape
        else:
            table.update({f"{index}.step": (), f"{index}.exp_avg": shape, f"{index}.exp_avg_sq": shape})
    return table
