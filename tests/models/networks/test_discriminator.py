"""Discriminators: what they see, what they cost, and feature matching by value."""

from __future__ import annotations

import pytest
import torch

from image_translation.models.errors import InputError
from image_translation.models.networks.discriminator import (
    Judgement,
    LightDiscriminator,
    SpectralConv2d,
    TwoLightDiscriminators,
)
from image_translation.models.networks.initialization import initialize
from image_translation.models.networks.losses import AdversarialLoss, feature_matching
from image_translation.models.networks.patchgan import PatchDiscriminator
from image_translation.models.networks.registry import DISCRIMINATORS, build_discriminator, build_translator

ARCHITECTURE = {
    "ngf": 4,
    "depth": 5,
    "dropout": 0.0,
    "color_space": "luma_chroma",
    "input_scale": [[0.0, 255.0]],
    "target_scale": [[0.0, 255.0]] * 3,
    "output_range": [0.0, 255.0],
}


def _noise(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def _count(module: torch.nn.Module) -> int:
    return sum(parameter.numel() for parameter in module.parameters())


def test_patchgan_judges_by_its_logits() -> None:
    network = PatchDiscriminator(3, ndf=4).eval()
    pair = _noise(2, 3, 64, 64)
    (judgement,) = network.judge(pair)
    assert torch.equal(judgement.logits, network(pair))
    shapes = [tuple(layer.shape[1:]) for layer in judgement.features]
    assert shapes == [(4, 32, 32), (8, 16, 16), (16, 8, 8), (32, 7, 7)]


def test_two_light_judge_at_full_and_half_size() -> None:
    network = TwoLightDiscriminators(4, ndf=16)
    initialize(network, torch.Generator().manual_seed(0))
    pair = _noise(2, 4, 64, 64)
    fine, coarse = network.eval().judge(pair)
    assert [tuple(one.logits.shape) for one in (fine, coarse)] == [(2, 1, 14, 14), (2, 1, 6, 6)]
    assert [layer.shape[1] for layer in fine.features] == [8, 16, 32]
    halved = pair.reshape(2, 4, 32, 2, 32, 2).mean((3, 5))
    assert torch.allclose(coarse.logits, network.coarse.judge(halved)[0].logits, atol=1e-6)
    assert torch.equal(fine.logits, network.fine.judge(pair)[0].logits)


def test_two_light_cost_a_third_of_the_classic_one() -> None:
    """Multiplications of the convolutions for a 256 px pair of six bands, and parameters."""
    costs, parameters = [], []
    for network in (PatchDiscriminator(6, ndf=32), TwoLightDiscriminators(6, ndf=32)):
        spent = [0]

        def add(layer: torch.nn.Module, _: object, output: torch.Tensor, spent: list = spent) -> None:
            spent[0] += layer.weight[0].numel() * output.numel()  # type: ignore[union-attr, operator]

        for layer in network.modules():
            if isinstance(layer, torch.nn.Conv2d):
                layer.register_forward_hook(add)
        with torch.no_grad():
            network.judge(torch.zeros(1, 6, 256, 256))
        costs.append(spent[0])
        parameters.append(_count(network))
    assert costs[1] < costs[0] / 3
    assert parameters[1] < parameters[0] / 5


def test_a_light_one_sees_34_pixels() -> None:
    network = LightDiscriminator(1, 2).eval()
    initialize(network, torch.Generator().manual_seed(0))
    x = _noise(1, 1, 128, 128).requires_grad_()
    network.judge(x)[0].logits[0, 0, 15, 15].backward()
    assert x.grad is not None
    rows = torch.nonzero(x.grad[0, 0].abs().sum(1) > 0)[:, 0]
    assert int(rows.max() - rows.min()) + 1 == 34


def test_spectral_convolution_has_a_largest_singular_value_of_one() -> None:
    layer = SpectralConv2d(3, 8, 4, stride=2, padding=1)
    initialize(layer, torch.Generator().manual_seed(0))
    x = _noise(2, 3, 16, 16)
    for _ in range(500):
        layer(x)
    layer.eval()
    sigma = torch.linalg.matrix_norm(layer.weight.detach().flatten(1), 2)
    expected = torch.nn.functional.conv2d(x, layer.weight / sigma, layer.bias, stride=2, padding=1)
    assert torch.allclose(layer(x), expected, atol=1e-5)
    before = layer.direction.clone()
    layer(x)
    assert torch.equal(layer.direction, before)


def test_spectral_norm_makes_the_scale_of_the_weights_irrelevant() -> None:
    layer = SpectralConv2d(2, 4, 4, padding=1)
    x = _noise(1, 2, 8, 8)
    first = layer.eval()(x) - layer.bias.view(1, -1, 1, 1)
    (gradient,) = torch.autograd.grad(first.square().sum(), layer.weight)
    with torch.no_grad():
        assert abs(float((gradient * layer.weight).sum())) < 1e-3 * float(gradient.norm() * layer.weight.norm())
        layer.weight *= 7.0
        assert torch.allclose(layer(x) - layer.bias.view(1, -1, 1, 1), first, atol=1e-5)


def test_a_light_one_judges_each_chip_by_itself() -> None:
    """Batch norm would not; this is what makes one step on two machines equal to one on one."""
    network = TwoLightDiscriminators(2, ndf=8).train()
    initialize(network, torch.Generator().manual_seed(0))
    pair = _noise(3, 2, 32, 32)
    state = {key: value.clone() for key, value in network.state_dict().items()}
    together = [one.logits for one in network.judge(pair)]
    network.load_state_dict(state)
    alone = [one.logits for one in network.judge(pair[:1])]
    for all_chips, first in zip(together, alone):
        assert torch.allclose(all_chips[:1], first, atol=1e-6)


def test_adversarial_losses_average_the_scales() -> None:
    real, fake = [torch.tensor([2.0]), torch.tensor([0.0, 1.0])], [torch.tensor([0.5]), torch.tensor([-1.0, 1.0])]
    hinge = AdversarialLoss("hinge")
    assert float(hinge.discriminator(real, fake)) == pytest.approx((0.5 * 1.5 + 0.5 * (0.5 + 1.0)) / 2)
    assert float(hinge.generator(fake)) == pytest.approx((-0.5 + 0.0) / 2)
    squares = AdversarialLoss("least_squares")
    assert float(squares.discriminator(real, fake)) == pytest.approx((0.5 * 1.25 + 0.5 * (0.5 + 1.0)) / 2)
    assert float(squares.generator(fake)) == pytest.approx((0.25 + 2.0) / 2)


def test_feature_matching_by_value() -> None:
    logits = torch.zeros(1)
    fake_features = [torch.tensor([1.0, 2.0], requires_grad=True), torch.tensor([3.0]), torch.tensor([5.0])]
    real_features = [torch.tensor([0.0, 0.0], requires_grad=True), torch.tensor([1.0]), torch.tensor([5.5])]
    fake = [Judgement(logits, tuple(fake_features[:2])), Judgement(logits, (fake_features[2],))]
    real = [Judgement(logits, tuple(real_features[:2])), Judgement(logits, (real_features[2],))]
    loss = feature_matching(real, fake)
    assert float(loss.detach()) == pytest.approx(4 * ((1.5 + 2.0) / 2 + 0.5) / 2)
    loss.backward()
    assert real_features[0].grad is None
    assert fake_features[0].grad is not None
    assert fake_features[0].grad.tolist() == pytest.approx([0.5, 0.5])


def test_feature_matching_is_the_paper_s_sum_for_four_layers() -> None:
    real = [Judgement(torch.zeros(1), tuple(torch.zeros(2) for _ in range(4)))]
    fake = [Judgement(torch.zeros(1), tuple(torch.full((2,), float(i)) for i in range(4)))]
    assert float(feature_matching(real, fake)) == pytest.approx(0 + 1 + 2 + 3)


@pytest.mark.parametrize("kind", DISCRIMINATORS)
def test_registry_builds_for_the_bands_of_the_pair(kind: str) -> None:
    """One grey band and two of chroma; 32 px is the smallest chip."""
    network = build_discriminator(kind, build_translator("pix2pix", ARCHITECTURE), 8)
    initialize(network, torch.Generator().manual_seed(0))
    for judgement in network.judge(_noise(1, 3, 32, 32)):
        assert judgement.logits.shape[1] == 1
        assert torch.isfinite(judgement.logits).all()


def test_unknown_discriminator_is_refused() -> None:
    with pytest.raises(InputError, match="discriminator is 'pixel'"):
        build_discriminator("pixel", build_translator("pix2pix", ARCHITECTURE), 8)
