"""The package that stands where a training is to write its own, when both are of the same chips."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Mapping, Optional

from safetensors import SafetensorError
from safetensors.torch import load_file

from ..errors import ImageTranslationError, PackageError
from ..feedback import Feedback
from ..networks.registry import build_translator
from ..package.archive import OpenPackage, open_package, read_definition
from .best import worth
from .validation import Evaluation, evaluate

if TYPE_CHECKING:
    from .plan import Plan


@dataclass(frozen=True)
class Rival:
    """A package that only a better one replaces.

    Attributes:
        path: where it is, which is where the training is to write.
        figures: of its model on the chips that the training is judged by; None where it could not be run on them.
        told: figures that stand in the package.
        package, report: where the training writes as long as it is not better.
    """

    path: Path
    figures: Optional[Evaluation]
    told: Mapping[str, float]
    package: Path
    report: Path

    def is_beaten_by(self, evaluation: Evaluation, monitor: str) -> bool:
        """Whether this model is no worse, on the chips of both."""
        own = self.told if self.figures is None else self.figures.mean_of(evaluation.indices)
        return worth(monitor, evaluation.mean) >= worth(monitor, own)

    @property
    def introduction(self) -> str:
        """What the log says of it at the start."""
        return (
            f"{self.path} holds a model of the same chips{self._psnr}, which only a better one replaces; until then "
            f"this training writes {self.package.name} beside it. To have it replaced whatever comes, remove it first. "
            "To train that model further, give it as base model and choose another output."
        )

    @property
    def verdict(self) -> str:
        """What log and report say when it stays."""
        return (
            f"{self.path.name} was not replaced: its model is better on the same chips{self._psnr}. The model of this "
            f"training is in {self.package.name} beside it."
        )

    @property
    def _psnr(self) -> str:
        figures = self.told if self.figures is None else self.figures.mean
        return f" (PSNR {figures['psnr']:.2f} dB)" if "psnr" in figures else ""


def find_rival(plan: Plan, run: str, feedback: Feedback) -> Optional[Rival]:
    """The package at the output, if another training has made it from the same chips and the same split.

    Args:
        run: what tells this training from others, through all its interruptions.
        feedback: asked whether to go on while the package's model is judged.
    """
    output, report = plan.settings.output, plan.settings.report_path
    if not output.is_file() or not output.stat().st_size:
        return None
    try:
        facts = read_definition(output).training
        if facts.get("chips") != plan.chips.fingerprint() or facts.get("run") == run:
            return None
        with open_package(output) as package:
            figures, told = _figures(plan, package, feedback), package.definition.metrics.get("model", {})
    except PackageError:
        return None
    if report.exists():
        report = report.with_name(f"{report.stem}.new{report.suffix}")
    return Rival(output, figures, told, output.with_name(f"{output.stem}.new.dlpk"), report)


def _figures(plan: Plan, package: OpenPackage, feedback: Feedback) -> Optional[Evaluation]:
    """Of the package's model on the chips of ``plan``; None where it cannot be run on these."""
    definition = package.definition
    if plan.chips.size % definition.size_multiple:
        return None
    try:
        translator = build_translator(definition.model_type, definition.architecture)
        translator.load_state_dict(load_file(str(package.files["weights"])))
    except (ImageTranslationError, SafetensorError, KeyError, TypeError, ValueError, RuntimeError):
        return None
    translator.to(plan.hardware.device).eval()
    return evaluate(translator, plan.chips, plan.checked.tolist(), plan.data_range, feedback)
