"""Train an image translation model: chips in, package and report out."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Mapping, Optional

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ..errors import Cancelled, InputError
from ..feedback import Feedback, FeedbackSlice, TimeLeft, duration
from ..networks.initialization import initialize
from ..networks.registry import system
from ..networks.translator import Translator
from .baselines import TITLES
from .best import BestModel
from .data import ChipSet, training_batches
from .ema import MovingAverage
from .gan import Pix2PixStep, StepSettings
from .plan import Plan, make_plan
from .publish import Course, publish
from .report import verdict
from .schedule import Progress, epoch_decay, linear_decay
from .settings import TrainSettings
from .validation import Evaluation, evaluate

_TIME_FOR_STEPS = 0.97


@dataclass(frozen=True)
class TrainResult:
    """What came out.

    Attributes:
        package, report: the files written.
        best_epoch: the epoch whose model was kept; ``epochs`` is how many were begun.
        psnr, ssim: of the kept model on the validation chips.
        metrics: all figures by method: ``model``, ``copy``, ``fitted_curve``, ``mean``.
        images_per_second: training chips a second, validation not counted.
        seconds: wall time.
    """

    package: Path
    report: Path
    best_epoch: int
    epochs: int
    psnr: float
    ssim: float
    metrics: Mapping[str, Mapping[str, float]]
    images_per_second: float
    seconds: float


def train(settings: TrainSettings, feedback: Feedback) -> TrainResult:
    """Train on chips and write the package of the best epoch.

    The package is brought up to date while training goes on, so that a cancel or a failure leaves the best so far.

    Raises:
        InputError: chips or settings cannot be used, or the loss is no longer a number.
        Cancelled: the user stopped; the message says what is kept.
    """
    started = time.monotonic()
    _check_output(settings)
    if settings.threads:
        torch.set_num_threads(settings.threads)
    chips = ChipSet.open(settings.chips, FeedbackSlice(feedback, 0.0, 0.03))
    plan = make_plan(settings, chips, feedback)
    training = Training(plan, FeedbackSlice(feedback, 0.03, 0.97), started)
    training.run()
    return training.finish(feedback)


class Training:
    """One training under way.

    Args:
        started: when the job began, on the monotonic clock; the time limit counts from there.
    """

    def __init__(self, plan: Plan, feedback: Feedback, started: float) -> None:
        self._plan, self._feedback, self._started = plan, feedback, started
        settings, device = plan.settings, plan.hardware.device
        translator = plan.first_translator().to(device).train()
        translator.generator.use_generator(torch.Generator(device).manual_seed(settings.seed))
        discriminator = system(settings.model_type).discriminator(translator, settings.ndf)
        initialize(discriminator, torch.Generator().manual_seed(settings.seed + 1))
        self._average = MovingAverage(plan.new_translator().to(device), translator, settings.ema)
        self._step = Pix2PixStep(
            translator,
            discriminator.to(device).train(),
            StepSettings(plan.learning_rate, settings.beta1, settings.lambda_l1, settings.gan_loss),
            plan.hardware,
        )
        self._chance = np.random.default_rng(settings.seed)
        self._best = BestModel(self._publish)
        self._history: List[Dict[str, float]] = []
        self._images, self._training_seconds = 0, 0.0

    def run(self) -> None:
        """Train to the end, keeping the best epoch on disk whatever happens."""
        settings, plan = self._plan.settings, self._plan
        budget = settings.max_minutes * 60 * _TIME_FOR_STEPS
        if budget:
            budget = max(1.0, budget - (time.monotonic() - self._started) - 2 * plan.seconds_to_check)
        self._progress = Progress(settings.max_epochs * plan.steps_per_epoch, budget)
        self._left = TimeLeft()
        self._log_start()
        try:
            for epoch in range(1, settings.max_epochs + 1):
                self._epoch(epoch)
                if self._progress.finished or self._out_of_patience(epoch):
                    break
        except Cancelled as error:
            self._best.save()
            raise Cancelled(self._farewell()) from error
        except Exception:
            self._best.save()
            raise

    def finish(self, feedback: Feedback) -> TrainResult:
        """Figures of the best model on all chips that are checked, then the final package and report."""
        plan, settings = self._plan, self._plan.settings
        translator = self._best_translator()
        try:
            evaluation = evaluate(translator, plan.chips, _ints(plan.checked), plan.data_range, feedback)
            course = self._course()
            publish(plan, translator, evaluation, course)
        except Cancelled as error:
            self._best.save()
            raise Cancelled(self._farewell()) from error
        metrics = {"model": evaluation.mean, **{name: one.mean for name, one in plan.baselines.items()}}
        feedback.info(verdict(metrics))
        feedback.info(
            f"Best epoch {self._best.epoch} of {len(self._history)}, {course.images_per_second:.1f} chips a second, "
            f"{duration(course.seconds)}. Package: {settings.output}"
        )
        feedback.progress(1.0)
        return TrainResult(
            package=settings.output,
            report=settings.report_path,
            best_epoch=self._best.epoch,
            epochs=len(self._history),
            psnr=evaluation.mean.get("psnr", float("nan")),
            ssim=evaluation.mean.get("ssim", float("nan")),
            metrics=metrics,
            images_per_second=course.images_per_second,
            seconds=course.seconds,
        )

    def _epoch(self, epoch: int) -> None:
        begun = time.monotonic()
        losses = self._pass(epoch)
        self._training_seconds += time.monotonic() - begun
        evaluation = self._validate()
        row = {"epoch": float(epoch), **losses, **evaluation.mean, "seconds": time.monotonic() - begun}
        self._history.append(row)
        better = self._best.offer(self._average.average, epoch, evaluation)
        self._feedback.epoch(row)
        self._feedback.info(self._line(row, better))
        self._best.save_when_due()

    def _pass(self, epoch: int) -> Dict[str, float]:
        """One pass over the training chips, or less when time is up; the mean losses."""
        plan, settings, progress = self._plan, self._plan.settings, self._progress
        sums: Dict[str, Tensor] = {}
        counts: Dict[str, int] = {}
        augment = settings.augmentation != "none"
        for batch in training_batches(plan.chips, plan.train, plan.batch_size, self._chance, augment):
            self._feedback.check()
            by_epoch = settings.schedule == "epochs"
            share = progress.share
            self._step.set_learning_rate(epoch_decay(epoch, settings.max_epochs) if by_epoch else linear_decay(share))
            self._step.optimize_parameters(batch.to(plan.hardware.device), adversarial=share >= settings.warmup)
            self._average.update()
            for name, loss in self._step.losses.items():
                sums[name] = sums[name] + loss if name in sums else loss
                counts[name] = counts.get(name, 0) + 1
            progress.done += 1
            self._images += len(batch.a)
            self._feedback.progress(progress.share, f"Epoch {epoch} of {settings.max_epochs}")
            if progress.finished:
                break
        losses = {name: float(total) / counts[name] for name, total in sums.items()}
        self._check_finite(losses)
        return losses

    def _validate(self) -> Evaluation:
        plan = self._plan
        return evaluate(
            self._average.average, plan.chips, _ints(plan.checked_each_epoch), plan.data_range, self._feedback
        )

    def _check_finite(self, losses: Mapping[str, float]) -> None:
        if not all(math.isfinite(value) for value in losses.values()):
            kept = (
                f"the best model so far is in {self._plan.settings.output}" if self._best.epoch else "nothing is kept"
            )
            raise InputError(f"The loss is no longer a number; train with a smaller learning rate ({kept}).")

    def _out_of_patience(self, epoch: int) -> bool:
        patience = self._plan.settings.patience
        if not patience or epoch - self._best.epoch < patience:
            return False
        self._feedback.info(f"No better PSNR in {patience} epochs; the training ends here.")
        return True

    def _best_translator(self) -> Translator:
        translator = self._plan.new_translator()
        translator.load_state_dict(self._best.weights)
        return translator.eval()

    def _publish(self, best: BestModel) -> None:
        if best.evaluation is not None:
            publish(self._plan, self._best_translator(), best.evaluation, self._course())

    def _course(self) -> Course:
        seconds = time.monotonic() - self._started
        speed = self._images / self._training_seconds if self._training_seconds else 0.0
        return Course(tuple(self._history), self._best.epoch, seconds, speed)

    def _log_start(self) -> None:
        rows = {name: one.mean.get("psnr") for name, one in self._plan.baselines.items()}
        words = ", ".join(f"{TITLES[name].lower()} {value:.1f} dB" for name, value in rows.items() if value)
        self._feedback.info(f"To beat on the validation chips: {words}.")

    def _line(self, row: Mapping[str, float], better: bool) -> str:
        """Epoch 3 of 50: PSNR 29.8 dB (fitted curve 29.6), SSIM 0.985, 12 s, 4 min left."""
        plan = self._plan
        curve = plan.baselines["fitted_curve"].mean_of(_ints(plan.checked_each_epoch)).get("psnr", float("nan"))
        note = ", best so far" if better else ""
        parts = [
            f"PSNR {row.get('psnr', float('nan')):.2f} dB (fitted curve {curve:.2f}{note})",
            f"SSIM {row.get('ssim', float('nan')):.4f}",
            f"L1 {row['l1']:.4f}",
        ]
        if "discriminator" in row:
            parts.append(f"adversarial {row['adversarial']:.2f} / {row['discriminator']:.2f}")
        parts.append(duration(row["seconds"]))
        left: Optional[float] = self._left.seconds(self._progress.share)
        if left is not None and not self._progress.finished:
            parts.append(f"{duration(left)} left")
        return f"Epoch {row['epoch']:.0f} of {plan.settings.max_epochs}: {', '.join(parts)}"

    def _farewell(self) -> str:
        if not self._best.on_disk:
            return "Cancelled before the first epoch ended; no model was written."
        kept = f"epoch {self._best.epoch}, PSNR {self._best.psnr:.2f} dB"
        return f"Cancelled; the best model so far ({kept}) is in {self._plan.settings.output}."


def _check_output(settings: TrainSettings) -> None:
    for path in (settings.output, settings.report_path):
        if path.is_dir():
            raise InputError(f"{path} is a folder; choose another output.")


def _ints(indices: NDArray[np.int64]) -> List[int]:
    return [int(i) for i in indices]
