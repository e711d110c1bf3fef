"""Convolutions that are done as products give what convolutions give."""

from __future__ import annotations

from typing import List

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from image_translation.models.networks import products
from image_translation.models.networks.layers import ResizeConv2d
from image_translation.models.networks.products import DoublingConv2d, HalvingConv2d


def _results(layer: nn.Module, x: Tensor, dtype: torch.dtype) -> List[Tensor]:
    """Output and gradients."""
    layer.zero_grad()
    x = x.clone().requires_grad_()
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=dtype == torch.bfloat16):
        out = layer(x)
    assert out.dtype == dtype
    weights = torch.linspace(-1.0, 1.0, out.numel()).view(out.shape)
    (out.float() * weights).sum().backward()
    return [out.detach().float(), x.grad, *(parameter.grad.clone() for parameter in layer.parameters())]


@pytest.mark.parametrize("bias", [False, True])
@pytest.mark.parametrize("kind", [HalvingConv2d, DoublingConv2d, ResizeConv2d])
def test_products_are_the_convolutions_they_replace(kind: type, bias: bool, monkeypatch) -> None:
    """Exactly, where all values are small whole numbers, odd sizes too."""
    torch.manual_seed(0)
    layer = kind(5, 3, bias=bias)
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.copy_(torch.randint(-2, 3, parameter.shape))
    x = torch.randint(-2, 3, (2, 5, 4, 7 if kind is not HalvingConv2d else 6)).float()
    used = []
    fold, unfold = functional.fold, functional.unfold
    monkeypatch.setattr(products.functional, "fold", lambda *a, **k: used.append(1) or fold(*a, **k))
    monkeypatch.setattr(products.functional, "unfold", lambda *a, **k: used.append(1) or unfold(*a, **k))
    expected = _results(layer, x, torch.float32)
    assert not used
    found = _results(layer, x, torch.bfloat16)
    assert used
    assert torch.equal(found[0], expected[0])
    for one, other in zip(found[1:], expected[1:]):
        assert torch.allclose(one, other, rtol=0.02, atol=0.02 * float(other.abs().max()))


@pytest.mark.parametrize(("size", "channels", "product"), [(8, 8, True), (10, 8, False), (10, 512, True)])
def test_only_few_positions_are_products(size: int, channels: int, product: bool, monkeypatch) -> None:
    used = []
    fold = functional.fold
    monkeypatch.setattr(products.functional, "fold", lambda *a, **k: used.append(1) or fold(*a, **k))
    layer, x = DoublingConv2d(channels, 1, bias=False), torch.zeros(1, channels, size, size)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        layer(x)
        assert bool(used) == product
        used.clear()
        with torch.no_grad():
            layer(x)
        assert not used
