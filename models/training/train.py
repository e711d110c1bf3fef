"""Train an image translation model: chips in, package and report out."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

import torch

from ..errors import Cancelled, ImageTranslationError, InputError
from ..feedback import Feedback, FeedbackSlice, duration
from .checkpoint import checkpoint_path
from .data import ChipSet
from .disk import reason, remove_leftovers
from .loop import Training
from .plan import Plan, make_plan
from .presets import with_preset
from .preview import preview_path
from .publish import publish, temporary_prefix
from .report import verdict
from .settings import TrainSettings
from .validation import Evaluation, evaluate


@dataclass(frozen=True)
class TrainResult:
    """What came out.

    Attributes:
        package, report: the files written.
        best_epoch: the epoch whose model was kept; ``epochs`` is how many were begun.
        psnr, ssim: of the kept model on the validation chips.
        metrics: all figures by method: ``model``, ``copy``, ``fitted_curve``, ``mean``, ``base_model``; with those of
            each band (``psnr_band_1``).
        images_per_second: training chips a second, validation not counted.
        seconds: wall time, of all runs if it was interrupted.
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

    Package and checkpoint are brought up to date while training goes on, so that a cancel or a failure leaves the best
    so far, and the same call goes on where an interrupted one has stopped.

    Raises:
        InputError: chips or settings cannot be used, or the loss is no longer a number.
        PackageError: the base model cannot be used.
        Cancelled: the user stopped; the message says what is kept.
        ImageTranslationError: the package cannot be written; the message says what is kept.
    """
    started = time.monotonic()
    settings = with_preset(settings)
    _clear_the_way(settings)
    if settings.threads:
        torch.set_num_threads(settings.threads)
    chips = ChipSet.open(settings.chips, FeedbackSlice(feedback, 0.0, 0.03))
    plan = make_plan(settings, chips, feedback)
    training = Training(plan, FeedbackSlice(feedback, 0.03, 0.97), started)
    training.run()
    evaluation = _finish(training, plan, feedback)
    return _result(training, plan, evaluation, feedback)


def _clear_the_way(settings: TrainSettings) -> None:
    output = settings.output
    for path in (output, settings.report_path):
        if path.is_dir():
            raise InputError(f"{path} is a folder; choose another output.")
    remove_leftovers(output, f"{temporary_prefix(output)}*")
    for path in (settings.report_path, checkpoint_path(output), preview_path(output)):
        remove_leftovers(path)


def _finish(training: Training, plan: Plan, feedback: Feedback) -> Evaluation:
    """Figures of the best model on all chips that are checked, then the final package and report."""
    translator, output = training.best_translator(), plan.settings.output
    try:
        checked = [int(i) for i in plan.checked]
        evaluation = evaluate(translator, plan.chips, checked, plan.data_range, feedback)
        publish(plan, translator, evaluation, training.course())
    except Cancelled as error:
        raise training.stopped() from error
    except OSError as error:
        training.keeper.save()
        kept = f"the package of an earlier epoch is kept as {output}" if output.exists() else "no package was written"
        raise ImageTranslationError(
            f"The training has ended, but {error.filename or output} cannot be written ({reason(error)}; {kept}); make "
            "room and run the same command again, which goes on from the checkpoint."
        ) from error
    training.keeper.remove()
    training.preview.path.unlink(missing_ok=True)
    return evaluation


def _result(training: Training, plan: Plan, evaluation: Evaluation, feedback: Feedback) -> TrainResult:
    settings, course = plan.settings, training.course()
    metrics = {"model": evaluation.mean, **{name: one.mean for name, one in plan.baselines.items()}}
    feedback.info(verdict(metrics))
    feedback.info(
        f"Best epoch {training.best.epoch} of {len(course.history)}, {course.images_per_second:.1f} chips a second, "
        f"{duration(course.seconds)}. Package: {settings.output}"
    )
    feedback.progress(1.0)
    return TrainResult(
        package=settings.output,
        report=settings.report_path,
        best_epoch=training.best.epoch,
        epochs=len(course.history),
        psnr=evaluation.mean.get("psnr", float("nan")),
        ssim=evaluation.mean.get("ssim", float("nan")),
        metrics=metrics,
        images_per_second=course.images_per_second,
        seconds=course.seconds,
    )
