"""The jobs by name: plain values in, an engine call, plain values out.

The worker process, the command line and the tests all come through here.
"""

from __future__ import annotations

import typing
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Callable, Dict, Mapping, Tuple

from .errors import InputError
from .feedback import Feedback
from .net import outer_net

Engine = Tuple[Any, Callable[[Any, Feedback], Any]]
# Settings that name what a job reads.
_INPUTS = ("input", "target", "model", "package", "chips", "result", "truth", "source", "base_model")


def _export() -> Engine:
    from .chips.export import ExportSettings, export_chips

    return ExportSettings, export_chips


def _train() -> Engine:
    from .training.settings import TrainSettings
    from .training.train import train

    return TrainSettings, train


def _classify() -> Engine:
    from .inference.classify import ClassifySettings, classify_pixels

    return ClassifySettings, classify_pixels


def _evaluate() -> Engine:
    from .evaluation.evaluate import EvaluateSettings, evaluate_model

    return EvaluateSettings, evaluate_model


def _inspect() -> Engine:
    from .package.describe import InspectSettings, inspect_package

    return InspectSettings, inspect_package


def _import() -> Engine:
    from .package.importing import ImportSettings, import_model

    return ImportSettings, import_model


def _export_deepness() -> Engine:
    from .package.deepness import DeepnessSettings, export_deepness

    return DeepnessSettings, export_deepness


@dataclass(frozen=True)
class Job:
    """A job, imported only when it is asked for, because training needs torch.

    Attributes:
        summary: one line for the command line's help.
        load: gives the settings dataclass, and the function that takes it and a feedback and returns a dataclass.
    """

    summary: str
    load: Callable[[], Engine]

    def settings_class(self) -> Any:
        """The frozen dataclass that describes the job."""
        return self.load()[0]


JOBS: Mapping[str, Job] = {
    "export": Job("Cut training chips from a pair of rasters", _export),
    "train": Job("Train a model on a folder of chips", _train),
    "classify": Job("Translate a raster with a model package", _classify),
    "evaluate": Job("Measure a model or a result against the truth", _evaluate),
    "inspect": Job("Check a model package and tell what it is", _inspect),
    "import": Job("Make a model package from what another tool has trained", _import),
    "export-deepness": Job("Make an ONNX model that the QGIS plugin Deepness opens", _export_deepness),
}


def run_job(name: str, values: Mapping[str, Any], feedback: Feedback) -> Dict[str, Any]:
    """Run a job.

    Args:
        name: key of :data:`JOBS`.
        values: settings by field name, as JSON holds them (paths as text, tuples as lists).
        feedback: listens and may cancel.

    Returns:
        The result's fields as JSON holds them.

    Raises:
        ImageTranslationError: with a sentence for the user; what nobody foresaw is turned into one, see :mod:`.net`.
    """
    if name not in JOBS:
        raise InputError(f"There is no job {name!r}; choose one of {', '.join(JOBS)}.")
    files = [str(values[key]) for key in _INPUTS if values.get(key)]
    with outer_net(files):
        settings_class, function = JOBS[name].load()
        result = function(build_settings(settings_class, values), feedback)
    return {item.name: _plain(getattr(result, item.name)) for item in fields(result)}


def build_settings(settings_class: Any, values: Mapping[str, Any]) -> Any:
    """Make the dataclass from plain values, turning text into paths and lists into tuples.

    Raises:
        InputError: a setting is unknown, missing or of the wrong kind.
    """
    hints = typing.get_type_hints(settings_class)
    unknown = set(values) - {item.name for item in fields(settings_class)}
    if unknown:
        raise InputError(f"Unknown setting {', '.join(sorted(unknown))}.")
    try:
        return settings_class(**{key: _convert(hints[key], value) for key, value in values.items()})
    except (TypeError, ValueError) as error:
        raise InputError(f"The settings cannot be used: {error}.") from error


def _convert(hint: Any, value: Any) -> Any:
    arguments = typing.get_args(hint)
    if value is None:
        return None
    if type(None) in arguments:
        return _convert(arguments[0], value)
    if typing.get_origin(hint) is tuple:
        return tuple(_convert(arguments[0], item) for item in value)
    return hint(value) if hint in (Path, str, int, float) else value


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, Path):
        return str(value)
    return value.item() if hasattr(value, "item") else value

