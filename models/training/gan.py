"""The training step of pix2pix, in the paper's order: forward, one step of D, one step of G."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict

import torch
from torch import Tensor, nn

from ..networks.losses import AdversarialLoss, masked_l1
from ..networks.translator import Translator
from .data import Batch
from .hardware import Hardware


@dataclass(frozen=True)
class StepSettings:
    """What the step needs of the training's settings.

    Attributes:
        learning_rate, beta1: of Adam; the second moment decays with 0.999.
        lambda_l1: weight of L1 beside the adversarial loss.
        gan_loss: kind of the adversarial loss.
    """

    learning_rate: float
    beta1: float
    lambda_l1: float
    gan_loss: str


class Pix2PixStep:
    """Networks, optimizers and losses of one training.

    Args:
        translator: the generator in its colour handling, on the device.
        discriminator: judges A‖B in codes, on the device.
    """

    def __init__(
        self, translator: Translator, discriminator: nn.Module, settings: StepSettings, hardware: Hardware
    ) -> None:
        self.translator, self.discriminator = translator, discriminator
        self._settings, self._hardware = settings, hardware
        self._adversarial = AdversarialLoss(settings.gan_loss)
        self.optimizer_g = self._adam(translator.generator)
        self.optimizer_d = self._adam(discriminator)
        self.losses: Dict[str, Tensor] = {}

    def set_learning_rate(self, factor: float) -> None:
        """Set both optimizers to ``factor`` times the rate they started with."""
        for optimizer in (self.optimizer_g, self.optimizer_d):
            for group in optimizer.param_groups:
                group["lr"] = self._settings.learning_rate * factor

    def forget(self) -> None:
        """Let go of the last batch and its graph, which take memory."""
        for name in ("_valid", "_input", "_real", "_fake"):
            self.__dict__.pop(name, None)
        self.losses = {}
        for network in (self.translator, self.discriminator):
            network.zero_grad(set_to_none=True)

    def optimize_parameters(self, batch: Batch, adversarial: bool) -> None:
        """One step on one batch; ``losses`` then holds what it cost.

        Args:
            batch: raw values, on the device.
            adversarial: False trains G with the L1 loss alone.
        """
        self.losses = {}
        self._set_input(batch)
        self._forward()
        if adversarial:
            self.discriminator.requires_grad_(True)
            self.optimizer_d.zero_grad(set_to_none=True)
            self._backward_d()
            self.optimizer_d.step()
            self.discriminator.requires_grad_(False)
        self.optimizer_g.zero_grad(set_to_none=True)
        self._backward_g(adversarial)
        self.optimizer_g.step()

    def _set_input(self, batch: Batch) -> None:
        color = self.translator.color
        with torch.no_grad():
            self._valid = batch.valid
            self._input = color.encode_input(batch.a)
            self._real = color.encode_target(batch.a, batch.b)

    def _forward(self) -> None:
        with self._hardware.autocast():
            self._fake = self.translator.predict(self._input)

    def _backward_d(self) -> None:
        fake, real = self._judge(self._fake.detach()), self._judge(self._real)
        loss = self._adversarial.discriminator(real, fake)
        self.losses["discriminator"] = loss.detach()
        torch.autograd.backward(loss)

    def _backward_g(self, adversarial: bool) -> None:
        l1 = masked_l1(self._fake, self._real, self._valid)
        self.losses["l1"] = l1.detach()
        loss = self._settings.lambda_l1 * l1
        if adversarial:
            deceit = self._adversarial.generator(self._judge(self._fake))
            self.losses["adversarial"] = deceit.detach()
            loss = loss + deceit
        torch.autograd.backward(loss)

    def _judge(self, code: Tensor) -> Tensor:
        """D's logits for A‖code; pixels without data are the same for real and fake."""
        shown = torch.where(self._valid, code, torch.zeros_like(code))
        with self._hardware.autocast():
            logits: Tensor = self.discriminator(
                torch.cat((self._input, self.translator.color.judge_gain * shown), dim=1)
            )
        return logits.float()

    def _adam(self, network: nn.Module) -> torch.optim.Adam:
        fused = self._hardware.device.type in ("cpu", "cuda")
        betas = (self._settings.beta1, 0.999)
        return torch.optim.Adam(network.parameters(), self._settings.learning_rate, betas, fused=fused)
