"""What is done to make an environment for the worker: commands in order, their size, and the packages they bring.

Knows nothing of Qt, so that it can be read and tested by itself; ``builder.py`` runs the commands.
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parents[2] / "resources" / "requirements"
INFERENCE, TRAINING = "inference", "training"
PROCESSOR, NVIDIA = "processor", "nvidia"
UNFINISHED = ".unfinished"
_SCRIPTS = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
_PYTORCH_WITHOUT_CUDA = "https://download.pytorch.org/whl/cpu"
# Megabytes on disk, as found after installing.
_SIZES = {
    (INFERENCE, PROCESSOR): 120,
    (INFERENCE, NVIDIA): 700,
    (TRAINING, PROCESSOR): 1300,
    (TRAINING, NVIDIA): 6600,
}
_IMPORTS = {
    INFERENCE: ("numpy", "osgeo.gdal", "onnxruntime"),
    TRAINING: ("torch", "onnx", "safetensors", "huggingface_hub"),
}
CHECK = (
    "import importlib, sys; from importlib.metadata import version\n"
    "for name in sys.argv[1:]: importlib.import_module(name)\n"
    "import numpy; from osgeo import gdal_array\n"
    "print('NumPy', numpy.__version__, *('torch '+version('torch') for name in sys.argv[1:] if name == 'torch'))"
)


@dataclass(frozen=True)
class Step:
    """One command.

    Attributes:
        title: what it does, for a key of the builder's sentences.
        program: the executable.
        arguments: its arguments.
        share: its part of the whole time, 0 to 1.
    """

    title: str
    program: str
    arguments: tuple
    share: float


@dataclass(frozen=True)
class EnvironmentPlan:
    """What to make and from where.

    Attributes:
        python: QGIS's own interpreter, which the environment is made with.
        numpy: the version of QGIS's NumPy, which the environment keeps.
        folder: where the environment goes.
        purpose: ``inference`` (onnxruntime) or ``training`` (torch too, and timm for the pretrained encoders).
        hardware: ``processor`` or ``nvidia``.
        index: address of a package index instead of pip's own; "" for pip's own.
        extra_index: address of a second index, for example one with PyTorch builds; "" for none.
        wheels: folder of wheels to install from, without the net; "" for the net.
    """

    python: str
    numpy: str
    folder: Path
    purpose: str = INFERENCE
    hardware: str = PROCESSOR
    index: str = ""
    extra_index: str = ""
    wheels: str = ""

    @property
    def unfinished(self):
        """Where the environment is made before it takes its place."""
        return self.folder.with_name(self.folder.name + UNFINISHED)

    @property
    def megabytes(self):
        """About what it takes on the disk."""
        return _SIZES[self.purpose, self.hardware]

    def requirements(self):
        """Files that name the packages."""
        names = ["requirements-inference-nvidia.txt" if self.hardware == NVIDIA else "requirements-inference.txt"]
        if self.purpose == TRAINING:
            names += ["requirements-training.txt", "requirements-encoders.txt"]
        return [REQUIREMENTS / name for name in names]

    def imports(self):
        """Modules that must import when all is done."""
        return _IMPORTS[INFERENCE] + (_IMPORTS[TRAINING] if self.purpose == TRAINING else ())

    def steps(self):
        """The commands in order; all write into :attr:`unfinished` only."""
        inner = python_in(self.unfinished)
        return (
            Step("create", self.python, ("-m", "venv", "--system-site-packages", str(self.unfinished)), 0.1),
            Step("install", inner, ("-m", "pip", *self._pip()), 0.8),
            Step("check", inner, ("-c", CHECK, *self.imports()), 0.1),
        )

    def constraints(self):
        """Text of the file that holds NumPy to QGIS's version and the rest to versions that were tested."""
        tested = (REQUIREMENTS / "constraints.txt").read_text(encoding="utf-8")
        return f"numpy=={self.numpy}\n{tested}"

    @property
    def constraints_file(self):
        """Where that text must be when pip runs."""
        return self.folder.with_name(self.folder.name + ".constraints.txt")

    def second_index(self):
        """The second index; where nothing is chosen, the one whose PyTorch comes without gigabytes for NVIDIA cards.

        Only on Linux does pip's own index give that PyTorch to all.
        """
        plain = not (self.index or self.extra_index or self.wheels)
        if plain and sys.platform == "linux" and (self.purpose, self.hardware) == (TRAINING, PROCESSOR):
            return _PYTORCH_WITHOUT_CUDA
        return self.extra_index

    def _pip(self):
        arguments = ["install", "--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
        arguments += ["--retries", "2", "--timeout", "20"]
        for file in self.requirements():
            arguments += ["--requirement", str(file)]
        arguments += ["--constraint", str(self.constraints_file)]
        if self.wheels:
            arguments += ["--no-index", "--find-links", self.wheels]
        else:
            arguments += ["--index-url", self.index] if self.index else []
            arguments += ["--extra-index-url", self.second_index()] if self.second_index() else []
        return arguments


def python_in(folder):
    """The interpreter of the environment in ``folder``."""
    return str(Path(folder, *_SCRIPTS))
