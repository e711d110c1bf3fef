"""The package and the report of the best model so far."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Mapping, Sequence, Tuple

import numpy as np

from ..chips.statistics import BandStatistics
from ..files import atomic_file, make_parent
from ..networks.onnx_export import export_onnx
from ..networks.registry import system
from ..networks.translator import Translator
from ..package.archive import write_package
from ..package.definition import ModelDefinition
from .checkpoint import save_tensors
from .data import common_value
from .fitting import display_names
from .hardware import software
from .pictures import ERROR_SHARE, Picture, error_picture, picture, png, side_by_side
from .plan import Plan
from .report import Report, Sample, render
from .validation import Evaluation, predicted

_QUANTILES = 65
_QUANTILE_PIXELS = 500_000


@dataclass(frozen=True)
class Course:
    """How the training has gone so far.

    Attributes:
        history: one mapping an epoch.
        best_epoch: the epoch whose weights are kept.
        seconds: wall time.
        images_per_second: training chips a second, validation not counted.
    """

    history: Sequence[Mapping[str, float]]
    best_epoch: int
    seconds: float
    images_per_second: float


def publish(plan: Plan, translator: Translator, evaluation: Evaluation, course: Course) -> None:
    """Write package and report, each whole or not at all.

    Args:
        translator: the best one, on the CPU, in evaluation mode.
        evaluation: its figures.
    """
    metrics = {"model": evaluation.mean}
    metrics.update({name: one.mean_of(evaluation.indices) for name, one in plan.baselines.items()})
    ranked = evaluation.ranked() or list(evaluation.indices)
    samples = [_sample(plan, translator, evaluation, index) for index in _telling(ranked)]
    page = render(_report(plan, metrics, samples, course, len(evaluation.indices)))
    output = plan.settings.output
    make_parent(output)
    with tempfile.TemporaryDirectory(prefix=temporary_prefix(output), dir=output.parent) as name:
        folder = Path(name)
        files = {role: folder / role for role in ("onnx", "weights", "report", "thumbnail")}
        export_onnx(translator, plan.chips.fixed_batch(ranked[:1]).a, files["onnx"])
        save_tensors(translator.state_dict(), files["weights"])
        files["report"].write_text(page, encoding="utf-8")
        files["thumbnail"].write_bytes(png(_thumbnail(samples)))
        write_package(output, _definition(plan, translator, metrics, course), files)
    with atomic_file(plan.settings.report_path) as partial:
        partial.write_text(page, encoding="utf-8")


def temporary_prefix(output: Path) -> str:
    """How the name of a folder begins in which a package is put together; a killed training leaves one behind."""
    return f".{output.name}.partial."


def _telling(ranked: Sequence[int]) -> List[int]:
    """The two best, two middling and two worst chips, in this order, each once."""
    middle = len(ranked) // 2
    wanted = [*ranked[:2], *ranked[middle : middle + 2], *ranked[-2:]]
    return list(dict.fromkeys(wanted))


def _sample(plan: Plan, translator: Translator, evaluation: Evaluation, index: int) -> Sample:
    chips = plan.chips
    batch = chips.fixed_batch([index])
    output = predicted(translator, chips, batch)[0]
    truth, mask = batch.b[0].numpy(), batch.valid[0, 0].numpy()
    parts = [
        picture(batch.a[0].numpy(), chips.bands_a, mask),
        picture(output, chips.bands_b, mask),
        picture(truth, chips.bands_b, mask),
        error_picture(output, truth, plan.data_range, mask),
    ]
    figures = evaluation.chips[evaluation.indices.index(index)]
    return Sample(f"{chips.name(index)}: PSNR {figures['psnr']:.1f} dB", side_by_side(parts))


def _thumbnail(samples: Sequence[Sample]) -> Picture:
    """Input and output of the middling sample."""
    strip = samples[len(samples) // 2].strip
    return np.ascontiguousarray(strip[:, : strip.shape[1] // 2])


def _definition(
    plan: Plan, translator: Translator, metrics: Mapping[str, Mapping[str, float]], course: Course
) -> ModelDefinition:
    chips, infos = plan.chips, [packed.info for packed in plan.chips.packs]
    extents = [info.extent for info in infos if info.extent is not None]
    low, high = plan.architecture["output_range"]
    crs = infos[0].crs if all(info.crs == infos[0].crs for info in infos) else ""
    return ModelDefinition(
        name=plan.settings.output.stem,
        model_type=plan.settings.model_type,
        architecture=plan.architecture,
        color_space=plan.architecture["color_space"],
        tile_size=chips.size,
        size_multiple=translator.size_multiple,
        input_bands=chips.bands_a,
        output_bands=chips.bands_b,
        input_nodata=common_value([info.nodata_a for info in infos]),
        output_nodata=common_value([info.nodata_b for info in infos]),
        output_range=(low, high),
        cell_size=infos[0].cell_size,
        crs=crs,
        extent=_union(extents) if crs and len(extents) == len(infos) else None,
        input_quantiles=_quantiles(plan),
        metrics=metrics,
        training=_training(plan, course),
        software=software(),
    )


def _quantiles(plan: Plan) -> Tuple[Tuple[float, ...], ...]:
    """Of each input band, over a sample of the training chips."""
    sample = plan.chips.pixels(plan.train, np.random.default_rng(plan.settings.seed), _QUANTILE_PIXELS)
    pixels = np.concatenate([a for a, _ in sample])
    levels = np.linspace(0.0, 1.0, _QUANTILES)
    return tuple(tuple(float(value) for value in np.quantile(band, levels)) for band in pixels.T)


def _training(plan: Plan, course: Course) -> Dict[str, Any]:
    return {
        "settings": plan.settings.as_json(),
        "sources": [[packed.info.source_a, packed.info.source_b] for packed in plan.chips.packs],
        "train_chips": len(plan.train),
        "validation_chips": len(plan.chips.split("validation")),
        "figures_on": "validation" if plan.honest else "train",
        "batch_size": plan.batch_size,
        "learning_rate": plan.learning_rate,
        "hardware": plan.hardware.title,
        "best_epoch": course.best_epoch,
        "epochs": len(course.history),
        "seconds": round(course.seconds, 1),
        "images_per_second": round(course.images_per_second, 2),
        "history": [dict(row) for row in course.history],
    }


def _report(
    plan: Plan, metrics: Mapping[str, Mapping[str, float]], samples: Sequence[Sample], course: Course, count: int
) -> Report:
    chips, settings = plan.chips, plan.settings
    names = ", ".join(f"{packed.info.source_a} to {packed.info.source_b}" for packed in chips.packs)
    kind = (
        "validation chips that the training never used"
        if plan.honest
        else "training chips, since there are no validation chips"
    )
    data = {
        "From": names,
        "Input bands": _bands(chips.bands_a),
        "Target bands": _bands(chips.bands_b),
        "Training chips": f"{len(plan.train):,} of {chips.tile_size} px",
        "Validation chips": f"{len(chips.split('validation')):,}, away from the training chips",
        "Cell size": " × ".join(f"{size:g}" for size in chips.packs[0].info.cell_size),
    }
    facts = {
        "Colour handling": plan.architecture["color_space"],
        "Device": plan.hardware.title,
        "Time": f"{course.seconds / 60:.1f} min, {course.images_per_second:.1f} chips a second",
        "Epochs": f"{len(course.history)}, the best is {course.best_epoch}",
        "Batch size": plan.batch_size,
        "Learning rate": f"{plan.learning_rate:g}",
        **{key: value for key, value in settings.as_json().items() if key not in ("batch_size", "learning_rate")},
        **software(),
    }
    return Report(
        title=settings.output.stem,
        lead=f"{system(settings.model_type).title} model: {display_names(chips.bands_a)} to "
        f"{display_names(chips.bands_b)}.",
        checked=f"{count} {kind}",
        bands=[band.name for band in chips.bands_b],
        metrics=metrics,
        history=course.history,
        best_epoch=course.best_epoch,
        samples=samples,
        error_limit=f"{ERROR_SHARE * plan.data_range:.4g}",
        data=data,
        settings=facts,
        warnings=plan.warnings,
    )


def _bands(bands: Sequence[BandStatistics]) -> str:
    return "; ".join(f"{band.name}: {band.minimum:.5g} to {band.maximum:.5g}, mean {band.mean:.5g}" for band in bands)


def _union(extents: Sequence[Sequence[float]]) -> Any:
    columns = list(zip(*extents))
    return (min(columns[0]), min(columns[1]), max(columns[2]), max(columns[3]))
