"""What a report says, drawn from a training's plan, figures and course."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from ..chips.packed import PackedInfo
from ..feedback import duration
from ..networks.registry import system
from ..networks.translator import Translator
from .data import ChipSet
from .fitting import display_names
from .hardware import software
from .metrics import MONITORED
from .pictures import ERROR_SHARE, error_picture, picture, side_by_side
from .plan import Plan
from .ranges import Values
from .report import Report, Sample
from .validation import Evaluation, predicted, spread

_COUNTED_CHIPS = 256


@dataclass(frozen=True)
class Course:
    """How the training has gone so far.

    Attributes:
        history: one mapping an epoch.
        best_epoch: the epoch whose weights are kept; 0 for the base model.
        seconds: wall time.
        images_per_second: training chips a second, validation not counted.
        run: what tells the training from others, through all its interruptions.
    """

    history: Sequence[Mapping[str, float]]
    best_epoch: int
    seconds: float
    images_per_second: float
    run: str


@dataclass(frozen=True)
class Figures:
    """What model and baselines have reached on the same chips.

    Attributes:
        metrics: figures by method, ``model`` first.
        spreads: between which two PSNRs the middle half of the chips lies, by method.
        count: how many chips.
    """

    metrics: Mapping[str, Mapping[str, float]]
    spreads: Mapping[str, Tuple[float, float]]
    count: int

    @staticmethod
    def of(model: Evaluation, baselines: Mapping[str, Evaluation]) -> Figures:
        """Those of the model, and of the baselines on its chips."""
        methods = {"model": model, **{name: one.only(model.indices) for name, one in baselines.items()}}
        spreads = {name: one.spread_of("psnr") for name, one in methods.items()}
        return Figures(
            {name: one.mean for name, one in methods.items()},
            {name: ends for name, ends in spreads.items() if ends is not None},
            len(model.indices),
        )


def telling_samples(plan: Plan, translator: Translator, evaluation: Evaluation) -> List[Sample]:
    """Strips of the two best, two middling and two worst chips, in this order, each once."""
    ranked = evaluation.ranked() or list(evaluation.indices)
    middle = len(ranked) // 2
    groups = (("Best", ranked[:2]), ("Middling", ranked[middle : middle + 2]), ("Worst", ranked[-2:]))
    titles: Dict[int, str] = {}
    for title, indices in groups:
        for index in indices:
            titles.setdefault(index, title)
    return [_sample(plan, translator, evaluation, index, title) for index, title in titles.items()]


def compose(
    plan: Plan,
    translator: Translator,
    samples: Sequence[Sample],
    course: Course,
    figures: Figures,
    test: Optional[Figures],
) -> Report:
    """The report of the model so far.

    Args:
        figures: on the chips that the epoch is chosen by.
        test: on test chips, when the training has ended and there are any.
    """
    chips, settings = plan.chips, plan.settings
    return Report(
        title=settings.output.stem,
        lead=f"{system(settings.model_type).title} model: {display_names(chips.bands_a)} to "
        f"{display_names(chips.bands_b)}.",
        checked=f"{figures.count} {_kind(plan)}",
        bands=[band.name for band in chips.bands_b],
        metrics=figures.metrics,
        spreads=figures.spreads,
        tested=f"{test.count} test chip{'s' * (test.count > 1)}" if test else "",
        test_metrics=test.metrics if test else {},
        test_spreads=test.spreads if test else {},
        history=_history(plan, course),
        best_epoch=course.best_epoch,
        samples=samples,
        error_limit=f"{ERROR_SHARE * plan.data_range:.4g}",
        data=_data(plan),
        recipe=_recipe(plan, translator, course),
        environment={"Device": plan.hardware.title, **software()},
        settings=settings.as_json(),
        warnings=plan.warnings,
    )


def _history(plan: Plan, course: Course) -> Sequence[Mapping[str, float]]:
    """The epochs, with the base model as epoch 0 where there is one."""
    if plan.base is None:
        return course.history
    return [{"epoch": 0.0, **plan.baselines["base_model"].mean_of(plan.checked_each_epoch.tolist())}, *course.history]


def _kind(plan: Plan) -> str:
    if plan.honest:
        return "validation chips that the training never used"
    return "training chips, since there are no validation chips"


def _sample(plan: Plan, translator: Translator, evaluation: Evaluation, index: int, title: str) -> Sample:
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
    return Sample(f"{title}: {chips.name(index)}, PSNR {figures['psnr']:.1f} dB", side_by_side(parts))


def _data(plan: Plan) -> Dict[str, Any]:
    chips, infos = plan.chips, [packed.info for packed in plan.chips.packs]
    validation, test = (len(chips.split(name)) for name in ("validation", "test"))
    return {
        "From": "; ".join(dict.fromkeys(f"{info.source_a} to {info.source_b}" for info in infos)),
        "Input bands": _bands(chips.values[0]),
        "Target bands": _bands(chips.values[1]),
        "Full range": f"{plan.data_range:.5g}, which PSNR and SSIM refer to",
        "Training chips": f"{len(plan.train):,} of {chips.tile_size} px",
        "Validation chips": f"{validation:,}, never used for training" if plan.honest else "none",
        **({"Test chips": f"{test:,}, which nothing was chosen by"} if test else {}),
        "Pixels without data": f"{100 * _missing(chips, plan.train):.2g} % of the training chips",
        "Cell size": " × ".join(f"{size:g}" for size in infos[0].cell_size),
        "Coordinate system": ", ".join(dict.fromkeys(_crs_name(info) for info in infos)),
    }


def _recipe(plan: Plan, translator: Translator, course: Course) -> Dict[str, Any]:
    settings, architecture = plan.settings, plan.architecture
    weights = sum(parameter.numel() for parameter in translator.generator.parameters())
    best = f"the best by {MONITORED[settings.monitor]} is {course.best_epoch or '0, the base model'}"
    return {
        "Preset": settings.preset,
        "Model type": system(settings.model_type).title,
        "Generator": f"{weights / 1e6:.1f} million weights",
        "Colour handling": architecture["color_space"],
        "Batch size": plan.batch_size,
        "Learning rate": f"{plan.learning_rate:g}",
        "Epochs": f"{len(course.history)} of at most {settings.max_epochs}, {best}",
        "Time": f"{duration(course.seconds)}, {course.images_per_second:.1f} chips a second",
        **({"Started from": settings.base_model.name} if settings.base_model else {}),
    }


def _missing(chips: ChipSet, indices: NDArray[np.int64]) -> float:
    """Share of invalid pixels, by some of the chips when they are many."""
    return float(np.mean([1.0 - chips.read(int(index))[2].mean() for index in spread(indices, _COUNTED_CHIPS)]))


def _crs_name(info: PackedInfo) -> str:
    """The name in a WKT text, which is its first quoted word."""
    parts = info.crs.split('"')
    return parts[1] if len(parts) > 2 else info.crs or "unknown"


def _bands(values: Values) -> str:
    """Each band's range and mean, and what lies outside."""
    told = []
    for band, (least, most), beyond in zip(values.bands, values.extremes, values.beyond):
        text = f"{band.name}: {band.minimum:.5g} to {band.maximum:.5g}, mean {band.mean:.5g}"
        if beyond:
            ends = " and ".join(
                f"{end:.5g}" for end, within in ((least, band.minimum), (most, band.maximum)) if end != within
            )
            text += f" (values beyond, as far as {ends}, count as the ends: {100 * beyond:.2g} %)"
        told.append(text)
    return "; ".join(told)
