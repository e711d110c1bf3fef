"""Losses by value."""

from __future__ import annotations

import math

import pytest
import torch

from image_translation.models.errors import InputError
from image_translation.models.networks.losses import AdversarialLoss, masked_l1

REAL = torch.tensor([[[[0.0, 2.0]]]])
FAKE = torch.tensor([[[[-1.0, 0.5]]]])


def _softplus(x: float) -> float:
    return math.log1p(math.exp(x))


def test_vanilla() -> None:
    loss = AdversarialLoss("vanilla")
    real = (_softplus(0.0) + _softplus(-2.0)) / 2
    fake = (_softplus(-1.0) + _softplus(0.5)) / 2
    assert float(loss.discriminator([REAL], [FAKE])) == pytest.approx((real + fake) / 2, rel=1e-6)
    assert float(loss.generator([FAKE])) == pytest.approx((_softplus(1.0) + _softplus(-0.5)) / 2, rel=1e-6)


def test_least_squares() -> None:
    loss = AdversarialLoss("least_squares")
    assert float(loss.discriminator([REAL], [FAKE])) == pytest.approx(0.5 * (1.0 + 0.625))
    assert float(loss.generator([FAKE])) == pytest.approx((4.0 + 0.25) / 2)


def test_hinge() -> None:
    loss = AdversarialLoss("hinge")
    assert float(loss.discriminator([REAL], [FAKE])) == pytest.approx(0.5 * (0.5 + 0.75))
    assert float(loss.generator([FAKE])) == pytest.approx(0.25)


def test_unknown_loss_is_refused() -> None:
    with pytest.raises(InputError, match="wgan"):
        AdversarialLoss("wgan")


@pytest.mark.parametrize("bad", [float("nan"), -9999.0])
def test_l1_leaves_out_invalid_pixels_and_their_gradient(bad: float) -> None:
    output = torch.tensor([[[[1.0, 2.0], [3.0, 4.0]], [[0.0, 0.0], [0.0, 0.0]]]], requires_grad=True)
    target = torch.tensor([[[[bad, 2.5], [1.0, 4.0]], [[bad, 0.0], [0.0, 1.0]]]])
    valid = torch.tensor([[[[False, True], [True, True]]]])
    loss = masked_l1(output, target, valid)
    loss.backward()
    loss = loss.detach()
    assert float(loss) == pytest.approx((0.5 + 2.0 + 0.0 + 0.0 + 0.0 + 1.0) / 6)
    assert output.grad is not None
    assert output.grad[0, :, 0, 0].tolist() == [0.0, 0.0]
    assert torch.isfinite(output.grad).all()


def test_l1_without_mask_is_the_plain_one() -> None:
    generator = torch.Generator().manual_seed(0)
    output, target = (torch.rand(2, 3, 8, 8, generator=generator) for _ in range(2))
    valid = torch.ones(2, 1, 8, 8, dtype=torch.bool)
    assert float(masked_l1(output, target, valid)) == pytest.approx(float((output - target).abs().mean()))


def test_l1_of_no_valid_pixel_is_zero() -> None:
    nothing = torch.zeros(1, 1, 2, 2, dtype=torch.bool)
    assert float(masked_l1(torch.ones(1, 3, 2, 2), torch.zeros(1, 3, 2, 2), nothing)) == 0.0
