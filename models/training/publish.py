"""The package and the report of the best model so far."""

from __future__ import annotations

from typing import Any, Dict, Optional, Sequence, Tuple

import numpy as np

from ..files import atomic_file, scratch_folder
from ..networks.onnx_export import export_onnx
from ..networks.translator import Translator
from ..package.archive import write_package
from ..package.bare_onnx import own_metadata
from ..package.definition import ModelDefinition
from ..package.maps import known_maps
from ..package.onnx_file import add_metadata
from .checkpoint import save_tensors
from .composition import Course, Figures, compose, telling_samples
from .data import common_value
from .hardware import software
from .pictures import Picture, png
from .plan import Plan
from .report import Sample, render
from .validation import Evaluation

_QUANTILES = 65
_QUANTILE_PIXELS = 500_000


def publish(
    plan: Plan, translator: Translator, evaluation: Evaluation, course: Course, tested: Optional[Evaluation] = None
) -> None:
    """Write package and report, each whole or not at all.

    Args:
        translator: the best one, on the CPU, in evaluation mode.
        evaluation: its figures on the chips that the epoch is chosen by.
        tested: its figures on test chips, when the training has ended and there are any.
    """
    figures = Figures.of(evaluation, plan.baselines)
    test = Figures.of(tested, plan.test_baselines) if tested is not None else None
    samples = telling_samples(plan, translator, evaluation)
    page = render(compose(plan, translator, samples, course, figures, test))
    output = plan.package
    with scratch_folder(output) as folder:
        files = {role: folder / role for role in ("onnx", "weights", "report", "thumbnail")}
        definition = _definition(plan, translator, figures, test, course)
        export_onnx(translator, plan.chips.fixed_batch(evaluation.indices[:1]).a, files["onnx"])
        add_metadata(files["onnx"], own_metadata(definition))
        save_tensors(translator.state_dict(), files["weights"])
        files["report"].write_text(page, encoding="utf-8")
        files["thumbnail"].write_bytes(png(_thumbnail(samples)))
        write_package(output, definition, files)
    with atomic_file(plan.report) as partial:
        partial.write_text(page, encoding="utf-8")


def _thumbnail(samples: Sequence[Sample]) -> Picture:
    """Input and output of the middling sample."""
    strip = samples[len(samples) // 2].strip
    return np.ascontiguousarray(strip[:, : strip.shape[1] // 2])


def _definition(
    plan: Plan, translator: Translator, figures: Figures, test: Optional[Figures], course: Course
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
        metrics=figures.metrics,
        training=_training(plan, course, test),
        software=software(),
        maps=known_maps(translator.maps),
    )


def _quantiles(plan: Plan) -> Tuple[Tuple[float, ...], ...]:
    """Of each input band, over a sample of the training chips."""
    sample = plan.chips.pixels(plan.train, np.random.default_rng(plan.settings.seed), _QUANTILE_PIXELS)
    pixels = np.concatenate([a for a, _ in sample])
    levels = np.linspace(0.0, 1.0, _QUANTILES)
    return tuple(tuple(float(value) for value in np.quantile(band, levels)) for band in pixels.T)


def _training(plan: Plan, course: Course, test: Optional[Figures]) -> Dict[str, Any]:
    return {
        "chips": plan.chips.fingerprint(),
        "run": course.run,
        "settings": plan.settings.as_json(),
        "sources": [[packed.info.source_a, packed.info.source_b] for packed in plan.chips.packs],
        "train_chips": len(plan.train),
        "validation_chips": len(plan.chips.split("validation")),
        "figures_on": "validation" if plan.honest else "train",
        **({"test_chips": test.count, "test_metrics": test.metrics} if test else {}),
        "data_range": plan.data_range,
        "batch_size": plan.batch_size,
        "learning_rate": plan.learning_rate,
        "hardware": plan.hardware.title,
        "best_epoch": course.best_epoch,
        "epochs": len(course.history),
        "seconds": round(course.seconds, 1),
        "images_per_second": round(course.images_per_second, 2),
        "history": [dict(row) for row in course.history],
    }


def _union(extents: Sequence[Sequence[float]]) -> Any:
    columns = list(zip(*extents))
    return (min(columns[0]), min(columns[1]), max(columns[2]), max(columns[3]))
