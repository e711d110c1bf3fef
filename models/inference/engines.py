"""Which engine runs a model, and whether it may.

onnxruntime with 32-bit floats is the measure. PyTorch with bfloat16 is faster on processors that multiply bfloat16 in
hardware (benchmarks/classify.md has the figures), but it takes a second or two to start, and rounds. So ``automatic``
takes it for large rasters only, and only after it has given, on a made-up tile with the tones of the training chips,
what onnxruntime gives. OpenVINO with bfloat16 was no faster than onnxruntime, so it runs where it is asked for, or
bfloat16 is and PyTorch cannot give it. The choice rests on what is installed and on the size of the raster, not on a
race, so that a run that goes on after an interruption chooses the same.
"""

from __future__ import annotations

import importlib.util
import os
from dataclasses import dataclass
from typing import Callable, List

import numpy as np
from numpy.typing import NDArray

from ..errors import ImageTranslationError, InputError, MissingPackagesError
from ..feedback import Feedback
from ..package.archive import OpenPackage
from ..package.definition import ModelDefinition
from .foreign import ForeignSession
from .onnx_session import OnnxSession
from .session import Session, first_line
from .settings import ClassifySettings

WORTH_IT = 4_000_000
"""Pixels for each thread from which on the faster engine makes up for its start: less of a large network, a little more
of a small one."""
MOST_ERROR = 0.5
"""Mean difference from onnxruntime that is let pass, in 255ths of the range of the output."""
_ON_CPU = ("CPU", "OpenVINO")
_PACKAGES = {"torch": ("torch", "safetensors"), "openvino": ("openvino",)}


@dataclass(frozen=True)
class Difference:
    """Between two engines, in 255ths of the range of the output."""

    mean: float
    worst: float


def open_session(package: OpenPackage, settings: ClassifySettings, pixels: int, feedback: Feedback) -> Session:
    """The session of a package's model, with the colours of a place where it has been adapted; the log names it.

    Args:
        package: opened, and open for as long as the session is used.
        settings: engine, precision, device and threads.
        pixels: size of the raster; 0 keeps ``automatic`` to onnxruntime, which runs the same everywhere.
        feedback: is told the engine, and what had to be assumed about the model as warnings.

    Raises:
        InputError: the engine cannot run this model in this precision.
        MissingPackagesError: the engine that was asked for is not installed.
        PackageError: the model cannot be read.
    """
    for note in package.notes:
        feedback.warning(note)
    definition = package.definition
    if definition.maps and (definition.place or settings.of_the_place):
        session = _with_maps(package, settings, feedback)
    elif settings.engine in _PACKAGES:
        session = _named(package, settings, feedback)
    else:
        session = _automatic(package, settings, pixels, feedback)
    feedback.info(f"The model runs in {session.name}.")
    if definition.place:
        from ..place.colour import place_of
        from ..place.session import PlaceSession

        return PlaceSession(session, place_of(definition), definition)
    return session


def _with_maps(package: OpenPackage, settings: ClassifySettings, feedback: Feedback) -> Session:
    """onnxruntime, which alone gives the feature maps that colours of a place are told from."""
    if settings.engine in _PACKAGES:
        raise InputError(
            f"ENGINE {settings.engine} does not give what colours of a place are told from; set ENGINE to automatic."
        )
    _only_32_bit(settings)
    arguments = settings.device, settings.threads, feedback, package.definition.maps
    if package.values is not None:
        return ForeignSession(package.onnx, package.values, *arguments)
    return OnnxSession(package.onnx, *arguments)


def _named(package: OpenPackage, settings: ClassifySettings, feedback: Feedback) -> Session:
    missing = [name for name in _PACKAGES[settings.engine] if importlib.util.find_spec(name) is None]
    if missing:
        raise MissingPackagesError(
            f"ENGINE {settings.engine} needs the Python package(s) {', '.join(missing)}, which this Python does not "
            "have; install them, or set ENGINE to automatic."
        )
    return _open(settings.engine, package, settings, feedback)


def _automatic(package: OpenPackage, settings: ClassifySettings, pixels: int, feedback: Feedback) -> Session:
    arguments = settings.device, settings.threads, feedback
    if package.values is not None:
        _only_32_bit(settings)
        return ForeignSession(package.onnx, package.values, *arguments)
    session = OnnxSession(package.onnx, *arguments)
    asked = settings.precision == "bfloat16" and settings.engine == "automatic"
    if settings.engine == "onnxruntime" or settings.precision == "float32" or session.provider not in _ON_CPU:
        _only_32_bit(settings)
        return session
    enough = pixels >= WORTH_IT * (settings.threads or os.cpu_count() or 1)
    for engine in _installed(package, asked) if asked or enough else []:
        try:
            other = _open(engine, package, settings, feedback)
            difference = compare(other.run, session.run, package.definition)
        except (ImageTranslationError, ImportError, OSError, RuntimeError) as error:
            feedback.info(f"The engine {engine} cannot be used ({first_line(error)}).")
            continue
        told = f"differs from onnxruntime by {difference.mean:.2f} levels on average, {difference.worst:.1f} at most"
        if difference.mean > MOST_ERROR:
            feedback.info(f"{other.name} is not used, since it {told}.")
        elif asked or _may_be_faster(other):
            feedback.info(f"{other.name} {told}, on a made-up tile.")
            return other
    _only_32_bit(settings)
    return session


def _open(engine: str, package: OpenPackage, settings: ClassifySettings, feedback: Feedback) -> Session:
    if engine == "torch":
        # Read by OpenMP when torch is imported. By itself it waits turning in circles, which costs two thirds of the
        # speed as soon as anything else runs: our own reading and writing, for one.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        from .torch_engine import TorchSession

        return TorchSession(package, settings.precision, settings.device, settings.threads, feedback)
    if package.values is not None or settings.device == "gpu":
        raise InputError("ENGINE openvino runs packages of this plugin on the CPU only; set ENGINE to automatic.")
    from .openvino_engine import OpenVinoSession

    return OpenVinoSession(package.onnx, settings.precision, settings.threads)


def _installed(package: OpenPackage, asked: bool) -> List[str]:
    """Engines that may be faster, or that know bfloat16 where that is asked for; the fastest first."""
    usable = {"torch": "weights" in package.files, "openvino": asked}
    return [
        engine
        for engine, names in _PACKAGES.items()
        if usable[engine] and all(importlib.util.find_spec(name) is not None for name in names)
    ]


def _may_be_faster(session: Session) -> bool:
    """Whether a session computes elsewhere or in 16 bits; on the CPU with 32 bits none is faster than onnxruntime."""
    return not session.name.endswith("on CPU with 32-bit floats")


def _only_32_bit(settings: ClassifySettings) -> None:
    if settings.precision == "bfloat16":
        raise InputError(
            "PRECISION bfloat16 needs ENGINE torch or openvino, its Python packages and a model package of this "
            "plugin; set PRECISION to automatic."
        )


def compare(
    run: Callable[[NDArray[np.float32]], NDArray[np.float32]],
    reference: Callable[[NDArray[np.float32]], NDArray[np.float32]],
    definition: ModelDefinition,
) -> Difference:
    """How far ``run`` is from ``reference`` on a tile with the tones of the training chips, after rounding to a level.

    Args:
        run, reference: (N, C_in, H, W) to (N, C_out, H, W).
    """
    tile = made_up_tile(definition)
    low, high = definition.output_range
    error = np.abs(run(tile) - reference(tile)) * (255.0 / (high - low))
    return Difference(float(error.mean()), float(error.max()))


def made_up_tile(definition: ModelDefinition) -> NDArray[np.float32]:
    """Blotches of all sizes, always the same, with the tones of the training chips; (1, C_in, tile, tile)."""
    side = definition.tile_size
    generator = np.random.default_rng(0)
    blotches = np.zeros((side, side))
    step = 1
    while step < side:
        few = generator.normal(size=(-(-side // step), -(-side // step)))
        blotches += np.kron(few, np.ones((step, step)))[:side, :side]
        step *= 4
    blotches /= blotches.std()
    bands = [np.clip(band.mean + band.std * blotches, band.minimum, band.maximum) for band in definition.input_bands]
    return np.stack(bands)[None].astype(np.float32)
