"""The loop of a training: epochs of steps, a check after each, and everything that keeps the result safe."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from typing import Any, Dict, List, Mapping, Tuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ..devices import first_line, is_out_of_memory
from ..errors import Cancelled, InputError
from ..feedback import Feedback, TimeLeft
from ..networks.initialization import initialize
from ..networks.registry import build_discriminator
from ..networks.translator import Translator
from .best import BestModel, best_epoch
from .checkpoint import check_layout, group
from .composition import Course
from .data import Batch, Pass
from .disk import check_room, reason
from .distributed import ALONE, Group
from .ema import MovingAverage
from .gan import Pix2PixStep, StepSettings
from .joint_validation import evaluate_together
from .keeping import Keeper, Parts, shapes
from .memory import release
from .metrics import MONITORED
from .perceptual import perceptual_loss
from .plan import Plan
from .preview import Preview
from .publish import publish
from .rival import find_rival
from .schedule import Progress, closeness, rate_factor
from .standing import Standing, evaluation_from_json, evaluation_to_json
from .synchronized import synchronize
from .validation import Evaluation, device_of
from .words import epoch_line, farewell, going_on, no_memory, to_beat

_TIME_FOR_STEPS = 0.97


class Training:
    """One training under way.

    Args:
        started: when the job began, on the monotonic clock; the time limit counts from there.
        group: the processes that train; the first one decides, writes and talks for all.
    """

    def __init__(self, plan: Plan, feedback: Feedback, started: float, group: Group = ALONE) -> None:
        self._plan, self._feedback, self._started, self._group = plan, feedback, started, group
        settings, device = plan.settings, plan.hardware.device
        translator = plan.first_translator(feedback)
        discriminator = build_discriminator(settings.discriminator, translator, settings.ndf)
        initialize(discriminator, torch.Generator().manual_seed(settings.seed + 1), settings.initial_std)
        self._networks = (translator, discriminator)
        for network in self._networks:
            synchronize(network, group)
            network.to(device).train()
        self._dropout = torch.Generator(device).manual_seed(settings.seed)
        translator.generator.use_generator(self._dropout)
        average = plan.new_translator().to(device)
        for one in (translator.generator, average.generator, discriminator):
            plan.hardware.arrange(one)
        self._average = MovingAverage(average, translator, settings.ema)
        self._step = Pix2PixStep(
            translator,
            discriminator,
            StepSettings.of(settings, plan.learning_rate),
            plan.hardware,
            group,
            perceptual_loss(settings, translator.color),
        )
        self._parts = Parts(
            {"translator": translator, "discriminator": discriminator, "average": self._average.average},
            {"optimizer_g": self._step.optimizer_g, "optimizer_d": self._step.optimizer_d},
        )
        self._chance = np.random.default_rng(settings.seed)
        self._best = BestModel(self._publish, settings.monitor)
        self._standing = Standing(plan.batch_size)
        self._pass = self._new_pass()
        self._progress = Progress(settings.max_epochs * len(plan.train), 0.0)
        self._preview = Preview(plan)
        self._keeper = Keeper(plan, self, feedback, group)
        self._reached = 0.0
        self._least_batch, self._has_tried_whole = plan.batch_size, False

    @property
    def plan(self) -> Plan:
        """What is trained, and where it is written."""
        return self._plan

    @property
    def best(self) -> BestModel:
        """The best model so far."""
        return self._best

    @property
    def keeper(self) -> Keeper:
        """What writes the checkpoint."""
        return self._keeper

    @property
    def preview(self) -> Preview:
        """What draws the preview."""
        return self._preview

    def run(self) -> None:
        """Train to the end, keeping checkpoint and best epoch on disk whatever happens."""
        try:
            self._begin()
            while not self._ended():
                self._epoch()
        except Cancelled as error:
            raise self.stopped() from error
        except Exception:
            self._save_best()
            raise

    def stopped(self) -> Cancelled:
        """Bring everything to disk after a cancel; the error that tells so."""
        if self._standing.done:
            self._keeper.save()
        self._save_best()
        return Cancelled(farewell(self._plan, self._standing, self._best, self._keeper))

    def best_translator(self) -> Translator:
        """The best model so far, on the CPU, in evaluation mode."""
        translator = self._plan.new_translator()
        translator.load_state_dict(self._best.weights)
        return translator.eval()

    def course(self) -> Course:
        """How the training has gone so far, over all its runs."""
        standing = self._standing
        seconds = time.monotonic() - self._started + self._progress.spent
        speed = standing.done / standing.training_seconds if standing.training_seconds else 0.0
        return Course(tuple(standing.history), self._best.epoch, seconds, speed, standing.run)

    def figures(self, model: nn.Module, indices: NDArray[np.int64]) -> Evaluation:
        """Figures of a model, in evaluation mode, on some of the chips; it is lent to the training's device."""
        plan, home = self._plan, device_of(model)
        model.to(plan.hardware.device)
        found = evaluate_together(model, plan.chips, _ints(indices), plan.data_range, self._feedback, self._group)
        model.to(home)
        return found

    def rehearse(self) -> None:
        """A step that tells whether memory suffices for this process's share of the batch; it spoils the training.

        Raises:
            Exception: whatever a lack of memory leads to, see :func:`~..devices.is_out_of_memory`.
        """
        with self._group.apart():
            self._group.begin(self._standing.batch_size)
            batch = self._pass.next(self._standing.batch_size).to(self._plan.hardware.device)
            self._step.optimize_parameters(batch, adversarial=self._plan.settings.warmup < 1.0)

    def is_sound(self) -> bool:
        """Whether every loss is still a number."""
        return self._standing.is_finite()

    def snapshot(self) -> Tuple[Dict[str, Any], Dict[str, Tensor]]:
        """Plain values and tensors from which :meth:`restore` goes on."""
        best = None
        tensors = {**self._parts.tensors(), "dropout/state": self._dropout.get_state()}
        if self._best.evaluation is not None:
            best = {"epoch": self._best.epoch, "evaluation": evaluation_to_json(self._best.evaluation)}
            tensors.update({f"best/{key}": tensor for key, tensor in self._best.weights.items()})
        facts = {
            "standing": self._standing.to_json(),
            "pass": self._pass.place(),
            "seconds": self._progress.elapsed,
            "average_updates": self._average.updates,
            "loss_scale": self._step.scale.state(),
            "best": best,
        }
        return facts, tensors

    def restore(self, facts: Mapping[str, Any], tensors: Mapping[str, Tensor]) -> None:
        """Go on from a snapshot.

        Raises:
            CheckpointError, KeyError, TypeError, ValueError: it is none of this training; nothing has changed.
        """
        plan, chance = self._plan, np.random.default_rng()
        standing = Standing.from_json(facts["standing"], plan.hardware.device)
        augmentation = plan.settings.augmentation
        taken_up = Pass.taken_up(facts["pass"], plan.chips, plan.train, chance, augmentation, self._group)
        seconds, updates, best = float(facts["seconds"]), int(facts["average_updates"]), facts["best"]
        self._parts.check(tensors)
        if best is not None:
            weights, evaluation = group(tensors, "best"), evaluation_from_json(best["evaluation"])
            check_layout(weights, shapes(self._average.average), "best")
        self._step.scale.restore(facts.get("loss_scale"))
        if best is not None:
            self._best.restore(weights, int(best["epoch"]), evaluation)
        self._parts.put(tensors)
        if tensors["dropout/state"].shape == self._dropout.get_state().shape:
            self._dropout.set_state(tensors["dropout/state"])
        self._chance, self._pass, self._standing = chance, taken_up, standing
        self._average.updates = updates
        self._progress.spent, self._progress.done = seconds, standing.done

    def _begin(self) -> None:
        settings = self._plan.settings
        self._group.together(partial(check_room, settings.output, self._keeper.path, *self._networks))
        budget = settings.max_minutes * 60 * _TIME_FOR_STEPS
        if budget:
            budget = max(1.0, budget - (time.monotonic() - self._started) - 2 * self._plan.seconds_to_check)
        self._progress.seconds = budget
        self._feedback.info(to_beat(self._plan))
        if self._keeper.take_up():
            at = self._pass.position
            self._feedback.info(going_on(self._plan, self._standing, self._best, at, self._keeper.path))
        if self._plan.base is not None and self._best.evaluation is None:
            unchanged = self._plan.baselines["base_model"].only(_ints(self._plan.checked_each_epoch))
            self._best.restore(dict(self._plan.base.weights), 0, unchanged)
            self._feedback.info("The base model counts as epoch 0: only what is better than it takes its place.")
        if self._group.is_first:
            self._respect_what_is_there()
        self._feedback.info(f"Preview, drawn anew as the training goes on: {self._preview.path}")
        self._left, self._share_at_start = TimeLeft(), self._progress.share

    def _respect_what_is_there(self) -> None:
        rival = find_rival(self._plan, self._standing.run, self._feedback)
        if rival is not None:
            self._plan = replace(self._plan, rival=rival)
            self._feedback.info(rival.introduction)

    def _new_pass(self) -> Pass:
        plan = self._plan
        return Pass(plan.chips, plan.train, self._chance, plan.settings.augmentation, self._group)

    def _agree(self) -> None:
        """Take the first process's word for how far the training is, and for whether the user has stopped it."""
        self._reached, stop = self._group.from_first((self._progress.share, self._feedback.is_cancelled()))
        if stop:
            raise Cancelled()

    def _ended(self) -> bool:
        self._agree()
        settings, history = self._plan.settings, self._standing.history
        epochs = len(history)
        begun = self._pass.position > 0
        if epochs and (epochs >= settings.max_epochs or (self._reached >= 1.0 and not begun)):
            return True
        if begun or not settings.patience or not epochs:
            return False
        if epochs - best_epoch(settings.monitor, history) < settings.patience:
            return False
        figure = MONITORED[settings.monitor]
        self._feedback.info(f"No better {figure} in {settings.patience} epochs; the training ends here.")
        return True

    def _epoch(self) -> None:
        """The epoch under way to its end: steps, figures, a line in the log, files."""
        standing = self._standing
        self._try_whole_batches()
        self._steps()
        self._check_finite()
        begun = time.monotonic()
        evaluation = self.figures(self._average.average, self._plan.checked_each_epoch)
        seconds = standing.epoch_seconds + time.monotonic() - begun
        losses = standing.mean_losses()
        row = {"epoch": float(standing.epoch), **losses, **evaluation.mean, "seconds": seconds}
        better = self._best.offer(self._average.average, standing.epoch, evaluation)
        standing.next_epoch(row)
        self._pass = self._new_pass()
        self._feedback.epoch(row)
        self._feedback.info(self._line(row, better))
        self._keeper.after_epoch()
        self._draw()
        self._save_best(when_due=True)

    def _steps(self) -> None:
        """The rest of the pass over the training chips, or less when time is up, but a step at least."""
        standing, progress, last = self._standing, self._progress, time.monotonic()
        while not self._pass.finished:
            begun = self._pass.position
            batch = self._pass.next(standing.batch_size)
            count = self._pass.position - begun
            self._group.begin(count)
            self._learn(batch, self._reached)
            standing.done += count
            progress.done = standing.done
            standing.spend(time.monotonic() - last)
            self._feedback.progress(progress.share, f"Epoch {standing.epoch} of {self._plan.settings.max_epochs}")
            self._keeper.within_epoch()
            last = time.monotonic()
            self._agree()
            if self._reached >= 1.0:
                break
        self._plan.hardware.wait()
        standing.spend(time.monotonic() - last)

    def _learn(self, batch: Batch, share: float) -> None:
        """A step on a batch, or, when memory does not suffice, steps on its halves and smaller ones from now on.

        Recorded steps, and then chips that lie on the device, give up their memory first: the batch has another try.
        """
        settings, step = self._plan.settings, self._step
        step.set_learning_rate(rate_factor(settings.schedule, share, self._standing.epoch, settings.max_epochs))
        step.set_closeness(closeness(settings.pixel_loss_until, share))
        try:
            step.optimize_parameters(batch.to(self._plan.hardware.device), adversarial=share >= settings.warmup)
        except Exception as error:
            if not is_out_of_memory(error):
                raise
            refused = first_line(error)
        else:
            self._average.update(step.taken)
            self._standing.add_losses(self._group.sum_losses(step.losses))
            return
        held = step.forget() or (self._group.size == 1 and self._plan.chips.leave_device())
        release(self._plan.hardware.device)
        if not held:
            self._halve(len(batch), refused)
        for part in (batch,) if held else batch.halves():
            self._learn(part, share)

    def _halve(self, size: int, refused: str) -> None:
        if self._group.size > 1:
            raise InputError(
                f"Process {self._group.place.rank + 1} of {self._group.size} has run out of memory ({refused}); close "
                "other programs and run the same command again, which goes on from the last checkpoint."
            )
        if size < 2:
            raise no_memory(self._plan, refused)
        smaller = min(self._standing.batch_size, (size + 1) // 2)
        if smaller < self._standing.batch_size:
            self._standing.batch_size = smaller
            if smaller < self._least_batch:
                self._least_batch = smaller
                self._feedback.warning(f"Memory does not suffice for {size} chips a step; going on with {smaller}.")

    def _try_whole_batches(self) -> None:
        """Once, when another epoch begins: what took the memory may have been another program."""
        whole = self._plan.batch_size
        if self._standing.batch_size < whole and self._pass.position == 0 and not self._has_tried_whole:
            self._has_tried_whole, self._standing.batch_size = True, whole

    def _check_finite(self) -> None:
        if self.is_sound():
            return
        self._keeper.remove()
        output = self._plan.package
        kept = f"the best model so far is in {output}" if self._standing.history else "nothing is kept"
        error = InputError(f"The loss is no longer a number; train with a smaller learning rate ({kept}).")
        raise self._group.told(error)

    def _draw(self) -> None:
        if not self._group.is_first:
            return
        try:
            self._preview.update(self._average.average)
        except OSError as error:
            self._feedback.warning(f"The preview {self._preview.path} cannot be written ({reason(error)}).")

    def _save_best(self, when_due: bool = False) -> None:
        """Write the package; a disk that is full or fails is told, and what was written before stays."""
        if not self._standing.history:
            return
        try:
            self._best.save_when_due() if when_due else self._best.save()
        except OSError as error:
            earlier = "the last one that was is kept" if self._best.on_disk else "it will be tried again"
            output = self._plan.package
            self._feedback.warning(
                f"The model of epoch {self._best.epoch} cannot be written to {output} ({reason(error)}); {earlier}."
            )

    def _publish(self, best: BestModel) -> None:
        if best.evaluation is not None and self._group.is_first:
            publish(self._plan, self.best_translator(), best.evaluation, self.course())

    def _line(self, row: Mapping[str, float], better: bool) -> str:
        plan, share = self._plan, self._progress.share
        curve = plan.baselines["fitted_curve"].mean_of(_ints(plan.checked_each_epoch)).get("psnr", float("nan"))
        left = None
        if self._reached < 1.0:
            left = self._left.seconds((share - self._share_at_start) / (1.0 - self._share_at_start))
        return epoch_line(plan, row, curve, better, left)


def _ints(indices: NDArray[np.int64]) -> List[int]:
    return [int(i) for i in indices]
