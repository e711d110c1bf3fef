"""The job that makes a package of ours from what another tool has trained."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Tuple

from ..errors import InputError
from ..feedback import Feedback
from ..files import check_replaceable
from ..temporary import temporary_folder
from .archive import open_package, write_package
from .bare_onnx import own_metadata
from .describe import describe
from .esri import MODEL_TYPE
from .onnx_file import add_metadata

_WEIGHTS = (".pth", ".pt")
_PACKAGES = (".dlpk", ".emd")


@dataclass(frozen=True)
class ImportSettings:
    """What to import.

    Attributes:
        source: ``latest_net_G.pth`` of pytorch-CycleGAN-and-pix2pix (U-Net or ResNet, 8-bit imagery), or a Pix2Pix
            package of ArcGIS (``.dlpk``, or the ``.emd`` of an unpacked one).
        output: the package to write (``.dlpk``).
    """

    source: Path
    output: Path

    def __post_init__(self) -> None:
        if self.source.suffix.lower() not in (*_WEIGHTS, *_PACKAGES):
            raise InputError(f"SOURCE {self.source} cannot be imported; choose a .pth, .dlpk or .emd file.")
        if self.output.suffix.lower() != ".dlpk":
            raise InputError(f"OUTPUT {self.output} must be a model package; give it a name that ends in .dlpk.")
        if self.source.exists() and self.output.exists() and self.source.samefile(self.output):
            raise InputError(f"OUTPUT {self.output} is the source itself; choose another name.")


@dataclass(frozen=True)
class Imported:
    """The package that was made, and what it is, line by line."""

    output: Path
    description: Tuple[str, ...]


def import_model(settings: ImportSettings, feedback: Feedback) -> Imported:
    """Write a package that gives what the other tool's model gives.

    Raises:
        InputError: the source is a package of ours already, or the output cannot be written.
        PackageError: the source is damaged, unsafe or of a network that is not known.
    """
    check_replaceable(settings.output)
    with temporary_folder() as folder:
        if settings.source.suffix.lower() in _WEIGHTS:
            from .torch_export import export_reference

            definition, files = export_reference(settings.source, folder)
        else:
            with open_package(settings.source) as package:
                definition = package.definition
                if definition.model_type != MODEL_TYPE:
                    raise InputError(f"SOURCE {settings.source} is a package of this plugin and needs no import.")
                files = {"onnx": folder / "model.onnx"}
                shutil.copyfile(package.onnx, files["onnx"])
        definition = replace(definition, name=settings.output.stem)
        add_metadata(files["onnx"], own_metadata(definition))
        write_package(settings.output, definition, files)
    lines = tuple(describe(definition))
    for line in lines:
        feedback.info(line)
    return Imported(settings.output, lines)
