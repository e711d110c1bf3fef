"""Everything that is decided before the first step: chips, colour space, networks, baselines."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np
import torch
from numpy.typing import NDArray

from ..errors import InputError
from ..feedback import Feedback, FeedbackSlice
from ..networks.color import LIGHTNESS_KEPT
from ..networks.generator import PretrainedGenerator
from ..networks.initialization import initialize
from ..networks.registry import build_translator, system
from ..networks.translator import Translator
from ..processes import this_place
from .base import BaseModel, load_base
from .baselines import Predictor, fitted_baselines
from .budget import Clock, most_chips
from .data import ChipSet
from .encoder_weights import load_encoder
from .fitting import architecture_for, choose_color_space, display_names, fit_curve, span_of_target
from .hardware import Hardware, choose_hardware
from .holdout import hold_out
from .lightness import lightness_keys
from .rival import Rival
from .settings import TrainSettings
from .validation import Evaluation, evaluate, spread

Indices = NDArray[np.int64]
REPORT_CHIPS = 128


@dataclass(frozen=True)
class Plan:
    """The decisions of one training.

    Attributes:
        train: indices of the chips that are learned from.
        checked: indices that the report's figures are for; of validation chips where there are any.
        checked_each_epoch: some of those, few enough to cost little beside an epoch.
        honest: whether ``checked`` are chips that training never sees.
        architecture: see ``networks.registry``.
        data_range: span of target values that PSNR and SSIM refer to, see :func:`~.fitting.span_of_target`.
        baselines: their figures on ``checked``.
        tested: indices of test chips, which decide nothing and are only looked at when the training has ended.
        test_baselines: figures of the baselines on ``tested``.
        warnings: what the report must say.
        base: the model to start from, if any.
        rival: the package at the output that only a better one replaces, if any.
    """

    settings: TrainSettings
    chips: ChipSet
    hardware: Hardware
    train: Indices
    checked: Indices
    checked_each_epoch: Indices
    honest: bool
    architecture: Dict[str, Any]
    data_range: float
    baselines: Dict[str, Evaluation]
    tested: Indices
    test_baselines: Dict[str, Evaluation]
    batch_size: int
    learning_rate: float
    warnings: Tuple[str, ...]
    base: Optional[BaseModel] = None
    rival: Optional[Rival] = None

    @property
    def package(self) -> Path:
        """Where the package is written."""
        return self.rival.package if self.rival else self.settings.output

    @property
    def report(self) -> Path:
        """Where the report is written."""
        return self.rival.report if self.rival else self.settings.report_path

    def new_translator(self) -> Translator:
        """A translator of this architecture on the CPU, its weights as yet meaningless."""
        return build_translator(self.settings.model_type, self.architecture)

    def first_translator(self, feedback: Feedback) -> Translator:
        """A translator as training starts with it: initialised, its curve fitted; or the base model.

        Weights of an encoder that are not on this machine are fetched here, before the first step, and never again.

        Raises:
            InputError: there are no such weights.
        """
        translator = self.new_translator()
        self._fill(translator, feedback)
        generator = translator.generator
        if isinstance(generator, PretrainedGenerator) and generator.freezes and (self.base or self.settings.pretrained):
            generator.freeze(keep_norms=self.base is not None)
        return translator

    def _fill(self, translator: Translator, feedback: Feedback) -> None:
        if self.base is not None:
            translator.load_state_dict(dict(self.base.weights))
            return
        chance = torch.Generator().manual_seed(self.settings.seed)
        initialize(translator.generator, chance, self.settings.initial_std)
        if not self.settings.initial_std:
            translator.start_small()
        if isinstance(translator.generator, PretrainedGenerator) and self.settings.pretrained:
            feedback.info(f"Looking for the trained weights of the encoder {translator.generator.backbone}.")
            source = load_encoder(translator.generator, self.settings.encoder_weights)
            feedback.info(f"The encoder starts with {source}.")
        if translator.color.corrects:
            fit_curve(translator.color, self.chips, self.train, _chance(self.settings, "curve"))
            translator.start_at_zero()


def make_plan(
    settings: TrainSettings,
    chips: ChipSet,
    feedback: Feedback,
    warnings: Optional[Sequence[str]] = None,
    clock: Clock = time.monotonic,
) -> Plan:
    """Decide what the settings leave open and say so in the log.

    Args:
        warnings: what :func:`set_apart` has told, where it was called already.
        clock: returns seconds; replaceable in tests.

    Raises:
        InputError: no training chips, or settings that do not fit them.
    """
    hardware = choose_hardware(settings)
    if warnings is None:
        warnings = set_apart(settings, chips, feedback)
    train, validation = chips.split("train"), chips.split("validation")
    _introduce(chips, warnings, feedback)
    base = load_base(settings.base_model, settings, chips) if settings.base_model else None
    architecture = _architecture(settings, chips, train, base, feedback)
    if base is not None and base.warning:
        feedback.warning(base.warning)
        warnings = [*warnings, base.warning]
    feedback.info(f"Device: {hardware.title}.")
    data_range = span_of_target(chips)
    methods = _methods(settings, chips, train, base, architecture, hardware.device)
    silent = FeedbackSlice(feedback, 0.0, 0.0)
    checked = validation if len(validation) else train
    most = REPORT_CHIPS
    if settings.max_minutes and this_place().size == 1:
        minutes = settings.max_minutes / (2 if len(chips.split("test")) else 1)
        most = min(most, most_chips(methods, chips, checked, data_range, minutes, silent, clock))
    checked, tested = spread(checked, most), spread(chips.split("test"), most)
    baselines, test_baselines = (
        {name: evaluate(method, chips, some.tolist(), data_range, silent) for name, method in methods.items()}
        for some in (checked, tested)
    )
    _check_monitor(settings, baselines["mean"])
    return Plan(
        settings=settings,
        chips=chips,
        hardware=hardware,
        train=train,
        checked=checked,
        checked_each_epoch=spread(checked, max(16, len(train) // 5)),
        honest=len(validation) > 0,
        architecture=architecture,
        data_range=data_range,
        baselines=baselines,
        tested=tested,
        test_baselines=test_baselines,
        batch_size=min(settings.batch_size, len(train)),
        learning_rate=settings.learning_rate,
        warnings=tuple(warnings),
        base=base,
    )


def _introduce(chips: ChipSet, warnings: Sequence[str], feedback: Feedback) -> None:
    """What the log says of the chips."""
    train, validation = len(chips.split("train")), len(chips.split("validation"))
    feedback.info(
        f"{train:,} training and {validation:,} validation chips of {chips.tile_size} px: "
        f"{display_names(chips.bands_a)} to {display_names(chips.bands_b)}."
    )
    for warning in warnings:
        feedback.warning(warning)


def set_apart(settings: TrainSettings, chips: ChipSet, feedback: Feedback) -> List[str]:
    """Hold chips out for validation where that is asked for, and measure those to learn from; what there is to warn of.

    It comes before anything that looks at the chips' pixels, so that nothing is chosen by those held out.

    Raises:
        InputError: no chips are left for training, or a band of them is the same everywhere.
    """
    warnings = []
    if settings.validation_share and not len(chips.split("validation")):
        share = settings.validation_share / 100
        warnings.append(hold_out(chips, share, _chance(settings, "validation"), feedback))
    if not len(chips.split("train")):
        raise InputError(f"{settings.chips[0]} has no training chips; export more chips or a smaller validation share.")
    chips.measure(feedback)
    if not len(chips.split("validation")):
        warnings.append(
            "There are no validation chips, so the figures are for chips that the model has learned from and are "
            "better than what to expect elsewhere; export chips with a validation share."
        )
    return [warning for warning in warnings if warning]


def _check_monitor(settings: TrainSettings, figures: Evaluation) -> None:
    if settings.monitor not in figures.mean:
        raise InputError(
            f"monitor is {settings.monitor}, which the validation chips have no figure of (an angle takes more than "
            "one target band); choose psnr."
        )


def _architecture(
    settings: TrainSettings, chips: ChipSet, train: Indices, base: Optional[BaseModel], feedback: Feedback
) -> Dict[str, Any]:
    if base is not None:
        feedback.info(
            f"The training starts from {base.path}, with its colour handling ({base.architecture['color_space']}), "
            f"its {base.architecture['ngf']} generator filters and its scaling of values."
        )
        if base.architecture.get("place"):
            feedback.info("It begins with the colours of the place that the model was adapted to.")
        return dict(base.architecture)
    color_space, reason = settings.color_space, "as set"
    if color_space == "automatic":
        preferred = system(settings.model_type).color_space
        color_space, reason = choose_color_space(chips, train, _chance(settings, "color"), preferred)
    feedback.info(f"Colour handling: {color_space} ({reason}).")
    architecture = architecture_for(settings, chips, color_space)
    if color_space in LIGHTNESS_KEPT:
        architecture.update(lightness_keys(color_space, chips, train, settings.seed))
    return architecture


def _methods(
    settings: TrainSettings,
    chips: ChipSet,
    train: Indices,
    base: Optional[BaseModel],
    architecture: Dict[str, Any],
    device: torch.device,
) -> Dict[str, Predictor]:
    """What the model is compared with, by name; the base model as it is, too."""
    methods = fitted_baselines(chips, train, _chance(settings, "curve"))
    if base is not None:
        unchanged = build_translator(settings.model_type, architecture)
        unchanged.load_state_dict(dict(base.weights))
        methods["base_model"] = unchanged.to(device).eval()
    return methods


def _chance(settings: TrainSettings, purpose: str) -> np.random.Generator:
    return np.random.default_rng([settings.seed, *purpose.encode()])
