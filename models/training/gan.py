"""The training step of pix2pix, in the paper's order: forward, one step of D, one step of G."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Dict, List, Optional, TypeVar

import torch
from torch import Tensor, nn

from ..devices import is_out_of_memory
from ..networks.discriminator import Discriminator, Judgement
from ..networks.generator import SeededDropout
from ..networks.losses import PIXEL_LOSSES, AdversarialLoss, feature_matching
from ..networks.translator import Translator
from .data import Batch
from .distributed import ALONE, Group
from .hardware import Hardware, Pace
from .loss_scale import LossScale
from .memory import release
from .optimization import Optimization, set_rate
from .replay import Replay
from .settings import TrainSettings

T = TypeVar("T")
_TAKEN = "step taken"
PerceptualLoss = Callable[[Tensor, Tensor], Tensor]


@dataclass(frozen=True)
class StepSettings:
    """What the step needs of the training's settings.

    Attributes:
        generator, discriminator: their optimizers.
        pixel_loss: ``l1`` or ``l2``.
        lambda_l1: weight of the pixel loss beside the adversarial loss.
        gan_loss: kind of the adversarial loss.
        lambda_features: weight of the feature matching loss, which goes with the adversarial loss.
        lambda_perceptual: weight of the perceptual loss.
    """

    generator: Optimization
    discriminator: Optimization
    lambda_l1: float
    gan_loss: str
    pixel_loss: str = "l1"
    lambda_features: float = 0.0
    lambda_perceptual: float = 0.0

    @staticmethod
    def of(settings: TrainSettings, learning_rate: float) -> StepSettings:
        """The training's settings as far as they concern the step; the learning rate is the plan's."""
        kind, rate_d = settings.optimizer, learning_rate * settings.discriminator_rate
        return StepSettings(
            Optimization(kind, learning_rate, settings.beta1, settings.weight_decay),
            Optimization(kind, rate_d, settings.discriminator_beta1, settings.discriminator_weight_decay),
            settings.lambda_l1,
            settings.gan_loss,
            settings.pixel_loss,
            settings.lambda_features,
            settings.lambda_perceptual,
        )


class Pix2PixStep:
    """Networks, optimizers and losses of one training.

    Args:
        translator: the generator in its colour handling, on the device.
        discriminator: judges A‖B in codes, on the device.
        group: the processes that share a batch; each adds up its own part of losses and gradients.
        perceptual: what raw output and raw target (N, Cb, H, W) cost beside each other, as a mean over the chips; both
            are 0 where there is no data, and the target is as near as the colour handling can come to it with this
            input, so that a lightness that is kept costs nothing. Needed where ``lambda_perceptual`` is not 0.
    """

    def __init__(
        self,
        translator: Translator,
        discriminator: Discriminator,
        settings: StepSettings,
        hardware: Hardware,
        group: Group = ALONE,
        perceptual: Optional[PerceptualLoss] = None,
    ) -> None:
        self.translator, self.discriminator = translator, discriminator
        self._settings, self._hardware, self._group = settings, hardware, group
        self._adversarial = AdversarialLoss(settings.gan_loss)
        self._perceptual = perceptual if settings.lambda_perceptual else None
        self._pixel_loss = PIXEL_LOSSES[settings.pixel_loss]
        self._closeness = torch.ones((), device=hardware.device)
        self.optimizer_g = settings.generator.optimizer(translator.generator, hardware)
        self.optimizer_d = settings.discriminator.optimizer(discriminator, hardware)
        self.scale, self._pace = LossScale(hardware), Pace(hardware.device)
        self.losses: Dict[str, Tensor] = {}
        self.taken: Optional[Tensor] = None
        self._replay: Optional[Replay] = None
        if hardware.replays and group.size == 1:
            generators = {id(one): one for one in map(_generator, translator.modules()) if one is not None}
            self._replay = Replay(self._take, self._let_go, list(generators.values()), hardware.device)

    def set_learning_rate(self, factor: float) -> None:
        """Set both optimizers to ``factor`` times the rate they started with."""
        set_rate(self.optimizer_g, self._settings.generator.learning_rate * factor)
        set_rate(self.optimizer_d, self._settings.discriminator.learning_rate * factor)

    def set_closeness(self, factor: float) -> None:
        """Let the pixel loss count ``factor`` times its weight."""
        self._closeness.fill_(factor)

    def forget(self) -> bool:
        """Let go of the last batch, its graph and recorded steps, which take memory; whether steps were recorded."""
        held = self._replay is not None and self._replay.clear()
        self._let_go()
        return held

    def making_room(self, work: Callable[[], T]) -> T:
        """Do ``work``, and where memory does not suffice beside the recorded steps, do it once more without them."""
        try:
            return work()
        except Exception as error:
            if not is_out_of_memory(error) or not self.forget():
                raise
        release(self._hardware.device)
        return work()

    def _let_go(self) -> None:
        for name in ("_batch", "_valid", "_input", "_real", "_fake"):
            self.__dict__.pop(name, None)
        self.losses = {}
        for network in (self.translator, self.discriminator):
            network.zero_grad(set_to_none=True)

    def optimize_parameters(self, batch: Batch, adversarial: bool) -> None:
        """One step on one batch; ``losses`` then holds what it cost, ``taken`` whether G has moved (None: it has).

        Args:
            batch: raw values, on the device.
            adversarial: False trains G with the pixel loss alone.
        """
        losses = (self._replay or self._take)(batch, adversarial)
        self.taken = losses.pop(_TAKEN, None)
        self.losses = losses
        self._pace.step()

    def _take(self, batch: Batch, adversarial: bool) -> Dict[str, Tensor]:
        self.losses = {}
        self._set_input(batch)
        self._forward()
        if adversarial:
            self.discriminator.requires_grad_(True)
            self.optimizer_d.zero_grad(set_to_none=True)
            self._backward_d()
            self._group.sum_gradients(self.discriminator)
            self.scale.step(self.optimizer_d)
            self.discriminator.requires_grad_(False)
        self.optimizer_g.zero_grad(set_to_none=True)
        self._backward_g(adversarial)
        self._group.sum_gradients(self.translator.generator)
        taken = self.scale.step(self.optimizer_g)
        self.scale.update()
        return self.losses if taken is None else {**self.losses, _TAKEN: taken}

    def _set_input(self, batch: Batch) -> None:
        color = self.translator.color
        with torch.no_grad():
            self._batch, self._valid = batch, batch.valid
            self._input = self._hardware.arranged(color.encode_input(batch.a))
            self._real = self._hardware.arranged(color.encode_target(batch.a, batch.b))

    def _forward(self) -> None:
        with self._hardware.autocast():
            self._fake = self.translator.predict(self._input)

    def _backward_d(self) -> None:
        with self._hardware.autocast():
            fake, real = self._judge(self._fake.detach()), self._judge(self._real)
        loss = self._group.by_chips(self._adversarial.discriminator(_logits(real), _logits(fake)))
        self.losses["discriminator"] = loss.detach()
        self.scale.backward(loss)

    def _backward_g(self, adversarial: bool) -> None:
        settings = self._settings
        difference = self._group.by_pixels(self._pixel_loss(self._fake, self._real, self._valid), self._valid)
        loss = settings.lambda_l1 * self._closeness * self._noted(settings.pixel_loss, difference)
        if adversarial:
            with self._hardware.autocast():
                fake = self._judge(self._fake)
            deceit = self._group.by_chips(self._adversarial.generator(_logits(fake)))
            loss = loss + self._noted("adversarial", deceit)
            if settings.lambda_features:
                with self._hardware.autocast(), torch.no_grad():
                    real = self._judge(self._real)
                features = self._group.by_chips(feature_matching(_full(real), _full(fake)))
                loss = loss + settings.lambda_features * self._noted("features", features)
        if self._perceptual is not None:
            output, target = (self.translator.color.decode(self._batch.a, code) for code in (self._fake, self._real))
            perceptual = self._group.by_chips(self._perceptual(self._shown(output), self._shown(target)))
            loss = loss + settings.lambda_perceptual * self._noted("perceptual", perceptual)
        self.scale.backward(loss)

    def _noted(self, name: str, loss: Tensor) -> Tensor:
        self.losses[name] = loss.detach()
        return loss

    def _judge(self, code: Tensor) -> List[Judgement]:
        """D's judgements of A‖code; pixels without data are the same for real and fake."""
        shown = self.translator.color.judge_gain * self._shown(code)
        return self.discriminator.judge(torch.cat((self._input, shown), dim=1))

    def _shown(self, values: Tensor) -> Tensor:
        return torch.where(self._valid, values, torch.zeros_like(values))


def _full(judgements: List[Judgement]) -> List[Judgement]:
    """With 32-bit features, since losses are not summed in fewer."""
    return [Judgement(one.logits, tuple(layer.float() for layer in one.features)) for one in judgements]


def _generator(layer: nn.Module) -> Optional[torch.Generator]:
    return layer.generator if isinstance(layer, SeededDropout) else None


def _logits(judgements: List[Judgement]) -> List[Tensor]:
    return [judgement.logits.float() for judgement in judgements]
