"""Evaluate Model: a model on chips or on a pair of rasters, or a finished raster, against the truth."""

from __future__ import annotations

import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Iterator, Mapping, Optional, Sequence, Tuple

import numpy as np

from ..errors import InputError
from ..feedback import Feedback, FeedbackSlice
from ..files import atomic_file, scratch_folder
from ..inference.area import Area
from ..inference.band_choice import choose_bands
from ..package.archive import open_package, read_definition
from ..package.definition import ModelDefinition
from ..rasters.arrays import DType
from ..rasters.calls import small_block_cache
from ..rasters.source import RasterSource, on_grid
from .figures import FIGURES
from .judging import MODEL, TITLES, Judgement, judge
from .pairs import Pairs, RasterPairs
from .rasters import BLOCK_CACHE, Layers, Part, open_pairs, truth_bands
from .report import Evaluation, render
from .scale import Scale, scale_of
from .settings import EvaluateSettings
from .table import write_table

__all__ = ["EvaluateResult", "EvaluateSettings", "evaluate_model"]

_MODEL_SHARE = 0.5
_NO_INPUT = "Without INPUT, the raster that the result was made from, there is nothing to compare the figures with."
_NOT_ALIKE = (
    "The result is {result} and the truth {truth}: the figures compare their values as they are, so that both must be "
    "of one unit."
)


@dataclass(frozen=True)
class EvaluateResult:
    """What was written and found.

    Attributes:
        output, table: the files.
        judged: in words, what the figures were measured on.
        blocks: how many blocks or chips had data.
        pixels: how many pixels were judged.
        data_range: what PSNR and SSIM refer to.
        figures: by method (``model`` for what is judged, ``copy``, ``fitted_curve``) and name.
    """

    output: Path
    table: Optional[Path]
    judged: str
    blocks: int
    pixels: int
    data_range: float
    figures: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Task:
    """Something to judge.

    Attributes:
        pairs: the blocks.
        scale: the values that the figures are measured in.
        subject: ``Model`` or ``Result``.
        title: what is judged, by name.
        judged: on what, in words.
        notes: sentences that a reader must not miss.
        facts: of the report, by title.
    """

    pairs: Pairs
    scale: Scale
    subject: str
    title: str
    judged: str
    notes: Tuple[str, ...]
    facts: Mapping[str, Any]


def evaluate_model(settings: EvaluateSettings, feedback: Feedback) -> EvaluateResult:
    """Judge, and write the report and the table whole or not at all.

    Memory does not grow with the rasters: they are read block by block.

    Raises:
        InputError: something cannot be read or judged, or report or table cannot be written.
        PackageError: the package is damaged, unsafe or unknown.
        Cancelled: the user stopped; nothing is written.
    """
    begun = time.monotonic()
    with ExitStack() as stack:
        page = stack.enter_context(atomic_file(settings.output, precious=True))
        table = None if settings.table is None else stack.enter_context(atomic_file(settings.table, precious=True))
        task, rest = stack.enter_context(_task(settings, feedback))
        for note in task.notes:
            feedback.warning(note)
        judgement = judge(task.pairs, task.scale, rest, settings.threads)
        evaluation = _evaluation(task, judgement, time.monotonic() - begun)
        page.write_text(render(evaluation, task.pairs, judgement), encoding="utf-8")
        if table is not None:
            write_table(table, judgement)
    _tell(judgement, {**TITLES, MODEL: task.subject}, feedback)
    return EvaluateResult(
        settings.output,
        settings.table,
        task.judged,
        len(judgement.blocks),
        sum(judgement.pixels),
        judgement.data_range,
        judgement.totals(),
    )


@contextmanager
def _task(settings: EvaluateSettings, feedback: Feedback) -> Iterator[Tuple[Task, Feedback]]:
    """What the settings ask for, opened; and the part of the progress that judging it has."""
    if settings.model is None:
        with _finished(settings) as task:
            yield task, feedback
    elif settings.chips:
        with _on_chips(settings, settings.model, feedback) as task:
            yield task, feedback
    else:
        with _on_rasters(settings, settings.model, FeedbackSlice(feedback, 0.0, _MODEL_SHARE)) as task:
            yield task, FeedbackSlice(feedback, _MODEL_SHARE, 1.0)


@contextmanager
def _on_chips(settings: EvaluateSettings, model: Path, feedback: Feedback) -> Iterator[Task]:
    from ..inference.engines import open_session
    from .chips import ChipPairs, Chips, select

    folders = [Chips.open(path) for path in settings.chips]
    selection = select(folders, settings.split)
    with open_package(model, at_once=False) as package:
        definition = package.definition
        session = open_session(package, settings.classify(), 0, feedback)
        pairs = ChipPairs(folders, selection, definition, session, settings.test_time_augmentation)
        count, kind = len(selection.places), "" if selection.split == "all" else f"{selection.split} "
        places = ", ".join(str(path) for path in settings.chips)
        yield Task(
            pairs,
            scale_of(pairs, settings.data_range, definition),
            "Model",
            definition.name,
            f"{count} {kind}chip{'s' if count != 1 else ''} of {places}",
            _notes(selection.note, _unlike(np.dtype(definition.output_dtype), pairs.truth_dtype)),
            {**_model_facts(model, definition, session.name), "Chips": places, "Split": selection.split},
        )


@contextmanager
def _on_rasters(settings: EvaluateSettings, model: Path, feedback: Feedback) -> Iterator[Task]:
    from ..inference.classify import classify_pixels

    definition = read_definition(model)
    count = len(definition.output_bands)
    chosen = truth_bands(settings.truth, settings.truth_bands, count, feedback)
    bands = choose_bands(settings.classify(), definition, Feedback())
    with scratch_folder(settings.output) as folder, ExitStack() as stack:
        with Area(settings.input, bands) as whole:
            truth = stack.enter_context(on_grid(settings.truth, whole.grid, chosen))
        result = folder / "result.tif"
        classify_pixels(settings.classify(result), feedback)
        area = stack.enter_context(Area(str(result), range(1, count + 1)))
        before = stack.enter_context(Area(settings.input, bands, settings.extent))
        stack.enter_context(small_block_cache(BLOCK_CACHE))
        pairs = RasterPairs(area, Part(truth, settings.extent), before, truth.band_names, settings.block_size)
        yield Task(
            pairs,
            scale_of(pairs, settings.data_range, definition),
            "Model",
            definition.name,
            f"{Path(settings.input).name} against {Path(settings.truth).name}",
            _notes(_unlike(area.dtype, truth.dtype)),
            {
                **_model_facts(model, definition, ""),
                "Input": settings.input,
                **_raster_facts(settings.truth, truth, pairs),
            },
        )


@contextmanager
def _finished(settings: EvaluateSettings) -> Iterator[Task]:
    layers = Layers(
        settings.result,
        settings.truth,
        settings.input,
        settings.result_bands,
        settings.truth_bands,
        _numbers(settings.input_bands),
    )
    with open_pairs(layers, settings.extent, settings.mask, settings.mask_layer, settings.block_size) as opened:
        pairs, truth = opened.pairs, opened.truth
        yield Task(
            pairs,
            scale_of(pairs, settings.data_range),
            "Result",
            Path(settings.result).name,
            f"{Path(settings.result).name} against {Path(settings.truth).name}",
            _notes(_unlike(pairs.result_dtype, truth.dtype), "" if settings.input else _NO_INPUT),
            {
                "Result": settings.result,
                "Input": settings.input or "not given",
                **_raster_facts(settings.truth, truth, pairs),
            },
        )


def _numbers(bands: Sequence[str]) -> Tuple[int, ...]:
    if not all(band.strip().isdigit() for band in bands):
        raise InputError(f"INPUT_BANDS {', '.join(bands)} must be numbers of bands where a RESULT is judged.")
    return tuple(int(band) for band in bands)


def _unlike(result: DType, truth: DType) -> str:
    return "" if result == truth else _NOT_ALIKE.format(result=result.name, truth=truth.name)


def _notes(*notes: str) -> Tuple[str, ...]:
    return tuple(note for note in notes if note)


def _model_facts(path: Path, definition: ModelDefinition, session: str) -> Dict[str, Any]:
    facts = {"Model": str(path), "Model type": definition.model_type, "Colour space": definition.color_space}
    return {**facts, "Engine": session} if session else facts


def _raster_facts(path: str, truth: RasterSource, pairs: RasterPairs) -> Dict[str, Any]:
    exact = truth.view is None and truth.file_grid.offset_of(truth.grid) is not None
    way = "pixel by pixel as it is" if exact else f"resampled onto the grid of the result ({truth.resampling})"
    rows, columns = pairs.shape
    return {"Truth": path, "Truth is read": way, "Blocks": f"{rows} x {columns} of about {pairs.block_size} px"}


def _evaluation(task: Task, judgement: Judgement, seconds: float) -> Evaluation:
    facts: Dict[str, Any] = {
        **task.facts,
        "Valid pixels": f"{sum(judgement.pixels):,}",
        "PSNR and SSIM refer to": f"{task.scale.span:g}: {task.scale.words}",
        "Seconds": f"{seconds:.0f}",
    }
    if task.scale.limits is not None:
        low, high = (", ".join(f"{value:g}" for value in ends.ravel()) for ends in task.scale.limits)
        facts["Values held within"] = f"{low} to {high} (values of the truth beyond: {judgement.beyond:,})"
    if "fitted_curve" in judgement.methods:
        facts["Curve fitted on"] = task.pairs.curve_words
    return Evaluation(task.subject, task.title, task.judged, task.notes, facts)


def _tell(judgement: Judgement, titles: Mapping[str, str], feedback: Feedback) -> None:
    """The figures in the log."""
    for name, figures in judgement.totals().items():
        told = [f"{one.title} {figures[one.key]:.{one.digits}f}" for one in FIGURES if one.key in figures]
        feedback.info(f"{titles[name]}: {', '.join(told)}.")
    feedback.info(f"Judged over {len(judgement.blocks)} blocks, {sum(judgement.pixels):,} valid pixels.")
