"""A spy on the training loop: what every step was given, and which weights were judged and published."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, Dict, List

import pytest
import torch
from torch import Tensor

from image_translation.models.training import gan, loop
from image_translation.models.training import train as train_module
from image_translation.models.training.settings import TrainSettings

State = Dict[str, Tensor]


@dataclass
class Step:
    """One step as it was taken.

    Attributes:
        chips: how many it learned from.
        adversarial: whether the discriminator had a say.
        generator, discriminator: the optimizers' options (``lr``, ``betas``, ``weight_decay``, …).
        kind: of the generator's optimizer.
        losses: their parts by name.
        cost: what the generator's weights were changed for.
        weights: the translator's state after it.
        discriminator_moved: whether the discriminator's weights changed.
    """

    chips: int
    adversarial: bool
    generator: Dict[str, Any]
    discriminator: Dict[str, Any]
    kind: str
    losses: Dict[str, float] = field(default_factory=dict)
    cost: float = math.nan
    weights: State = field(default_factory=dict)
    discriminator_moved: bool = False


class Spy:
    """Watches every training from its creation to the end of the test."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.steps: List[Step] = []
        self.first: State = {}
        self.judged: List[State] = []
        self.published: List[State] = []
        self._backward = torch.autograd.backward
        self._costs: List[float] = []
        monkeypatch.setattr(torch.autograd, "backward", self._noted)
        self._watch_steps(monkeypatch)
        monkeypatch.setattr(loop, "evaluate_together", self._watching(loop.evaluate_together, 0, self.judged))
        for module in (loop, train_module):
            monkeypatch.setattr(module, "publish", self._watching(module.publish, 1, self.published))

    def _noted(self, loss: Tensor, *arguments: Any, **keywords: Any) -> None:
        self._costs.append(float(loss.detach()))
        self._backward(loss, *arguments, **keywords)

    @staticmethod
    def _watching(function: Any, place: int, seen: List[State]) -> Any:
        def call(*arguments: Any, **keywords: Any) -> Any:
            seen.append(state(arguments[place]))
            return function(*arguments, **keywords)

        return call

    def _watch_steps(self, monkeypatch: pytest.MonkeyPatch) -> None:
        taken = gan.Pix2PixStep.optimize_parameters

        def call(step: gan.Pix2PixStep, batch: Any, adversarial: bool) -> None:
            if not self.steps:
                self.first = state(step.translator)
            generator, discriminator = (
                {key: _plain(value) for key, value in one.param_groups[0].items() if key != "params"}
                for one in (step.optimizer_g, step.optimizer_d)
            )
            note = Step(len(batch), adversarial, generator, discriminator, type(step.optimizer_g).__name__)
            before = state(step.discriminator)
            taken(step, batch, adversarial)
            note.losses = {name: float(loss) for name, loss in step.losses.items()}
            note.cost, note.weights = self._costs[-1], state(step.translator)
            note.discriminator_moved = not same(before, state(step.discriminator))
            self.steps.append(note)

        monkeypatch.setattr(gan.Pix2PixStep, "optimize_parameters", call)

    def averages(self, decay: float) -> List[State]:
        """The moving average after each step, from the weights that were seen."""
        average, found = dict(self.first), []
        for number, step in enumerate(self.steps, 1):
            stays = min(decay, (1 + number) / (10 + number)) if decay else 0.0
            average = {
                key: stays * average[key] + (1 - stays) * new if new.is_floating_point() else new
                for key, new in step.weights.items()
            }
            found.append(average)
        return found


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Tensor) else value


def state(module: Any) -> State:
    """A copy of a module's state."""
    return {key: value.detach().clone() for key, value in module.state_dict().items()}


def same(first: State, second: State, tolerance: float = 0.0) -> bool:
    """Whether two states agree, to ``tolerance`` relative to the larger of 1 and the value."""
    if set(first) != set(second):
        return False
    return all(
        torch.equal(one, second[key])
        if not tolerance
        else torch.allclose(one.double(), second[key].double(), rtol=tolerance, atol=tolerance)
        for key, one in first.items()
    )


def expected_rate(settings: TrainSettings, share: float, epoch: int) -> float:
    """Factor on the learning rate, written down from the documentation of the schedules."""
    epochs = settings.max_epochs
    if settings.schedule == "constant":
        return 1.0
    if settings.schedule == "step":
        return 1.0 if share < 2 / 3 else 0.1
    if settings.schedule == "cosine":
        return math.cos(math.pi * share / 2) ** 2
    if settings.schedule == "continuous":
        return 1.0 if share < 0.5 else 2 - 2 * share
    first_half = epochs // 2
    return 1.0 if epoch <= first_half else 1 - (epoch - first_half) / (epochs - first_half + 1)


def expected_cost(settings: TrainSettings, share: float, losses: Dict[str, float]) -> float:
    """The generator's loss, by the weights of the recipe."""
    until = settings.pixel_loss_until
    closeness = 1.0 if until >= 1 else max(0.0, 1 - share / until)
    return (
        settings.lambda_l1 * closeness * losses[settings.pixel_loss]
        + losses.get("adversarial", 0.0)
        + settings.lambda_features * losses.get("features", 0.0)
        + settings.lambda_perceptual * losses.get("perceptual", 0.0)
    )
