"""Keeps gradients of float16 in its range: losses are multiplied, and steps whose gradients overflow are left out."""

from __future__ import annotations

import math
from typing import Any, Dict, Mapping, Optional

import torch
from torch import Tensor

from .hardware import Hardware

_START = 2.0**12  # from PyTorch's 2¹⁶ on, the first steps of a training would be left out


class LossScale:
    """The factor of the losses of a training; with other types than float16 there is none, and every step is taken.

    It is halved whenever a step overflows, and doubled after 2000 steps that do not (Micikevicius et al. 2018). Nothing
    here waits for the device, except on one whose optimizers cannot leave out a step by themselves.
    """

    def __init__(self, hardware: Hardware) -> None:
        self._scaler: Optional[Any] = None
        if hardware.precision == torch.float16:
            self._scaler = torch.amp.GradScaler(hardware.device.type, _START)

    def backward(self, loss: Tensor) -> None:
        """The gradients of a loss, multiplied."""
        torch.autograd.backward(loss if self._scaler is None else self._scaler.scale(loss))

    def step(self, optimizer: torch.optim.Optimizer) -> Optional[Tensor]:
        """A step of an optimizer; 1 if it was taken and 0 if it was left out, None where every step is taken."""
        if self._scaler is None:
            optimizer.step()
            return None
        self._scaler.step(optimizer)
        found = self._scaler._found_inf_per_device(optimizer).values()
        return 1.0 - torch.stack(list(found)).amax()

    def update(self) -> None:
        """All optimizers have had their step."""
        if self._scaler is not None:
            self._scaler.update()

    def state(self) -> Optional[Dict[str, Any]]:
        """Plain values from which :meth:`restore` goes on."""
        state: Optional[Dict[str, Any]] = None if self._scaler is None else self._scaler.state_dict()
        return state

    def restore(self, state: Optional[Mapping[str, Any]]) -> None:
        """Go on from the state of a training that had a scale; one without begins with a new one.

        Raises:
            KeyError, TypeError, ValueError: it is none.
        """
        if self._scaler is None or state is None:
            return
        scale, steps = float(state["scale"]), int(state["_growth_tracker"])
        if not 0 < scale < math.inf or steps < 0:
            raise ValueError(f"a loss scale of {scale}")
        self._scaler.load_state_dict({**self._scaler.state_dict(), "scale": scale, "_growth_tracker": steps})
