"""Keeps a training's checkpoint on disk, and goes on from the one that an interrupted run has left."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import Any, Callable, Dict, Mapping, Optional, Protocol, Tuple

import torch
from torch import Tensor, nn

from ..feedback import Feedback
from .checkpoint import (
    Checkpoint,
    CheckpointError,
    OtherTrainingError,
    check_layout,
    checkpoint_path,
    group,
    read_checkpoint,
    write_checkpoint,
)
from .disk import reason
from .distributed import ALONE, Group
from .optimization import state_shapes
from .plan import Plan

_MOST_SHARE = 0.05
LIMITS = ("max_epochs", "max_minutes", "patience")
_OF_NO_ACCOUNT = ("output", "report", "resume", "device", "threads", "workers", "checkpoint_minutes", *LIMITS)
_BY_CONTENT = ("chips", "validation_chips", "base_model")


class Resumable(Protocol):
    """A training, as its keeper sees it."""

    def is_sound(self) -> bool:
        """Whether it is worth going on from here."""

    def snapshot(self) -> Tuple[Dict[str, Any], Dict[str, Tensor]]:
        """Plain values and tensors from which :meth:`restore` goes on."""

    def restore(self, facts: Mapping[str, Any], tensors: Mapping[str, Tensor]) -> None:
        """Go on from a snapshot; change nothing when it raises CheckpointError, KeyError, TypeError, ValueError."""


class Keeper:
    """Writes the checkpoint of one training.

    Args:
        group: the processes that train; the first one reads and writes for all.
        clock: returns seconds; replaceable in tests.

    Attributes:
        path: the file.
        cost: seconds that it took to write the last time, 0 before.
    """

    def __init__(
        self,
        plan: Plan,
        training: Resumable,
        feedback: Feedback,
        group: Group = ALONE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        settings = plan.settings
        self.path = checkpoint_path(settings.output)
        self._group = group
        self._training, self._feedback, self._clock = training, feedback, clock
        self._resume, self._pause = settings.resume, 60.0 * settings.checkpoint_minutes
        asked = settings.as_json()
        base = plan.base.digest if plan.base else ""
        self._limits = {key: asked[key] for key in LIMITS}
        self._identity = {key: value for key, value in asked.items() if key not in (*_OF_NO_ACCOUNT, *_BY_CONTENT)}
        self._identity.update(chips=plan.chips.fingerprint(), base_model=base)
        self._written, self.cost, self._failed = clock(), 0.0, False
        self._own = False

    @property
    def can_go_on(self) -> bool:
        """Whether there is a checkpoint of this training."""
        return self._own and self.path.exists()

    def take_up(self) -> bool:
        """Go on from the checkpoint, if there is one of this very training; True if so."""
        checkpoint = self._group.from_first(self._read() if self._group.is_first else None)
        if checkpoint is None:
            return False
        try:
            self._training.restore(checkpoint.facts, checkpoint.tensors)
        except (CheckpointError, KeyError, TypeError, ValueError, AttributeError, RuntimeError) as error:
            self._refuse(error)
            return False
        self._own = True
        changed = [
            f"{name} was {was:g} and is {self._limits[name]:g}"
            for name, was in checkpoint.limits.items()
            if was != self._limits.get(name, was)
        ]
        if changed:
            self._feedback.info(
                f"Other limits than before the interruption: {', '.join(changed)}; from here on learning rate and "
                "losses follow the new length."
            )
        return True

    def within_epoch(self) -> None:
        """Write a checkpoint when the time for it has come."""
        if self._clock() - self._written >= self._pause:
            self.save()

    def after_epoch(self) -> None:
        """Write a checkpoint, unless writing would take more than a twentieth of the time."""
        if self._clock() - self._written >= min(self._pause, self.cost / _MOST_SHARE):
            self.save()

    def save(self) -> None:
        """Write a checkpoint; a disk that is full or fails is told once, and the training goes on."""
        if not self._group.is_first or not self._training.is_sound():
            return
        begun = self._clock()
        facts, tensors = self._training.snapshot()
        try:
            write_checkpoint(self.path, Checkpoint(self._identity, facts, tensors, self._limits))
            self._failed, self._own = False, True
        except OSError as error:
            if not self._failed:
                self._feedback.warning(
                    f"The checkpoint {self.path} cannot be written ({reason(error)}); the training goes on, but could "
                    "not be taken up after an interruption."
                )
            self._failed = True
        self._written = self._clock()
        self.cost = self._written - begun

    def remove(self) -> None:
        """The training has ended, so nothing can go on from its checkpoint."""
        if self._group.is_first:
            self.path.unlink(missing_ok=True)

    def _read(self) -> Optional[Checkpoint]:
        if not self._resume or not self.path.exists():
            return None
        try:
            return read_checkpoint(self.path, self._identity)
        except CheckpointError as error:
            self._refuse(error)
            return None

    def _refuse(self, error: Exception) -> None:
        why, kept = error if isinstance(error, CheckpointError) else f"it is damaged: {error!r}", ""
        if isinstance(error, OtherTrainingError):
            aside = self.path.with_name(f"{self.path.stem}.earlier{self.path.suffix}")
            with suppress(OSError):
                os.replace(self.path, aside)
                kept = f" It is kept as {aside.name}; to go on from it, give it its name back."
        self._feedback.warning(f"The checkpoint {self.path} is not used ({why}); the training starts anew.{kept}")


class Parts:
    """The networks and optimizers of a training as one flat table of tensors, ``part/key``.

    Args:
        modules: by name; all of their state is kept.
        optimizers: by name; before an optimizer's first step it has no state.
    """

    def __init__(self, modules: Mapping[str, nn.Module], optimizers: Mapping[str, torch.optim.Optimizer]) -> None:
        self._modules, self._optimizers = modules, optimizers

    def tensors(self) -> Dict[str, Tensor]:
        """The state as it is."""
        found: Dict[str, Tensor] = {}
        for name, module in self._modules.items():
            found.update({f"{name}/{key}": tensor for key, tensor in module.state_dict().items()})
        for name, optimizer in self._optimizers.items():
            for index, state in optimizer.state_dict()["state"].items():
                found.update({f"{name}/{index}.{key}": tensor for key, tensor in state.items()})
        return found

    def check(self, tensors: Mapping[str, Tensor]) -> None:
        """Whether :meth:`put` would take these.

        Raises:
            CheckpointError: a key or a shape is not that of the networks.
        """
        for name, module in self._modules.items():
            check_layout(group(tensors, name), shapes(module), name)
        for name, optimizer in self._optimizers.items():
            found = group(tensors, name)
            if found:
                check_layout(found, state_shapes(optimizer), name)

    def put(self, tensors: Mapping[str, Tensor]) -> None:
        """Take over a state that :meth:`check` has passed."""
        for name, module in self._modules.items():
            module.load_state_dict(group(tensors, name))
        for name, optimizer in self._optimizers.items():
            weights = [weight for items in optimizer.param_groups for weight in items["params"]]
            table: Dict[int, Dict[str, Tensor]] = {}
            for key, tensor in group(tensors, name).items():
                index, _, field = key.partition(".")
                table.setdefault(int(index), {})[field] = _arranged_as(weights[int(index)], tensor)
            optimizer.load_state_dict({**optimizer.state_dict(), "state": table})


def _arranged_as(weight: Tensor, state: Tensor) -> Tensor:
    """An optimizer's state in the memory order of its weight, without which fused optimizers mix up the elements."""
    if state.shape != weight.shape:
        return state
    return torch.empty_like(weight, dtype=state.dtype, requires_grad=False).copy_(state)


def shapes(module: nn.Module) -> Dict[str, Tuple[int, ...]]:
    """Shape by key of a module's state."""
    return {key: tuple(tensor.shape) for key, tensor in module.state_dict().items()}
