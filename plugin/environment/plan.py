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
_OLDEST_PLAIN = (3, 10)
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
_INSTALL = "install --no-input --disable-pip-version-check --progress-bar off --only-binary :all:".split()
_INSTALL += "--retries 2 --timeout 20".split()
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
        python: QGIS's own interpreter, which the environment is made with, and whose NumPy and GDAL it sees.
        folder: where the environment goes.
        purpose: ``inference`` (onnxruntime) or ``training`` (torch too, and timm for the pretrained encoders).
        hardware: ``processor`` or ``nvidia``.
        index: address of a package index instead of pip's own; "" for pip's own.
        extra_index: address of a second index, for example the one with PyTorch's builds for a card; "" for none.
        wheels: folder of wheels to install from, without the net; "" for the net.
    """

    python: str
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

    def locks(self):
        """Files that name the packages, with the hashes of the files that may be installed."""
        names = ["locked-inference-nvidia.txt" if self.hardware == NVIDIA else "locked-inference.txt"]
        if self.purpose == TRAINING:
            names += ["locked-training.txt"]
            names += [] if self.pytorch_index() else ["locked-torch-cpu.txt" if self._plain() else "locked-torch.txt"]
        return [REQUIREMENTS / name for name in names]

    def imports(self):
        """Modules that must import when all is done."""
        return _IMPORTS[INFERENCE] + (_IMPORTS[TRAINING] if self.purpose == TRAINING else ())

    def steps(self):
        """The commands in order; all write into :attr:`unfinished` only."""
        inner = python_in(self.unfinished)
        elsewhere = self.pytorch_index()
        pytorch = [Step("pytorch", inner, ("-m", "pip", *self._pip_for_pytorch()), 0.5)] if elsewhere else []
        return (
            Step("create", self.python, ("-m", "venv", "--system-site-packages", str(self.unfinished)), 0.1),
            Step("install", inner, ("-m", "pip", *self._pip()), 0.3 if pytorch else 0.8),
            *pytorch,
            Step("check", inner, ("-c", CHECK, *self.imports()), 0.1),
        )

    def pytorch_index(self):
        """The index that PyTorch alone comes from, "" where it comes with the other packages.

        Builds for certain cards are only in indexes of their own. Their files differ from those that the locks name, so
        there is nothing to hold them to but their version.
        """
        return self.extra_index if self.purpose == TRAINING and not self.wheels else ""

    def _plain(self):
        """Whether PyTorch is the build without gigabytes for cards, which for Linux is in PyTorch's index alone."""
        offered = sys.platform == "linux" and sys.version_info >= _OLDEST_PLAIN
        elsewhere = self.index or self.extra_index or self.wheels
        return offered and self.hardware == PROCESSOR and self.purpose == TRAINING and not elsewhere

    def _pip(self):
        """Arguments with which pip installs the files that the locks name, or nothing."""
        arguments = [*_INSTALL, "--no-deps", "--require-hashes"]
        for file in self.locks():
            arguments += ["--requirement", str(file)]
        if self.wheels:
            return [*arguments, "--no-index", "--find-links", self.wheels]
        if self._plain():
            return [*arguments, *self._indexes("", _PYTORCH_WITHOUT_CUDA)]
        return [*arguments, *self._indexes(self.index, "" if self.pytorch_index() else self.extra_index)]

    def _pip_for_pytorch(self):
        """Arguments with which pip adds PyTorch, and what its build for a card needs besides."""
        lines = (REQUIREMENTS / "requirements-training.txt").read_text(encoding="utf-8").splitlines()
        indexes = self._indexes(self.pytorch_index(), self.index)
        return [*_INSTALL, *indexes, *(line for line in lines if line.startswith("torch=="))]

    @staticmethod
    def _indexes(first, second):
        return (["--index-url", first] if first else []) + (["--extra-index-url", second] if second else [])


def python_in(folder):
    """The interpreter of the environment in ``folder``."""
    return str(Path(folder, *_SCRIPTS))
