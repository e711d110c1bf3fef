"""The loop of a training: epochs of steps, a check after each, and everything that keeps the result safe."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from typing import Any, Dict, Mapping, Tuple

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
from .budget import Budget, Clock, fitted
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
from .words import epoch_line, farewell, going_on, no_memory, no_number, to_beat


class Training:
    """One training under way.

    Args:
        started: when the job began, on the clock; the time limit counts from there.
        group: the processes that train; the first one decides, writes and talks for all.
        clock: returns seconds; replaceable in tests.

    Attributes:
        plan: what is trained, and where it is written.
        best: the best model so far.
        keeper: writes the checkpoint.
        preview: draws the preview.
    """

    def __init__(
        self, plan: Plan, feedback: Feedback, started: float, group: Group = ALONE, clock: Clock = time.monotonic
    ) -> None:
        self.plan, self._feedback, self._group, self._clock = plan, feedback, group, clock
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
        self.best = BestModel(self._publish, settings.monitor, clock)
        self._standing = Standing(plan.batch_size)
        self._pass = self._new_pass()
        self._budget = Budget(settings.max_minutes, started, clock)
        self._progress = Progress(settings.max_epochs * len(plan.train), 0.0, clock)
        self.preview = Preview(plan, clock)
        self.keeper = Keeper(plan, self, feedback, group, clock)
        self._reached, self._least_batch, self._has_tried_whole = 0.0, plan.batch_size, False

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
            self._feedback.info("Cancelled: what was learned is being written.")
            self.keeper.save()
        self._save_best()
        return Cancelled(farewell(self.plan, self._standing, self.best, self.keeper))

    def best_translator(self) -> Translator:
        """The best model so far, on the CPU, in evaluation mode."""
        translator = self.plan.new_translator()
        translator.load_state_dict(self.best.weights)
        return translator.eval()

    def course(self) -> Course:
        """How the training has gone so far, over all its runs."""
        standing = self._standing
        speed = standing.done / standing.training_seconds if standing.training_seconds else 0.0
        return Course(tuple(standing.history), self.best.epoch, self._budget.elapsed, speed, standing.run)

    def figures(self, model: nn.Module, indices: NDArray[np.int64]) -> Evaluation:
        """Figures of a model, in evaluation mode, on some of the chips; it is lent to the training's device."""
        plan, home = self.plan, device_of(model)
        what = (plan.chips, indices.tolist(), plan.data_range, self._feedback, self._group)
        found = self._step.making_room(lambda: evaluate_together(model.to(plan.hardware.device), *what))
        model.to(home)
        return found

    def last_figures(self, model: nn.Module, chips: NDArray[np.int64], others: int = 0) -> Evaluation:
        """Of the best model on chips, or on as many as there is time for, with ``others`` to follow."""
        some, best = self._group.from_first(self._budget.affordable_now(chips, others)), self.best.evaluation
        if best is not None and self._budget.limit and len(np.intersect1d(best.indices, chips)) >= len(some) > 0:
            return best
        return self.figures(model, some)

    def rehearse(self) -> None:
        """A step that tells whether memory suffices for this process's share of the batch; it spoils the training.

        Raises:
            Exception: whatever a lack of memory leads to, see :func:`~..devices.is_out_of_memory`.
        """
        with self._group.apart():
            self._group.begin(self._standing.batch_size)
            batch = self._pass.next(self._standing.batch_size).to(self.plan.hardware.device)
            self._step.optimize_parameters(batch, adversarial=self.plan.settings.warmup < 1.0)

    def is_sound(self) -> bool:
        """Whether every loss is still a number."""
        return self._standing.is_finite()

    def snapshot(self) -> Tuple[Dict[str, Any], Dict[str, Tensor]]:
        """Plain values and tensors from which :meth:`restore` goes on."""
        best = None
        tensors = {**self._parts.tensors(), "dropout/state": self._dropout.get_state()}
        if self.best.evaluation is not None:
            best = {"epoch": self.best.epoch, "evaluation": evaluation_to_json(self.best.evaluation)}
            tensors.update({f"best/{key}": tensor for key, tensor in self.best.weights.items()})
        facts = {
            "standing": self._standing.to_json(),
            "pass": self._pass.place(),
            "seconds": self._budget.elapsed,
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
        plan, chance = self.plan, np.random.default_rng()
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
            self.best.restore(weights, int(best["epoch"]), evaluation)
        self._parts.put(tensors)
        if tensors["dropout/state"].shape == self._dropout.get_state().shape:
            self._dropout.set_state(tensors["dropout/state"])
        self._chance, self._pass, self._standing = chance, taken_up, standing
        self._average.updates = updates
        self._budget.spent = self._progress.spent = seconds
        self._progress.done = standing.done

    def _begin(self) -> None:
        settings = self.plan.settings
        self._group.together(partial(check_room, settings.output, self.keeper.path, *self._networks))
        self._feedback.info(to_beat(self.plan))
        if self.keeper.take_up():
            at = self._pass.position
            self._feedback.info(going_on(self.plan, self._standing, self.best, at, self.keeper.path))
        self._fit_into_time()
        if self.plan.base is not None and self.best.evaluation is None:
            unchanged = self.plan.baselines["base_model"].only(self.plan.checked_each_epoch.tolist())
            self.best.restore(dict(self.plan.base.weights), 0, unchanged)
            self._feedback.info("The base model counts as epoch 0: only what is better than it takes its place.")
        if self._group.is_first:
            self._respect_what_is_there()
        self._feedback.info(f"Preview, drawn anew as the training goes on: {self.preview.path}")
        self._left, self._share_at_start = TimeLeft(), self._progress.share

    def _fit_into_time(self) -> None:
        """Check no more chips than the time limit allows; those of before where a training is taken up."""
        plan = fitted(self.plan, self._budget, partial(self.figures, self._average.average), self._group)
        if self.best.evaluation is not None:
            plan = replace(plan, checked_each_epoch=np.array(self.best.evaluation.indices))
        self.plan = plan
        self._allot()

    def _allot(self) -> None:
        """Let the steps have the time that the end of the training leaves."""
        if self._budget.limit:
            before = self._budget.elapsed - self._progress.elapsed
            self._progress.seconds = max(1.0, self._budget.for_steps(self.plan, self.keeper.cost) - before)

    def _respect_what_is_there(self) -> None:
        rival = find_rival(self.plan, self._standing.run, self._feedback)
        if rival is not None:
            self.plan = replace(self.plan, rival=rival)
            self._feedback.info(rival.introduction)

    def _new_pass(self) -> Pass:
        plan = self.plan
        return Pass(plan.chips, plan.train, self._chance, plan.settings.augmentation, self._group)

    def _agree(self) -> None:
        """Take the first process's word for how far the training is, and for whether the user has stopped it."""
        self._reached, stop = self._group.from_first((self._progress.share, self._feedback.is_cancelled()))
        if stop:
            raise Cancelled()

    def _ended(self) -> bool:
        self._agree()
        settings, history = self.plan.settings, self._standing.history
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
        begun, checked = self._clock(), self.plan.checked_each_epoch
        with self._budget.noting("chip", len(checked)):
            evaluation = self.figures(self._average.average, checked)
        seconds = standing.epoch_seconds + self._clock() - begun
        losses = standing.mean_losses()
        row = {"epoch": float(standing.epoch), **losses, **evaluation.mean, "seconds": seconds}
        better = self.best.offer(self._average.average, standing.epoch, evaluation)
        standing.next_epoch(row)
        self._pass = self._new_pass()
        self._feedback.epoch(row)
        self._feedback.info(self._line(row, better))
        self.keeper.after_epoch()
        self._allot()
        if self._reached < 1.0:  # else the last package follows at once
            self._draw()
            if self._budget.has_time_for_a_package():
                self._save_best(when_due=True)

    def _steps(self) -> None:
        """The rest of the pass over the training chips, or less when time is up, but a step at least."""
        standing, progress, last = self._standing, self._progress, self._clock()
        while not self._pass.finished:
            begun = self._pass.position
            batch = self._pass.next(standing.batch_size)
            count = self._pass.position - begun
            self._group.begin(count)
            self._learn(batch, self._reached)
            standing.done += count
            progress.done = standing.done
            standing.spend(self._clock() - last)
            self._feedback.progress(progress.share, f"Epoch {standing.epoch} of {self.plan.settings.max_epochs}")
            self.keeper.within_epoch()
            last = self._clock()
            self._agree()
            if self._reached >= 1.0:
                break
        self.plan.hardware.wait()
        standing.spend(self._clock() - last)

    def _learn(self, batch: Batch, share: float) -> None:
        """A step on a batch, or, when memory does not suffice, steps on its halves and smaller ones from now on.

        Recorded steps, and then chips that lie on the device, give up their memory first: the batch has another try.
        """
        settings, step = self.plan.settings, self._step
        step.set_learning_rate(rate_factor(settings.schedule, share, self._standing.epoch, settings.max_epochs))
        step.set_closeness(closeness(settings.pixel_loss_until, share))
        try:
            step.optimize_parameters(batch.to(self.plan.hardware.device), adversarial=share >= settings.warmup)
        except Exception as error:
            if not is_out_of_memory(error):
                raise
            refused = first_line(error)
        else:
            self._average.update(step.taken)
            self._standing.add_losses(self._group.sum_losses(step.losses))
            return
        held = step.forget() or (self._group.size == 1 and self.plan.chips.leave_device())
        release(self.plan.hardware.device)
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
            raise no_memory(self.plan, refused)
        smaller = min(self._standing.batch_size, (size + 1) // 2)
        if smaller < self._standing.batch_size:
            self._standing.batch_size = smaller
            if smaller < self._least_batch:
                self._least_batch = smaller
                self._feedback.warning(f"Memory does not suffice for {size} chips a step; going on with {smaller}.")

    def _try_whole_batches(self) -> None:
        """Once, when another epoch begins: what took the memory may have been another program."""
        whole = self.plan.batch_size
        if self._standing.batch_size < whole and self._pass.position == 0 and not self._has_tried_whole:
            self._has_tried_whole, self._standing.batch_size = True, whole

    def _check_finite(self) -> None:
        if self.is_sound():
            return
        self.keeper.remove()
        output = self.plan.package
        kept = f"the best model so far is in {output}" if self._standing.history else "nothing is kept"
        raise self._group.told(no_number(self.plan, kept))

    def _draw(self) -> None:
        if not self._group.is_first:
            return
        try:
            self._step.making_room(lambda: self.preview.update(self._average.average))
        except OSError as error:
            self._feedback.warning(f"The preview {self.preview.path} cannot be written ({reason(error)}).")

    def _save_best(self, when_due: bool = False) -> None:
        """Write the package; a disk that is full or fails is told, and what was written before stays."""
        if not self._standing.history:
            return
        try:
            self.best.save_when_due() if when_due else self.best.save()
        except OSError as error:
            earlier = "the last one that was is kept" if self.best.on_disk else "it will be tried again"
            output = self.plan.package
            self._feedback.warning(
                f"The model of epoch {self.best.epoch} cannot be written to {output} ({reason(error)}); {earlier}."
            )

    def _publish(self, best: BestModel) -> None:
        if best.evaluation is not None and self._group.is_first:
            with self._budget.noting("package"):
                publish(self.plan, self.best_translator(), best.evaluation, self.course())

    def _line(self, row: Mapping[str, float], better: bool) -> str:
        plan, share = self.plan, self._progress.share
        curve = plan.baselines["fitted_curve"].mean_of(plan.checked_each_epoch.tolist()).get("psnr", float("nan"))
        left = None
        if self._reached < 1.0:
            left = self._left.seconds((share - self._share_at_start) / (1.0 - self._share_at_start))
        return epoch_line(plan, row, curve, better, left)
