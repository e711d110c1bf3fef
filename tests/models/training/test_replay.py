"""Steps replayed on a card are the steps that would have been taken."""

from __future__ import annotations

from dataclasses import replace
from typing import Dict, List

import pytest
import torch

from image_translation.models.networks.color import Scaling, color_handling
from image_translation.models.networks.initialization import initialize
from image_translation.models.networks.registry import build_discriminator
from image_translation.models.networks.translator import Translator
from image_translation.models.networks.unet import UNet
from image_translation.models.training.data import Batch
from image_translation.models.training.gan import Pix2PixStep, StepSettings
from image_translation.models.training.hardware import Hardware
from image_translation.models.training.optimization import Optimization

pytestmark = [
    pytest.mark.gpu,
    pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a graphics card"),
]
ADAM = Optimization("adam", 2e-4)
SETTINGS = StepSettings(ADAM, ADAM, 100.0, "least_squares", lambda_features=10.0)


def _step(hardware: Hardware) -> Pix2PixStep:
    handling = color_handling("direct", Scaling(((0.0, 255.0),) * 3, ((0.0, 255.0),) * 3, (0.0, 255.0)))
    translator = Translator(handling, UNet(3, 3, ngf=8, depth=6))
    initialize(translator.generator, torch.Generator().manual_seed(0))
    discriminator = build_discriminator("two_light", translator, 16)
    initialize(discriminator, torch.Generator().manual_seed(1))
    for network in (translator, discriminator):
        network.to(hardware.device).train()
    translator.generator.use_generator(torch.Generator(hardware.device).manual_seed(2))
    return Pix2PixStep(translator, discriminator, SETTINGS, hardware)


def _train(step: Pix2PixStep, sizes: List[int]) -> List[Dict[str, float]]:
    """Warm-up, then adversarial steps, the rate falling; some batches are smaller."""
    chance, losses = torch.Generator().manual_seed(3), []
    for number, size in enumerate(sizes):
        a, b = (255.0 * torch.rand(size, 3, 64, 64, generator=chance) for _ in range(2))
        batch = Batch(a, b, torch.ones(size, 1, 64, 64, dtype=torch.bool)).to(torch.device("cuda"))
        step.set_learning_rate(1.0 - 0.02 * number)
        step.optimize_parameters(batch, adversarial=number >= 8)
        losses.append({name: float(loss) for name, loss in step.losses.items()})
    return losses


@pytest.mark.parametrize("precision", [torch.float32, torch.bfloat16, torch.float16])
def test_replayed_steps_are_the_steps(precision: torch.dtype) -> None:
    sizes = [4, 4, 4, 4, 4, 4, 2, 4] * 3
    plain = Hardware(torch.device("cuda"), precision, "")
    expected = _train(_step(plain), sizes)
    step = _step(replace(plain, replays=True))
    found = _train(step, sizes)
    assert step._replay is not None
    assert not step._replay._failed
    assert len(step._replay._recordings) == 2
    for one, other in zip(found, expected):
        assert one == pytest.approx(other, rel=0.02 if precision == torch.float32 else 0.1)


def test_a_step_that_cannot_be_recorded_is_taken_as_it_comes() -> None:
    step = _step(Hardware(torch.device("cuda"), torch.float32, "", replays=True))
    take = step._replay._take

    def waiting(batch: Batch, adversarial: bool):
        losses = take(batch, adversarial)
        losses["l1"].item()
        return losses

    step._replay._take = waiting
    losses = _train(step, [2] * 16)
    assert step._replay._failed
    assert losses[-1]["l1"] < losses[0]["l1"]
    assert torch.cuda.current_stream() == torch.cuda.default_stream()
    torch.cuda.empty_cache()
    before = torch.cuda.memory_reserved()
    step.forget()
    torch.cuda.empty_cache()
    assert torch.cuda.memory_reserved() <= before


def test_recordings_give_back_their_memory() -> None:
    step = _step(Hardware(torch.device("cuda"), torch.float32, "", replays=True))
    _train(step, [4] * 8)
    step.forget()
    torch.cuda.empty_cache()
    before = torch.cuda.memory_reserved()
    _train(step, [4] * 8)
    assert step._replay is not None and len(step._replay._recordings) == 1
    torch.cuda.empty_cache()
    assert torch.cuda.memory_reserved() > before
    assert step.forget() and not step.forget()
    torch.cuda.empty_cache()
    assert torch.cuda.memory_reserved() <= before
