"""Train an image translation model: chips in, package and report out."""

from __future__ import annotations

import time
import zipfile
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Mapping, Optional, Tuple

from ..devices import first_line, is_lost
from ..errors import Cancelled, ImageTranslationError, InputError
from ..feedback import Feedback, FeedbackSlice, duration
from ..files import check_replaceable, only_one
from .budget import Clock
from .checkpoint import checkpoint_path
from .choice import with_model
from .composition import Figures
from .data import ChipSet
from .disk import reason
from .distributed import Group, OtherProcessError, join_group
from .hardware import choose_hardware, loader_threads, prepare_process
from .loop import Training
from .plan import Plan, make_plan, set_apart
from .presets import with_preset
from .preview import preview_path
from .publish import publish
from .rehearsal import with_fitting_batch
from .report import verdict
from .settings import TrainSettings
from .validation import Evaluation
from .words import early_farewell, selection_or_test


@dataclass(frozen=True)
class TrainResult:
    """What came out.

    Attributes:
        package, report: the files written: as asked, or beside a package that is better on the same chips.
        best_epoch: the epoch whose model was kept, 0 for the base model; ``epochs`` is how many were begun.
        psnr, ssim: of the kept model on the validation chips.
        metrics: all figures by method: ``model``, ``copy``, ``fitted_curve``, ``mean``, ``base_model``; with those of
            each band (``psnr_band_1``).
        test_metrics: the same on test chips, by which nothing was chosen; empty without any.
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
    test_metrics: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


def train(settings: TrainSettings, feedback: Feedback, clock: Clock = time.monotonic) -> TrainResult:
    """Train on chips and write the package of the best epoch.

    Package and checkpoint are brought up to date while training goes on, so that a cancel or a failure leaves the best
    so far, and the same call goes on where an interrupted one has stopped.

    Args:
        clock: returns seconds; replaceable in tests.

    Raises:
        InputError: chips or settings cannot be used, or the loss is no longer a number.
        PackageError: the base model cannot be used.
        Cancelled: the user stopped; the message says what is kept.
        ImageTranslationError: the package cannot be written, and the message says what is kept; or the card is lost.
    """
    started = clock()
    prepare_process(settings.threads)
    with join_group(choose_hardware(settings).device) as group:
        heard = feedback if group.is_first else Feedback()
        try:
            return _train(settings, heard, started, group, clock)
        except OtherProcessError:
            raise
        except (ImageTranslationError, OSError) as error:
            if not group.is_first and not isinstance(error, Cancelled):
                feedback.warning(f"Process {group.place.rank + 1} of {group.size}: {error}")
            raise
        except RuntimeError as error:
            if not is_lost(error):
                raise
            raise ImageTranslationError(
                f"The graphics card does not compute any more ({first_line(error)}); run the same again, which goes on "
                "from the last checkpoint, or set device to cpu."
            ) from error


def _train(
    settings: TrainSettings, feedback: Feedback, started: float, group: Group, clock: Clock
) -> TrainResult:
    with ExitStack() as stack:
        group.together(partial(_clear_the_way, settings, group, stack))
        try:
            plan = _agreed_plan(settings, feedback, group, clock)
        except Cancelled as error:
            raise Cancelled(early_farewell(settings.output, checkpoint_path(settings.output))) from error
        training = Training(plan, FeedbackSlice(feedback, 0.03, 0.97), started, group, clock)
        training.run()
        return _result(training, *_finish(training, group), feedback)


def _agreed_plan(
    settings: TrainSettings, feedback: Feedback, group: Group, clock: Clock = time.monotonic
) -> Plan:
    packing = FeedbackSlice(feedback, 0.0, 0.03)
    chips = group.in_turns(partial(ChipSet.open, settings.chips, packing, settings.validation_chips))
    if group.size > 1 and len(set(group.gather(chips.fingerprint()))) > 1:
        raise group.told(
            InputError(f"The processes do not see the same chips in {settings.chips[0]}; copy them to each machine.")
        )
    warnings = group.together(partial(set_apart, settings, chips, feedback))
    settings = with_preset(group.together(partial(with_model, settings, chips, feedback)))
    plan = group.together(partial(make_plan, settings, chips, feedback, warnings, clock))
    device = group.card(plan.hardware.device)
    precision = group.from_first(plan.hardware.precision)
    plan = replace(plan, hardware=replace(plan.hardware, device=device, precision=precision))
    chips.feed(loader_threads(settings, device), device)
    return with_fitting_batch(plan, group, feedback)


def _clear_the_way(settings: TrainSettings, group: Group, stack: ExitStack) -> None:
    """Until ``stack`` ends, no other training works on the output and its checkpoint."""
    if not group.is_first:
        return
    output = settings.output
    for path in (output, settings.report_path, checkpoint_path(output), preview_path(output)):
        check_replaceable(path)
    if output.is_file() and output.stat().st_size and not _is_package(output):
        raise InputError(f"{output} exists and is no model package; choose another output or remove that file.")
    stack.enter_context(only_one(output))


def _is_package(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.lower().endswith(".emd") for name in archive.namelist())
    except zipfile.BadZipFile:
        return False


def _finish(training: Training, group: Group) -> Tuple[Plan, Evaluation, Optional[Evaluation]]:
    """Figures of the best model on all chips that are checked and on test chips, then the final package and report.

    Returns:
        The plan, without the package that was at the output where the model is no worse; the figures of both.
    """
    plan, translator = training.plan, training.best_translator()
    try:
        evaluation = training.last_figures(translator, plan.checked, len(plan.tested))
        tested = training.last_figures(translator, plan.tested) if len(plan.tested) else None
        if not group.is_first:
            return plan, evaluation, tested
        settled = _settled(plan, evaluation)
        publish(settled, translator, evaluation, training.course(), tested)
    except Cancelled as error:
        raise training.stopped() from error
    except OSError as error:
        training.keeper.save()
        output = plan.package
        kept = f"the package of an earlier epoch is kept as {output}" if output.exists() else "no package was written"
        raise ImageTranslationError(
            f"The training has ended, but {error.filename or output} cannot be written ({reason(error)}; {kept}); make "
            "room and run the same command again, which goes on from the checkpoint."
        ) from error
    training.keeper.remove()
    training.preview.path.unlink(missing_ok=True)
    for path in {plan.package, plan.report} - {settled.package, settled.report}:
        path.unlink(missing_ok=True)
    return settled, evaluation, tested


def _settled(plan: Plan, evaluation: Evaluation) -> Plan:
    """The plan with what becomes of the package that was at the output."""
    if plan.rival is None or plan.rival.is_beaten_by(evaluation, plan.settings.monitor):
        return replace(plan, rival=None)
    return replace(plan, warnings=(*plan.warnings, plan.rival.verdict))


def _result(
    training: Training, plan: Plan, evaluation: Evaluation, tested: Optional[Evaluation], feedback: Feedback
) -> TrainResult:
    course = training.course()
    metrics = Figures.of(evaluation, plan.baselines).metrics
    test_metrics = Figures.of(tested, plan.test_baselines).metrics if tested is not None else {}
    feedback.info(selection_or_test(len(evaluation.indices), len(tested.indices) if tested is not None else 0))
    feedback.info(verdict(test_metrics or metrics, training.best.epoch))
    if plan.rival is not None:
        feedback.warning(plan.rival.verdict)
    feedback.info(
        f"Best epoch {training.best.epoch} of {len(course.history)}, {course.images_per_second:.1f} chips a second, "
        f"{duration(course.seconds)}. Package: {plan.package}"
    )
    feedback.progress(1.0)
    return TrainResult(
        package=plan.package,
        report=plan.report,
        best_epoch=training.best.epoch,
        epochs=len(course.history),
        psnr=evaluation.mean.get("psnr", float("nan")),
        ssim=evaluation.mean.get("ssim", float("nan")),
        metrics=metrics,
        images_per_second=course.images_per_second,
        seconds=course.seconds,
        test_metrics=test_metrics,
    )
