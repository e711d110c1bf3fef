"""The model package: a ``.dlpk`` (zip) with the model definition, the ONNX model, weights and report.

A package may come from a stranger. Only the names that the format knows are ever read, each is limited in size and
checked against its SHA-256, and nothing from a package is executed.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Dict, Iterator, Mapping, Union

from ..errors import PackageError
from ..files import atomic_file, sha256
from .definition import ModelDefinition, from_emd, to_emd
from .onnx_safety import check_onnx

MAX_DEFINITION_BYTES = 16 << 20
MAX_FILE_BYTES = 8 << 30
MAX_COMPRESSION_RATIO = 1000
_NAMES = {
    "onnx": "{name}.onnx",
    "weights": "{name}.safetensors",
    "report": "model_metrics.html",
    "thumbnail": "thumbnail.png",
}
_INCOMPRESSIBLE = ("onnx", "weights", "thumbnail")


@dataclass(frozen=True)
class OpenPackage:
    """An opened package; the paths are valid only inside ``with open_package(...)``.

    Attributes:
        definition: what the EMD says.
        files: path by role (``onnx``, ``weights``, ``report``, ``thumbnail``); absent roles are left out.
    """

    definition: ModelDefinition
    files: Mapping[str, Path]

    @property
    def onnx(self) -> Path:
        """The ONNX model, which every package has."""
        return self.files["onnx"]


def write_package(path: Union[str, Path], definition: ModelDefinition, files: Mapping[str, Path]) -> None:
    """Write ``path`` whole or not at all.

    Args:
        path: the ``.dlpk``; its stem becomes the model's name.
        definition: the model definition; ``name`` and ``files`` are set here.
        files: path by role; ``onnx`` is required.

    Raises:
        PackageError: ``onnx`` is missing or a role is unknown.
    """
    path = Path(path)
    if "onnx" not in files or set(files) - set(_NAMES):
        raise PackageError(f"{path.name} needs the file 'onnx' and may hold {', '.join(sorted(_NAMES))} only.")
    members = {_NAMES[role].format(name=path.stem): Path(source) for role, source in files.items()}
    stored = {_NAMES[role].format(name=path.stem) for role in _INCOMPRESSIBLE}
    definition = replace(
        definition, name=path.stem, files={member: sha256(source) for member, source in members.items()}
    )
    text = json.dumps(to_emd(definition), indent=2, allow_nan=False)
    with atomic_file(path) as partial, zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{path.stem}.emd", text)
        for member, source in members.items():
            archive.write(source, member, zipfile.ZIP_STORED if member in stored else zipfile.ZIP_DEFLATED)


def read_definition(path: Union[str, Path]) -> ModelDefinition:
    """The definition alone, without unpacking or hashing the model (for checks before a run).

    Args:
        path: a ``.dlpk`` or an ``.emd``.

    Raises:
        PackageError: the file cannot be read as a model package.
    """
    path = Path(path)
    if path.suffix.lower() == ".emd":
        return _definition_of_folder(path)
    with _zip(path) as archive:
        return _definition_of_zip(archive, path)


@contextmanager
def open_package(path: Union[str, Path]) -> Iterator[OpenPackage]:
    """Open a ``.dlpk``, or an unpacked one by its ``.emd``, and check every file's SHA-256.

    Raises:
        PackageError: says exactly what is missing, damaged or unsafe.
    """
    path = Path(path)
    if path.suffix.lower() == ".emd":
        definition = _definition_of_folder(path)
        yield OpenPackage(definition, _checked(definition, path.parent, path))
        return
    folder = Path(tempfile.mkdtemp(prefix="image_translation_"))
    try:
        with _zip(path) as archive:
            definition = _definition_of_zip(archive, path)
            for member in _members(definition).values():
                _extract(archive, member, folder, path)
        yield OpenPackage(definition, _checked(definition, folder, path))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _members(definition: ModelDefinition) -> Dict[str, str]:
    """Member name by role, of the files that the definition lists."""
    names = {role: pattern.format(name=definition.name) for role, pattern in _NAMES.items()}
    return {role: name for role, name in names.items() if name in definition.files}


@contextmanager
def _zip(path: Path) -> Iterator[zipfile.ZipFile]:
    if not path.is_file():
        raise PackageError(f"The model package {path} does not exist; choose a .dlpk or .emd file.")
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise PackageError(
            f"The model package {path} is damaged or cut short ({error}); copy or download it again."
        ) from error


def _definition_of_zip(archive: zipfile.ZipFile, path: Path) -> ModelDefinition:
    names = [name for name in archive.namelist() if name.lower().endswith(".emd")]
    if len(names) != 1:
        raise PackageError(f"{path} holds {len(names)} model definitions (.emd) and must hold one.")
    if archive.getinfo(names[0]).file_size > MAX_DEFINITION_BYTES:
        raise PackageError(f"The model definition in {path} is larger than {MAX_DEFINITION_BYTES >> 20} MB.")
    with archive.open(names[0]) as stream:
        content = stream.read(MAX_DEFINITION_BYTES + 1)
    definition = from_emd(_json(content, f"{names[0]} in {path}"), f"{names[0]} in {path}")
    if names[0] != f"{definition.name}.emd":
        raise PackageError(f"{path} names its definition {names[0]}, not {definition.name}.emd.")
    return definition


def _definition_of_folder(path: Path) -> ModelDefinition:
    if not path.is_file():
        raise PackageError(f"The model definition {path} does not exist; choose a .dlpk or .emd file.")
    if path.stat().st_size > MAX_DEFINITION_BYTES:
        raise PackageError(f"The model definition {path} is larger than {MAX_DEFINITION_BYTES >> 20} MB.")
    return from_emd(_json(path.read_bytes(), str(path)), str(path))


def _json(content: bytes, source: str) -> object:
    try:
        parsed: object = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise PackageError(f"{source} is not valid JSON ({error}); export the model again.") from error
    return parsed


def _extract(archive: zipfile.ZipFile, member: str, folder: Path, path: Path) -> None:
    """Copy one member to ``folder``; the name is one that the format itself built, so it cannot escape."""
    try:
        info = archive.getinfo(member)
    except KeyError as error:
        raise PackageError(f"{path} lacks the file {member}; copy or download it again.") from error
    ratio = info.file_size / max(info.compress_size, 1)
    if info.file_size > MAX_FILE_BYTES or ratio > MAX_COMPRESSION_RATIO:
        raise PackageError(f"{member} in {path} would unpack to {info.file_size >> 20} MB; the package is refused.")
    with archive.open(info) as source, open(folder / member, "wb") as target:
        shutil.copyfileobj(source, target, 1 << 20)


def _checked(definition: ModelDefinition, folder: Path, path: Path) -> Dict[str, Path]:
    files = {}
    for role, member in _members(definition).items():
        file = folder / member
        if not file.is_file():
            raise PackageError(f"{path} needs the file {member} beside it, which does not exist.")
        if sha256(file) != definition.files[member]:
            raise PackageError(f"{member} of {path} is not the file that was packed (wrong SHA-256); copy it again.")
        files[role] = file
    if "onnx" not in files:
        raise PackageError(f"{path} lists no ONNX model, so it cannot be run.")
    check_onnx(files["onnx"])
    return files
