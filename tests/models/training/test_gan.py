"""The training step against a straightforward one, and what it makes of pixels without data."""

from __future__ import annotations

from typing import Dict, List, Tuple

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from image_translation.models.networks.color import Scaling, color_handling
from image_translation.models.networks.colorspaces import luma
from image_translation.models.networks.initialization import initialize
from image_translation.models.networks.registry import build_discriminator
from image_translation.models.networks.translator import Translator
from image_translation.models.networks.unet import UNet
from image_translation.models.training.data import Batch
from image_translation.models.training.gan import Pix2PixStep, StepSettings
from image_translation.models.training.hardware import Hardware
from image_translation.models.training.optimization import Optimization

ADAM = Optimization("adam", 2e-4)
STILL = Optimization("adam", 0.0)
CLASSIC = StepSettings(ADAM, ADAM, 100.0, "vanilla")
FEATURES = StepSettings(ADAM, ADAM, 100.0, "least_squares", lambda_features=10.0)
EVERYTHING = StepSettings(ADAM, ADAM, 10.0, "hinge", lambda_features=10.0, lambda_perceptual=3.0)
Networks = Tuple[Translator, nn.Module]


def _networks(kind: str = "patchgan", color: str = "direct") -> Networks:
    handling = color_handling(color, Scaling(((0.0, 255.0),) * 3, ((0.0, 255.0),) * 3, (0.0, 255.0)))
    translator = Translator(handling, UNet(3, 3, ngf=4, depth=5, tanh=handling.tanh))
    initialize(translator.generator, torch.Generator().manual_seed(0))
    translator.generator.use_generator(torch.Generator().manual_seed(2))
    discriminator = build_discriminator(kind, translator, 8)
    initialize(discriminator, torch.Generator().manual_seed(1))
    return translator.train(), discriminator.train()


def _step(
    settings: StepSettings, kind: str = "patchgan", precision: torch.dtype = torch.float32, perceptual=None
) -> Pix2PixStep:
    return Pix2PixStep(*_networks(kind), settings, Hardware(torch.device("cpu"), precision, ""), perceptual=perceptual)


def _batches(count: int, chips: int = 2) -> List[Batch]:
    generator = torch.Generator().manual_seed(3)
    valid = torch.ones(chips, 1, 32, 32, dtype=torch.bool)
    return [
        Batch(*(255.0 * torch.rand(chips, 3, 32, 32, generator=generator) for _ in range(2)), valid)
        for _ in range(count)
    ]


def _plain_training(networks: Networks, batches: List[Batch], kernel: Dict[str, bool]) -> List[Dict[str, float]]:
    """Pix2pix as its reference implementation writes it down, without a mask."""
    generator, judge = networks[0].generator, networks[1]
    optimizer_g, optimizer_d = (
        torch.optim.Adam(network.parameters(), lr=2e-4, betas=(0.5, 0.999), **kernel) for network in (generator, judge)
    )

    def cost(logits: Tensor, label: float) -> Tensor:
        return functional.binary_cross_entropy_with_logits(logits, torch.full_like(logits, label))

    losses = []
    for batch in batches:
        real_a, real_b = batch.a / 127.5 - 1.0, batch.b / 127.5 - 1.0
        fake_b = generator(real_a)
        judge.requires_grad_(True)
        optimizer_d.zero_grad()
        loss_fake = cost(judge(torch.cat((real_a, fake_b.detach()), 1)), 0.0)
        loss_real = cost(judge(torch.cat((real_a, real_b), 1)), 1.0)
        loss_d = (loss_fake + loss_real) * 0.5
        loss_d.backward()
        optimizer_d.step()
        judge.requires_grad_(False)
        optimizer_g.zero_grad()
        loss_gan, l1 = cost(judge(torch.cat((real_a, fake_b), 1)), 1.0), functional.l1_loss(fake_b, real_b)
        (loss_gan + 100.0 * l1).backward()
        optimizer_g.step()
        named = {"discriminator": loss_d, "adversarial": loss_gan, "l1": l1}
        losses.append({name: loss.item() for name, loss in named.items()})
    return losses


def _losses(step: Pix2PixStep) -> Dict[str, float]:
    return {name: float(loss) for name, loss in step.losses.items()}


def test_classic_step_is_the_reference_s() -> None:
    """The first step's losses bit by bit; later ones and the weights as far as the order of sums lets them."""
    networks, batches = _networks(), _batches(4)
    expected = _plain_training(networks, batches, {"fused": True})
    step = _step(CLASSIC)
    for number, (batch, losses) in enumerate(zip(batches, expected)):
        step.optimize_parameters(batch, adversarial=True)
        assert _losses(step) == pytest.approx(losses, rel=1e-6 if number == 0 else 1e-4)
    for ours, theirs in ((step.translator.generator, networks[0].generator), (step.discriminator, networks[1])):
        for (name, one), other in zip(ours.state_dict().items(), theirs.state_dict().values()):
            assert torch.allclose(one, other, rtol=1e-3, atol=3e-5), name


def test_fused_adam_is_adam() -> None:
    first, second = _networks(), _networks()
    batches = _batches(3)
    plain, fused = (
        _plain_training(networks, batches, {"fused": fused}) for networks, fused in ((first, False), (second, True))
    )
    for one, other in zip(plain, fused):
        assert one == pytest.approx(other, rel=1e-4)


def test_without_the_adversarial_loss_d_stands_still() -> None:
    step, (batch,) = _step(FEATURES), _batches(1)
    before = {key: value.clone() for key, value in step.discriminator.state_dict().items()}
    step.optimize_parameters(batch, adversarial=False)
    assert set(step.losses) == {"l1"}
    assert all(torch.equal(before[key], value) for key, value in step.discriminator.state_dict().items())
    assert not any(parameter.grad is not None for parameter in step.discriminator.parameters())


def test_feature_matching_adds_the_features_distance_and_its_gradient() -> None:
    """By value on a discriminator that is frozen at rate 0, for G's gradient too."""
    frozen = StepSettings(STILL, STILL, 100.0, "least_squares", lambda_features=7.0)
    step, (batch,) = _step(frozen), _batches(1)
    step.optimize_parameters(batch, adversarial=True)
    translator, judge = _networks()
    x, y = batch.a / 127.5 - 1.0, batch.b / 127.5 - 1.0
    fake = translator.generator(x)
    with torch.no_grad():
        real = judge.judge(torch.cat((x, y), 1))
    found = judge.judge(torch.cat((x, fake), 1))
    distances = [(one - other).abs().mean() for one, other in zip(found[0].features, real[0].features)]
    features = 4.0 * torch.stack(distances).mean()
    loss = 100.0 * (fake - y).abs().mean() + ((found[0].logits - 1.0) ** 2).mean() + 7.0 * features
    loss.backward()
    assert float(step.losses["features"]) == pytest.approx(features.item(), rel=1e-5)
    for ours, theirs in zip(step.translator.generator.parameters(), translator.generator.parameters()):
        assert torch.allclose(ours.grad, theirs.grad, rtol=1e-3, atol=1e-6)


def test_perceptual_loss_sees_raw_values() -> None:
    seen = []

    def distance(output: Tensor, target: Tensor) -> Tensor:
        seen.append((output, target))
        return (output - target).abs().mean()

    step = _step(StepSettings(STILL, STILL, 0.0, "hinge", lambda_perceptual=2.0), perceptual=distance)
    (batch,) = _batches(1)
    step.optimize_parameters(batch, adversarial=False)
    output, target = (values.detach() for values in seen[0])
    assert torch.allclose(target, batch.b, atol=1e-3)
    assert float(step.losses["perceptual"]) == pytest.approx(float((output - target).abs().mean()))
    assert 0.0 <= float(output.min()) < float(output.max()) <= 255.0
    assert float(step.translator.generator.last_layer.weight.grad.abs().max()) > 0.0


def test_perceptual_loss_blames_no_lightness_that_is_kept() -> None:
    seen = []

    def distance(output: Tensor, target: Tensor) -> Tensor:
        seen.append((output.detach(), target))
        return (output - target).abs().mean()

    handling = color_handling("luma_chroma", Scaling(((0.0, 255.0),), ((0.0, 255.0),) * 3, (0.0, 255.0)))
    translator = Translator(handling, UNet(1, 2, ngf=4, depth=5, tanh=False))
    networks = translator.train(), build_discriminator("patchgan", translator, 8)
    settings = StepSettings(ADAM, ADAM, 10.0, "hinge", lambda_perceptual=1.0)
    step = Pix2PixStep(*networks, settings, Hardware(torch.device("cpu"), torch.float32, ""), perceptual=distance)
    color = torch.tensor([150.0, 110.0, 90.0]).view(1, 3, 1, 1).expand(1, 3, 32, 32)
    grey = torch.full((1, 1, 32, 32), float(luma(color)[0, 0, 0, 0]) + 40.0)
    step.optimize_parameters(Batch(grey, color, torch.ones(1, 1, 32, 32, dtype=torch.bool)), adversarial=False)
    output, target = (values.detach() for values in seen[0])
    assert torch.allclose(luma(output), grey, atol=1e-2)
    assert torch.allclose(target, color + 40.0, atol=1e-2)


def _square_distance(output: Tensor, target: Tensor) -> Tensor:
    return (output - target).square().mean() / 255.0**2


@pytest.mark.parametrize("bad", [float("nan"), -9999.0])
@pytest.mark.parametrize("kind", ["patchgan", "two_light"])
@pytest.mark.parametrize("settings", [CLASSIC, EVERYTHING])
@pytest.mark.parametrize("precision", [torch.float32, torch.bfloat16])
def test_a_corner_without_data_teaches_nothing(
    bad: float, kind: str, settings: StepSettings, precision: torch.dtype
) -> None:
    """Whatever the target holds there, losses, gradients and weights are those of any other filling."""
    results = []
    for filling in (bad, 99.0):
        step = _step(settings, kind, precision, _square_distance)
        for batch in _batches(2):
            valid, target = batch.valid.clone(), batch.b.clone()
            valid[:, :, :12, 20:] = False
            target[:, :, :12, 20:] = filling
            step.optimize_parameters(Batch(batch.a, target, valid), adversarial=True)
        networks = (step.translator.generator, step.discriminator)
        gradients = [parameter.grad for network in networks for parameter in network.parameters()]
        results.append((_losses(step), [*gradients, *(v for n in networks for v in n.state_dict().values())]))
    assert results[0][0] == results[1][0]
    assert all(torch.isfinite(tensor).all() for tensor in results[0][1])
    assert all(torch.equal(one, other) for one, other in zip(results[0][1], results[1][1]))


def test_no_loss_pulls_at_output_without_data() -> None:
    step, (batch,) = _step(EVERYTHING, "two_light", perceptual=_square_distance), _batches(1)
    valid = batch.valid.clone()
    valid[0, :, 5:25, :16] = False
    gradients = []
    predict = step.translator.predict

    def watched(x: Tensor) -> Tensor:
        fake = predict(x)
        fake.register_hook(gradients.append)
        return fake

    step.translator.predict = watched
    step.optimize_parameters(Batch(batch.a, batch.b, valid), adversarial=True)
    assert (gradients[0][~valid.expand(-1, 3, -1, -1)] == 0.0).all()
    assert (gradients[0][1] != 0.0).float().mean() > 0.9
    assert (gradients[0][0, :, 25:] != 0.0).float().mean() > 0.9


def test_the_order_of_weights_in_memory_changes_nothing() -> None:
    losses = []
    for order in (torch.contiguous_format, torch.channels_last):
        networks = [network.to(memory_format=order) for network in _networks("two_light")]
        step = Pix2PixStep(*networks, FEATURES, Hardware(torch.device("cpu"), torch.float32, ""))
        for batch in _batches(3):
            step.optimize_parameters(batch, adversarial=True)
        losses.append(_losses(step))
    assert losses[0] == pytest.approx(losses[1], rel=1e-3)


def test_reduced_precision_stays_near() -> None:
    losses = []
    for precision in (torch.float32, torch.bfloat16, torch.float16):
        step = _step(FEATURES, "two_light", precision)
        for batch in _batches(3):
            step.optimize_parameters(batch, adversarial=True)
        losses.append(_losses(step))
    assert losses[0] == pytest.approx(losses[1], rel=0.03)
    assert losses[0] == pytest.approx(losses[2], rel=0.03)
